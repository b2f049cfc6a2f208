/** Texts for system calls; the calls themselves are made under Wine. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertThrows } from "@std/assert";
import { narrow, wide } from "../../../src/host/windows/system_call_text.ts";

Deno.test("wide() and narrow() carry any text but one with a zero in it, and read no further than its end", () => {
  for (const text of ["", "C:\\Users\\Đặng\\🦊", "\ud800", "a\nb"]) {
    const units = wide(text);
    assertEquals([units.length, units.at(-1), narrow(units)], [text.length + 1, 0, text]);
  }
  assertEquals(narrow(new Uint16Array([0x61, 0x62])), "ab");
  assertEquals(narrow(new Uint16Array([0x61, 0, 0x62])), "a");
  assertThrows(() => wide("a\0b"), Error, "a zero character");
});
