/**
 * The autostart on Windows, for one person: a value of the Run key.
 * Source: Microsoft Learn, "Run and RunOnce Registry Keys".
 */
import type { AutostartPlace } from "./platform.ts";
import { unsafePath } from "./windows_program_path.ts";

/** In UTF-16 units. Windows does not run longer lines. */
const MAX_LINE = 260;

export const runKey: AutostartPlace = {
  kind: "registry",
  value: { key: "Software\\Microsoft\\Windows\\CurrentVersion\\Run", name: "claudeminder" },
  entry(exe) {
    const line = `"${exe}" run --autostart`;
    const why = unsafePath(exe) ??
      (line.length > MAX_LINE ? { about: "autostart", kind: "too-long" } : null);
    return why === null
      ? { kind: "text", text: line }
      : { kind: "refused", why: { about: "autostart", kind: "not-at-login", program: exe, why } };
  },
  startedBy(text) {
    // A person may have changed what comes after the path.
    const found = /^\s*(?:"([^"]+)"|(\S+))/.exec(text);
    return found?.[1] ?? found?.[2] ?? null;
  },
};
