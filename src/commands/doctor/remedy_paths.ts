/** Paths in remedies: the folder of a path, a path in a shell command, and the variable that a path comes from. */
import type { Host } from "../../host/host.ts";

/** The variables that say where the program's folders are, on all systems. */
const VARIABLES = [
  ...["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"],
  ...["USERPROFILE", "APPDATA", "LOCALAPPDATA"],
];

export function folderOf(path: string): string {
  return /^(.*[^\\/])[\\/]+[^\\/]+[\\/]*$/.exec(path)?.[1] ?? (path.startsWith("/") ? "/" : path);
}

/** The path for a shell command. */
export function quoted(path: string): string {
  return /^[\w@%+=:,./\\~-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** Whether `inner` is `outer`, or lies in it. */
export function isWithin(inner: string, outer: string): boolean {
  const plain = (path: string) => `${path.replaceAll("\\", "/").replace(/\/+$/, "")}/`;
  return plain(inner).startsWith(plain(outer));
}

/** The variable whose folder is `path` or contains it, the innermost one; `HOME` if there is none. */
export function variableOf(path: string, { env }: Pick<Host, "env">): { name: string; value: string } {
  const set = VARIABLES.map((name) => ({ name, value: env(name) ?? "" }));
  return set.filter(({ value }) => value !== "" && isWithin(path, value))
    .toSorted((a, b) => b.value.length - a.value.length)[0] ?? { name: "HOME", value: "" };
}
