/** How packaging/docs/schema_text.ts writes schemas. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import * as z from "zod";
import { fieldsOf, schemaText } from "../../packaging/docs/schema_text.ts";

const named = z.string().meta({ id: "SchemaTextTestName" });

const cases: readonly (readonly [z.ZodType, string])[] = [
  [z.string(), "string"],
  [z.int().min(1), "number"],
  [z.union([z.literal("a"), z.null(), z.boolean()]), '"a" | null | boolean'],
  [z.array(z.string().nullable()), "(string | null)[]"],
  [z.record(z.string(), z.unknown()), "{\n  [key: string]: unknown,\n}"],
  [
    z.strictObject({ a: named, b: z.number().exactOptional() }),
    "{\n  a: SchemaTextTestName,\n  b?: number,\n}",
  ],
  [
    z.strictObject({ a: z.number().positive().max(9).describe("how many") }),
    "{\n  a: number, // more than 0, at most 9; how many\n}",
  ],
  [
    z.strictObject({ a: z.strictObject({ b: z.enum(["x", "y"]) }).describe("$& inside") }),
    '{\n  a: { // $& inside\n    b: "x" | "y",\n  },\n}',
  ],
];
for (const [schema, text] of cases) {
  Deno.test(`schemaText() writes ${text.replaceAll(/\s+/g, " ")}`, () =>
    assertEquals(schemaText(schema, "output", new Map()), text));
}

Deno.test("schemaText() tells which types have names", () => {
  const types = new Map();
  schemaText(z.array(named), "output", types);
  assertEquals([...types.keys()], ["SchemaTextTestName"]);
});

Deno.test("schemaText() writes what is given, not what is made of it", () => {
  const schema = z.string().transform((text) => text.length);
  assertEquals(schemaText(schema, "input", new Map()), "string");
});

Deno.test("fieldsOf() names each key once, with a mark where it is not always there", () => {
  const one = z.strictObject({ a: z.string(), b: z.number().exactOptional() });
  const other = z.strictObject({ a: z.number(), c: z.null() }).meta({ id: "SchemaTextTestOther" });
  assertEquals(fieldsOf(one), "`a`, `b`?");
  assertEquals(fieldsOf(z.union([one, z.union([other, one])])), "`a`, `b`?, `c`?");
});
