/** Paths as their system writes them: on Windows with one kind of strokes, wherever their parts come from. */

/** A full path on Windows: a drive's, or one of another machine. */
const ON_WINDOWS = /^(?:[A-Za-z]:[\\/]|\\\\)/;

/** What is called `names` below a folder, each name below the one before. A folder on Windows has no other strokes than `\`. */
export function below(folder: string, ...names: readonly string[]): string {
  const path = [folder, ...names].join("/");
  return ON_WINDOWS.test(folder) ? path.replaceAll("/", "\\").replaceAll(/(?<=[^\\])\\+/g, "\\") : path;
}

/** The folder that a path is in, and what it is called there. */
export function placeOf(path: string): { readonly folder: string; readonly name: string } {
  const end = Math.max(path.lastIndexOf("/"), ON_WINDOWS.test(path) ? path.lastIndexOf("\\") : -1);
  return { folder: path.slice(0, Math.max(0, end)), name: path.slice(end + 1) };
}
