/** Whether a program's path can stand, in quotation marks, in a command line that Windows keeps and runs later. */
import type { Reason } from "../core/reason.ts";

/** Why Windows would read the path as something else; null = it would not. */
export function unsafePath(exe: string): Reason | null {
  if (!/^(?:[A-Za-z]:\\|\\\\[^\\?.])/.test(exe)) return { about: "autostart", kind: "not-full-path" };
  if (exe.includes('"')) return { about: "autostart", kind: "quotation-mark" };
  if (exe.includes("%")) return { about: "autostart", kind: "percent" };
  if (/\p{Cc}/u.test(exe)) return { about: "autostart", kind: "control-character" };
  if (exe.endsWith("\\")) return { about: "file", kind: "is-folder" };
  return null;
}
