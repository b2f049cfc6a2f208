/** Made-up texts, for tests of what has to hold for any text. */
import fc from "fast-check";

/** Any character that UTF-8 can carry. */
const character = fc.oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((code) => String.fromCodePoint(code));

/** Of any characters, now and then a plain one. With `unit: "binary"` fast-check needs a second before its first text. */
export function anyText(limits: { readonly maxLength?: number } = {}): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.string({ ...limits, unit: character }) },
    { weight: 1, arbitrary: fc.string(limits) },
  );
}
