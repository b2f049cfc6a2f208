/** Which of the Debian packages that the tests need are not on this machine; `.ci/run` installs from the same list. */
import { delimiter, isAbsolute, join } from "node:path";

const LIST = join(import.meta.dirname ?? ".", "../..", ".ci", "packages.txt");

/** The packages on the list whose command or file is not there. */
export async function missingPackages(path: string = Deno.env.get("PATH") ?? ""): Promise<readonly string[]> {
  const rows = (await Deno.readTextFile(LIST)).split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(/\s+/));
  const missing = rows.filter(([needed]) => !isThere(needed ?? "", path));
  return missing.map(([, name]) => name ?? "");
}

/** Whether a file, or a command on the PATH, is there. */
function isThere(needed: string, path: string): boolean {
  const places = isAbsolute(needed) ? [needed] : path.split(delimiter).map((folder) => join(folder, needed));
  return places.some((place) => {
    try {
      return Deno.statSync(place).isFile;
    } catch {
      return false;
    }
  });
}
