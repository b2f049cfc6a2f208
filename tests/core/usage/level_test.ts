// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { levelOf } from "../../../src/core/usage/level.ts";

Deno.test("levelOf() begins each level at its percentage", () => {
  const levels = { yellow: 50, orange: 75, red: 90 };
  const of = (percent: number) => levelOf(percent, levels);
  assertEquals([0, 49.99, 50, 74.99, 75, 89.99, 90, 250].map(of), [
    "green",
    "green",
    "yellow",
    "yellow",
    "orange",
    "orange",
    "red",
    "red",
  ]);
});
