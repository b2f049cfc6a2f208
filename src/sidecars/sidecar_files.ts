/** Where the files of sidecars are, below the folder of this program's state. */
import { below } from "../core/text/path.ts";

/** Which programs run. */
export function recordsFile(stateFolder: string): string {
  return below(stateFolder, "sidecars.json");
}

/** What a sidecar prints. */
export function outputFiles(
  stateFolder: string,
  name: string,
): { readonly stdout: string; readonly stderr: string } {
  const file = (from: string) => below(stateFolder, "logs", "sidecars", `${name}.${from}.log`);
  return { stdout: file("stdout"), stderr: file("stderr") };
}
