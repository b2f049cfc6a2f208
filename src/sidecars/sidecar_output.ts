/** What one sidecar prints, over all its starts: into a file for each of its two outputs, and the last lines in memory. */
import type { Host } from "../host/host.ts";
import type { StayingProgram } from "../host/staying_program.ts";
import { hiddenInBytes } from "./hidden_token.ts";
import { outputFile, type OutputFileHost } from "./output_file.ts";
import { createOutputLines, lineSplitter } from "./output_lines.ts";
import type { LogLine } from "./sidecars_port.ts";

/** How many lines say why a program has failed. */
const lastWords = 20;
const lineEnd = 0x0a;
/** How many bytes of a line wait for its end. */
const longestWait = 64 * 1024;

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
  /** What does not appear in lines and in files. */
  token(): string | null;
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
    { add, token }: { readonly add: (line: string) => void; readonly token: () => string | null },
  ): Promise<void> {
    const splitter = lineSplitter(add);
    const reader = stream.getReader();
    for (let begun: Uint8Array = new Uint8Array();;) {
      // Where the pipe breaks, the program has ended.
      const { value } = await reader.read().catch(() => ({ value: undefined }));
      const isLast = value === undefined;
      const all = isLast ? begun : joined(begun, value);
      // A line waits for its end, so that no token is in two parts.
      const end = isLast || all.length > longestWait ? all.length : all.lastIndexOf(lineEnd) + 1;
      const part = all.subarray(0, end);
      begun = all.slice(end);
      splitter.take(part);
      if (isLast) splitter.end();
      // The next part waits until the disk has this one: nothing piles up in memory.
      await files[from].write(hiddenInBytes(part, token()));
      if (isLast) return;
    }
  }

  return {
    async take({ stdout, stderr }, { seen, token }) {
      before = lines.last().at(-1)?.number ?? 0;
      await Promise.all([
        takeFrom("stdout", stdout, {
          token,
          add(line) {
            // It may say what the token is.
            seen(line);
            lines.add("stdout", line, token());
          },
        }),
        takeFrom("stderr", stderr, { token, add: (line) => lines.add("stderr", line, token()) }),
      ]);
    },
    last: lines.last,
    lastWords: () => lines.last(before).slice(-lastWords).map(({ text }) => text),
  };
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other;
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
