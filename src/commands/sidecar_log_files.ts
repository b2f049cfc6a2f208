/** The last lines in the files of a sidecar, for `sidecar logs` where the running program knows none. */
import type { Host } from "../host/host.ts";
import { createOutputLines, lineSplitter } from "../sidecars/output_lines.ts";
import type { LogLine } from "../sidecars/sidecars_port.ts";

type LogFiles = Pick<Host["files"], "readBytes">;

/** At most `count` of each output. Those of standard output come first: no file says when a line was printed. */
export async function linesInFiles(
  files: LogFiles,
  paths: Readonly<Record<LogLine["from"], string>>,
  count: number,
): Promise<readonly LogLine[]> {
  const found = await Promise.all(
    (["stdout", "stderr"] as const).map(async (from) => {
      const newest = await linesIn(files, from, [paths[from]]);
      // It may just have been begun.
      const all = newest.length < count
        ? await linesIn(files, from, [`${paths[from]}.1`, paths[from]])
        : newest;
      return all.slice(-count);
    }),
  );
  return found.flat();
}

async function linesIn(
  files: LogFiles,
  from: LogLine["from"],
  paths: readonly string[],
): Promise<readonly LogLine[]> {
  const lines = createOutputLines(() => 0);
  const splitter = lineSplitter((line) => lines.add(from, line, null));
  for (const path of paths) {
    const bytes = await files.readBytes(path);
    if (bytes !== null) splitter.take(bytes);
  }
  splitter.end();
  return lines.last();
}
