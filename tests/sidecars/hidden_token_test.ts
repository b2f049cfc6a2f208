/** Tokens in what sidecars print. */
import { assertEquals } from "@std/assert";
import { hiddenInBytes, hiddenInText } from "../../src/sidecars/hidden_token.ts";

const token = "tokén-of-a-sidecar";
const bytes = (text: string) => new TextEncoder().encode(text);

for (
  const [text, expected] of [
    ["", ""],
    ["nothing of it", "nothing of it"],
    [`${token}`, "***"],
    [`a ${token}${token} b`, "a ****** b"],
  ] as const
) {
  Deno.test(`hiddenInText() and hiddenInBytes() of "${text}"`, () => {
    assertEquals(hiddenInText(text, token), expected);
    assertEquals(new Uint8Array(hiddenInBytes(bytes(text), token)), bytes(expected));
  });
}

Deno.test("hiddenInBytes() leaves all other bytes as they are", () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const within = new Uint8Array([...all, ...bytes(token), ...all]);
  assertEquals(
    new Uint8Array(hiddenInBytes(within, token)),
    new Uint8Array([...all, ...bytes("***"), ...all]),
  );
  // A part of a larger buffer, too.
  assertEquals(new Uint8Array(hiddenInBytes(within.subarray(256), token)).length, 256 + 3);
});

Deno.test("a token that is part of any word is not hidden", () => {
  assertEquals(hiddenInText("The end", "T"), "The end");
  assertEquals(hiddenInBytes(bytes("The end"), "T"), bytes("The end"));
  assertEquals(hiddenInText("The end", null), "The end");
});
