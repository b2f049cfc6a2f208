/**
 * The lines that a program prints, as they come: what it prints may be anything, of any length. No more is kept than what is shown.
 */
import { stripVTControlCharacters } from "node:util";
import { cut, shownLine } from "../core/text/shown_text.ts";
import { hiddenInText } from "./hidden_token.ts";
import type { LogLine } from "./sidecars_port.ts";

/** How many lines are kept. */
const maxLines = 200;
/** How many characters of a line are kept. */
const maxLength = 2000;

export interface OutputLines {
  /** A line without its end, as it was printed, though not all of a very long one. `token`: does not appear in it. */
  add(from: LogLine["from"], line: string, token: string | null): void;
  /** The last ones; `after`: only those with a higher number. */
  last(after?: number): readonly LogLine[];
}

/** `now`: epoch ms. */
export function createOutputLines(now: () => number): OutputLines {
  let lines: LogLine[] = [];
  let count = 0;
  return {
    add(from, line, token) {
      const text = shown(hiddenInText(line, token));
      lines.push({ number: ++count, time: now(), from, text });
      // Not at each line: that would move all the others each time.
      if (lines.length >= 2 * maxLines) lines = lines.slice(-maxLines);
    },
    last: (after = 0) => lines.slice(-maxLines).filter(({ number }) => number > after),
  };
}

/** Without colours, and without anything that would move a cursor. */
function shown(line: string): string {
  const plain = line.includes("\x1b") ? stripVTControlCharacters(line) : line;
  return cut(shownLine(plain.replace(/\r$/, "")), maxLength);
}

export interface LineSplitter {
  /** A part of what was printed; a character may be in two parts. */
  take(bytes: Uint8Array): void;
  /** Nothing more comes: what has begun is a line too. */
  end(): void;
}

/** Calls `add` with each line. */
export function lineSplitter(add: (line: string) => void): LineSplitter {
  const decoder = new TextDecoder();
  let begun = "";

  function take(text: string): void {
    let from = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
      add(begun + text.slice(from, end));
      begun = "";
      from = end + 1;
    }
    // One unit more than is shown, so that it is seen that there was more.
    if (begun.length <= 2 * maxLength) begun += text.slice(from, from + 2 * maxLength + 2);
  }

  return {
    take: (bytes: Uint8Array) => take(decoder.decode(bytes, { stream: true })),
    end() {
      take(decoder.decode());
      if (begun !== "") add(begun);
      begun = "";
    },
  };
}
