// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { BadLine, boundedLines } from "../../../src/sidecars/json_rpc/bounded_lines.ts";
import { anyText } from "../../support/any_text.ts";
import { cases } from "../../support/cases.ts";

/** Lines until something is wrong; how it was wrong is the last one. */
async function linesOf(pieces: readonly Uint8Array[], maxBytes: number): Promise<readonly string[]> {
  const lines: string[] = [];
  try {
    for await (const line of boundedLines(ReadableStream.from(pieces), maxBytes)) lines.push(line);
  } catch (error) {
    assert(error instanceof BadLine);
    lines.push(error.kind);
  }
  return lines;
}

function piecesOf(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(bytes.slice(at, at + size));
    at += size;
  }
  return pieces;
}

const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 });

Deno.test("boundedLines() gives the same lines in whatever pieces they come", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyText({ maxLength: 50 })), sizes, async (texts, sizes) => {
      const lines = texts.flatMap((text) => text.split("\n"));
      const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
      // A byte order mark is no part of the text.
      const expected = lines.map((line) => line.replace(/^\ufeff/, ""));
      assertEquals(await linesOf(piecesOf(bytes, sizes), 10_000), expected);
    }),
    { numRuns: cases(200) },
  );
});

Deno.test("boundedLines() goes through any bytes, and ends at a line that is too long or no text", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), sizes, async (bytes, sizes) => {
      const lines = await linesOf(piecesOf(bytes, sizes), 40);
      assertEquals(lines, await linesOf([bytes], 40));
    }),
    { numRuns: cases(500) },
  );
});

Deno.test("boundedLines() holds no more than a line may have, and drops what has no end", async () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  assertEquals(await linesOf([bytes("12345\n123"), bytes("45\nrest")], 5), ["12345", "12345"]);
  assertEquals(await linesOf([bytes("1\n123"), bytes("456\n")], 5), ["1", "too-long"]);
  assertEquals(await linesOf([bytes("1\n123456")], 5), ["1", "too-long"]);
  assertEquals(await linesOf([bytes("ü\n"), new Uint8Array([0xc3, 0x0a])], 5), ["ü", "no-text"]);
  assertEquals(await linesOf([], 5), []);
});
