/** What may stand, in quotation marks, as a program's path in a command line that Windows keeps and runs later. */

/** Why Windows would not read the path as the path that it is, in words that follow a colon; null = it would. */
export function unsafePath(exe: string): string | null {
  if (!/^(?:[A-Za-z]:\\|\\\\[^\\?.])/.test(exe)) return "it is not a full path";
  if (exe.includes('"')) return "the path has a quotation mark in it";
  if (exe.includes("%")) return "Windows would put something else in the place of the % in the path";
  if (/\p{Cc}/u.test(exe)) return "the path has a control character in it";
  if (exe.endsWith("\\")) return "it is a folder";
  return null;
}
