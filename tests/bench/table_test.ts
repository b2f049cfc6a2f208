import { assertEquals } from "@std/assert";
import { type Figure, figureTable, keeps } from "./table.ts";

const figure: Figure = { name: "start", unit: "ms", value: 182.04, floor: 33, limit: 150 };

Deno.test("keeps() holds the difference from the floor against the limit", () => {
  const rows: readonly [Partial<Figure>, boolean][] = [
    [{}, true],
    [{ value: 183 }, true],
    [{ value: 183.1 }, false],
    [{ floor: null }, false],
    [{ floor: null, value: 150 }, true],
    [{ limit: null, value: 1e9 }, true],
    [{ value: NaN }, false],
  ];
  for (const [change, kept] of rows) {
    assertEquals(keeps({ ...figure, ...change }), kept, JSON.stringify(change));
  }
});

Deno.test("figureTable() puts numbers under numbers", () => {
  const table = figureTable([figure, { name: "icon", unit: "ms", value: 4.5, floor: null, limit: 3 }]);
  assertEquals(table.split("\n"), [
    "figure     program  floor  difference  limit  verdict",
    "start, ms    182.0     33       149.0    150  kept",
    "icon, ms      4.50      -           -      3  NOT KEPT",
  ]);
});
