/** That the files say what packaging/docs/docs.ts makes from the code. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { generated } from "../../packaging/docs/docs.ts";
import { ROOT } from "../../packaging/source_version.ts";

for (const { path, text } of generated) {
  Deno.test(`${path} says what the code says`, async () => {
    const now = Deno.readTextFileSync(join(ROOT, path));
    assertEquals(now, await text(now), `${path} is out of date: run \`deno task docs\``);
  });
}

Deno.test("the README's table is not written where there is no place for it", () => {
  assertThrows(() => generated[0]?.text("# A README without the mark"), Error, "<!-- settings -->");
});
