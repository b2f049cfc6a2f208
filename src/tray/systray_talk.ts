/**
 * The talk with a tray helper that runs. All that it prints is read, since a program stops where nobody reads; what it is told is
 * written in order.
 */
import type { StayingProgram } from "../host/staying_program.ts";
import { type HelperMessage, messageIn } from "./systray_protocol.ts";

/** How many characters of what it printed last on its standard error are kept. */
const LAST_WORDS = 300;
/** No message is longer; a longer line is passed over. */
const LINE_MAX = 65_536;

export interface HelperTalk {
  /** Resolves when the helper has taken the line. One that has ended is told nothing. */
  tell(line: string): Promise<void>;
  /** What it printed last on its standard error, "" = nothing. */
  lastWords(): string;
  /** Resolves when it has closed its output. Never rejects. */
  readonly ended: Promise<void>;
}

/** `heard` must not throw. */
export function talkWith(
  { stdin, stdout, stderr }: Pick<StayingProgram, "stdin" | "stdout" | "stderr">,
  heard: (message: HelperMessage) => void,
): HelperTalk {
  let words = "";
  const writer = stdin?.getWriter();
  const encoder = new TextEncoder();
  const messages = eachText(
    stdout,
    linesOf((line) => {
      const message = messageIn(line);
      if (message !== null) heard(message);
    }),
  );
  const errors = eachText(stderr, (text) => {
    words = (words + text).slice(-LAST_WORDS);
  });
  return {
    async tell(line) {
      try {
        await writer?.write(encoder.encode(line));
      } catch {
        // It has ended, which is told in another way.
      }
    },
    lastWords: () => words.trim(),
    ended: Promise.all([messages, errors]).then(() => {}),
  };
}

/** Never rejects: the end of a program may cut what it prints. */
async function eachText(output: ReadableStream<Uint8Array>, took: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  try {
    for await (const part of output) took(decoder.decode(part, { stream: true }));
  } catch {
    return;
  }
}

/** Takes parts of a text, and calls `took` with each line of it that has come to its end. */
function linesOf(took: (line: string) => void): (text: string) => void {
  let rest = "";
  let isTooLong = false;
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!isTooLong) took(line);
      isTooLong = false;
    }
    if (rest.length > LINE_MAX) {
      rest = "";
      isTooLong = true;
    }
  };
}
