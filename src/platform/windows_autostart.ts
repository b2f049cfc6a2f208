/**
 * Starts the program at login on Windows, for one person: a value of the Run key, by reg.exe.
 * Source: Microsoft Learn, "Run and RunOnce Registry Keys"; "reg query".
 */
import type { Command } from "../host.ts";
import type { Autostart, Registration } from "./platform.ts";
import { unsafePath } from "./windows_path.ts";

const KEY = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run";
const VALUE = "claudeminder";
/** In UTF-16 units. What is longer is not run. */
const MAX_LINE = 260;

/** `reg` is the full path of reg.exe. */
export function runKey(reg: string): Autostart {
  const run = (...args: readonly string[]): Command => ({ program: reg, args });
  return {
    kind: "commands",
    place: `${KEY}\\${VALUE}`,
    register(exe): Registration {
      const why = unsafePath(exe) ??
        (lineOf(exe).length > MAX_LINE ? "the path is too long for what Windows starts at login" : null);
      if (why !== null) {
        return { kind: "refused", why: `Cannot start ${JSON.stringify(exe)} at login: ${why}` };
      }
      return {
        kind: "commands",
        commands: [run("add", KEY, "/v", VALUE, "/t", "REG_SZ", "/d", lineOf(exe), "/f")],
      };
    },
    // By its data: what reg.exe prints is in the console's code page, which lacks most letters.
    holds: (exe) => run("query", KEY, "/f", lineOf(exe), "/d", "/e", "/t", "REG_SZ"),
    query: run("query", KEY, "/v", VALUE),
    startedBy(printed) {
      // A person may have changed what stands behind the path.
      const found = /^\s*claudeminder\s+REG_(?:EXPAND_)?SZ\s+(?:"([^"]+)"|(\S+))/im.exec(printed);
      return found?.[1] ?? found?.[2] ?? null;
    },
    unregister: () => [run("delete", KEY, "/v", VALUE, "/f")],
  };
}

function lineOf(exe: string): string {
  return `"${exe}" run --autostart`;
}
