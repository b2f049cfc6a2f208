/** What one sidecar prints, over all its starts: into a file for each of its two outputs, and the last lines in memory. */
import type { Host } from "../host/host.ts";
import type { StayingProgram } from "../host/staying_program.ts";
import { outputFile, type OutputFileHost } from "./output_file.ts";
import { createOutputLines, lineSplitter } from "./output_lines.ts";
import type { LogLine } from "./sidecars_port.ts";

/** How many lines say why a program has failed. */
const lastWords = 20;

export interface SidecarOutput {
  /** Takes what a program prints, until it has closed its output. Never rejects. */
  take(program: Pick<StayingProgram, "stdout" | "stderr">, start: OutputOfStart): Promise<void>;
  /** The last lines; `after`: only those with a higher number. */
  last(after?: number): readonly LogLine[];
  /** The last lines of the last start, as texts. */
  lastWords(): readonly string[];
}

export interface OutputOfStart {
  /** Called with each line of standard output as it was printed. */
  seen(line: string): void;
  /** What does not appear in lines that are shown. */
  secret(): string | null;
}

export function sidecarOutput(
  host: OutputFileHost & Pick<Host, "now">,
  paths: Readonly<Record<LogLine["from"], string>>,
): SidecarOutput {
  const lines = createOutputLines(host.now);
  const files = { stdout: outputFile(host, paths.stdout), stderr: outputFile(host, paths.stderr) };
  /** The number of the last line before the last start. */
  let before = 0;

  async function takeFrom(
    from: LogLine["from"],
    stream: ReadableStream<Uint8Array>,
    add: (line: string) => void,
  ): Promise<void> {
    const splitter = lineSplitter(add);
    const reader = stream.getReader();
    for (;;) {
      // Where the pipe breaks, the program has ended.
      const { value } = await reader.read().catch(() => ({ value: undefined }));
      if (value === undefined) break;
      splitter.take(value);
      // The next part waits until the disk has this one: nothing piles up in memory.
      await files[from].write(value);
    }
    splitter.end();
  }

  return {
    async take({ stdout, stderr }, { seen, secret }) {
      before = lines.last().at(-1)?.number ?? 0;
      await Promise.all([
        takeFrom("stdout", stdout, (line) => {
          // It may say what the secret is.
          seen(line);
          lines.add("stdout", line, secret());
        }),
        takeFrom("stderr", stderr, (line) => lines.add("stderr", line, secret())),
      ]);
    },
    last: lines.last,
    lastWords: () => lines.last(before).slice(-lastWords).map(({ text }) => text),
  };
}
