/** Paths in remedies: the folder of one, as a shell takes it, and which variable it comes from. */
import type { Host } from "../../host/host.ts";

/** Those that say, on any system, where the program's folders are. */
const VARIABLES = [
  ...["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"],
  ...["USERPROFILE", "APPDATA", "LOCALAPPDATA"],
];

export function folderOf(path: string): string {
  return /^(.*[^\\/])[\\/]+[^\\/]+[\\/]*$/.exec(path)?.[1] ?? (path.startsWith("/") ? "/" : path);
}

/** As a shell takes it. */
export function quoted(path: string): string {
  return /^[\w@%+=:,./\\~-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** `inner` is `outer`, or lies in it. */
export function isWithin(inner: string, outer: string): boolean {
  const plain = (path: string) => `${path.replaceAll("\\", "/").replace(/\/+$/, "")}/`;
  return plain(inner).startsWith(plain(outer));
}

/** The variable whose folder `path` is or lies in, the innermost one; `HOME` where none is known. */
export function variableOf(path: string, { env }: Pick<Host, "env">): { name: string; value: string } {
  const set = VARIABLES.map((name) => ({ name, value: env(name) ?? "" }));
  return set.filter(({ value }) => value !== "" && isWithin(path, value))
    .toSorted((a, b) => b.value.length - a.value.length)[0] ?? { name: "HOME", value: "" };
}
