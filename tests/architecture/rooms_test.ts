// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { roomOf } from "./rooms.ts";

Deno.test("roomOf() is the first room that holds a file", () => {
  const because = (path: string) => roomOf(path)?.because;
  assertEquals(because("src/core/text/excerpt.ts"), "a text is handled the same, whatever it says");
  assert(because("src/core/state.ts")?.startsWith("core/ decides"));
  assertEquals(because("src/app/version.ts"), "the version stands in deno.json and nowhere else");
  assertEquals(because("src/elsewhere/a.ts"), undefined);
});
