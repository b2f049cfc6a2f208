/** Lines of programs, which may print anything. */
import { assertEquals } from "@std/assert";
import { createOutputLines, lineSplitter } from "../../src/sidecars/output_lines.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function split(...parts: readonly Uint8Array[]): readonly string[] {
  const lines: string[] = [];
  const splitter = lineSplitter((line) => lines.push(line));
  for (const part of parts) splitter.take(part);
  splitter.end();
  return lines;
}

const cases: readonly (readonly [string, readonly Uint8Array[], readonly string[]])[] = [
  ["whole lines", [bytes("a\nb\n\nc\n")], ["a", "b", "", "c"]],
  ["lines in pieces", [bytes("a"), bytes("b\nc"), bytes("d\n")], ["ab", "cd"]],
  ["a line that is not ended", [bytes("a\nb")], ["a", "b"]],
  ["nothing", [], []],
  ["a character in two pieces", [bytes("ü\n").slice(0, 1), bytes("ü\n").slice(1)], ["ü"]],
  ["what is no UTF-8", [new Uint8Array([0x61, 0xff, 0x0a])], ["a\ufffd"]],
  ["a character that is cut by the end", [bytes("aü").slice(0, 2)], ["a\ufffd"]],
];

for (const [name, parts, lines] of cases) {
  Deno.test(`lineSplitter() takes ${name}`, () => assertEquals(split(...parts), lines));
}

Deno.test("lineSplitter() keeps no more of an endless line than is shown, and finds the next one", () => {
  const endless = Array.from({ length: 1000 }, () => bytes("x".repeat(10_000)));
  const [first = "", second] = split(...endless, bytes("\nnext\n"));
  assertEquals([first.length > 2000, first.length < 10_000, second], [true, true, "next"]);
});

/** The texts of lines as they are shown. */
function shown(...lines: readonly string[]): readonly string[] {
  const kept = createOutputLines(() => 0);
  for (const line of lines) kept.add("stdout", line, "S3CRET-TOKEN");
  return kept.last().map(({ text }) => text);
}

Deno.test("createOutputLines() shows no colours, moves no cursor, and tells no token", () => {
  assertEquals(
    shown("\x1b[31mred\x1b[0m\r", "a\x07b\x1b[2J\tc", "token=S3CRET-TOKEN, S3CRET-TOKEN", "\u202egnp.exe"),
    ["red", "a\ufffdb c", "token=***, ***", "\ufffdgnp.exe"],
  );
});

Deno.test("createOutputLines() cuts long lines", () => {
  const [text = ""] = shown("x".repeat(5000));
  assertEquals([text.length, text.at(-1)], [2000, "…"]);
});

Deno.test("createOutputLines() keeps the last 200, with their numbers", () => {
  let now = 0;
  const kept = createOutputLines(() => ++now);
  for (let line = 1; line <= 1234; line++) kept.add(line % 2 === 0 ? "stdout" : "stderr", `${line}`, null);
  const last = kept.last();
  assertEquals([last.length, last[0]?.number, last.at(-1)?.text], [200, 1035, "1234"]);
  assertEquals(kept.last(1232), [
    { number: 1233, time: 1233, from: "stderr", text: "1233" },
    { number: 1234, time: 1234, from: "stdout", text: "1234" },
  ]);
  assertEquals(kept.last(1234), []);
});
