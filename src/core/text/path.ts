/** Paths in the way their system writes them. On Windows all separators are `\`, wherever the parts come from. */

/** A full path on Windows: one on a drive, or one on another machine. */
const ON_WINDOWS = /^(?:[A-Za-z]:[\\/]|\\\\)/;

/**
 * The path below a folder that the names lead to, each name below the one before. Below a Windows folder all separators
 * are `\`.
 */
export function below(folder: string, ...names: readonly string[]): string {
  const path = [folder, ...names].join("/");
  return ON_WINDOWS.test(folder) ? path.replaceAll("/", "\\").replaceAll(/(?<=[^\\])\\+/g, "\\") : path;
}

/** The folder that a path is in, and its name there. */
export function placeOf(path: string): { readonly folder: string; readonly name: string } {
  const end = Math.max(path.lastIndexOf("/"), ON_WINDOWS.test(path) ? path.lastIndexOf("\\") : -1);
  return { folder: path.slice(0, Math.max(0, end)), name: path.slice(end + 1) };
}
