/**
 * The autostart on Linux desktops: a desktop entry in the person's autostart folder.
 * Source: freedesktop.org, "Desktop Application Autostart Specification" and "Desktop Entry Specification" ("The Exec
 * key").
 */
import type { AutostartEntry, AutostartPlace } from "./platform.ts";
import type { Reason } from "../core/reason.ts";

/** `configFolder`: `$XDG_CONFIG_HOME`, a full path. */
export function desktopAutostart(configFolder: string): AutostartPlace {
  return {
    kind: "file",
    path: `${configFolder}/autostart/claudeminder.desktop`,
    entry(exe): AutostartEntry {
      const why = unsafe(exe);
      if (why !== null) {
        return { kind: "refused", why: { about: "autostart", kind: "not-at-login", program: exe, why } };
      }
      return { kind: "text", text: entryFor(exe) };
    },
    startedBy(text) {
      const isOff = /^(?:Hidden *= *true|X-GNOME-Autostart-enabled *= *false) *$/m.test(text);
      return isOff ? null : programIn(/^Exec *= *(.*)$/m.exec(text)?.[1] ?? "");
    },
  };
}

/** Only the first word, because a person may have changed the words after it. */
function programIn(line: string): string | null {
  const found = /^(?:"([^"]+)"|(\S+))/.exec(line);
  return found?.[1] ?? found?.[2] ?? null;
}

/** In double quotes a path may contain spaces and all letters. */
function entryFor(exe: string): string {
  return [
    "[Desktop Entry]",
    "Type=Application",
    "Name=claudeminder",
    "Comment=How much of your Claude quota is used",
    "Comment[vi]=Bạn đã dùng bao nhiêu hạn mức Claude",
    `Exec="${exe}" run --autostart`,
    "Terminal=false",
    "",
  ].join("\n");
}

/**
 * Why a desktop would read the path as something else; null = no desktop would. The specification says how to escape
 * such characters, but desktops differ in how they read the escapes.
 */
function unsafe(exe: string): Reason | null {
  if (!exe.startsWith("/")) return { about: "autostart", kind: "not-full-path" };
  if (/\p{Cc}/u.test(exe)) return { about: "autostart", kind: "control-character" };
  if (!exe.isWellFormed() || exe.includes("\ufffd")) return { about: "autostart", kind: "not-utf8" };
  const found = /["`$\\%=]/.exec(exe)?.[0];
  return found === undefined ? null : { about: "autostart", kind: "ambiguous-character", character: found };
}
