// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { PULSE_FRAME_MS, PULSE_FRAMES } from "../../../src/core/icon/pulse.ts";

Deno.test("PULSE_FRAMES last for half a second", () => {
  assertEquals(PULSE_FRAMES.length * PULSE_FRAME_MS, 500);
});
