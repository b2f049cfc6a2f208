/** A zod schema as a person reads it: in the notation of TypeScript's types, with what is said of each key behind it. */
import * as z from "zod";

type Json = z.core.JSONSchema.JSONSchema;

/** Types that have a name of their own, by that name. */
export type NamedTypes = Map<string, Json>;

/** `io`: the schema of what is given (`input`), or of what comes (`output`). Adds the named types in it to `named`. */
export function schemaText(schema: z.ZodType, io: "input" | "output", named: NamedTypes): string {
  const { $defs = {}, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  for (const [name, type] of Object.entries($defs)) named.set(name, type);
  return typeText(json, "");
}

/** `indent`: of the line that the text begins in. */
export function typeText(json: Json, indent: string): string {
  if (json.$ref !== undefined) return json.$ref.replace("#/$defs/", "");
  if (json.const !== undefined) return JSON.stringify(json.const);
  if (json.enum !== undefined) return json.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = json.anyOf ?? json.oneOf;
  if (choices !== undefined) return choices.map((each) => typeText(jsonOf(each), indent)).join(" | ");
  return kindsOf(json).map((kind) => kindText(kind, json, indent)).join(" | ");
}

/** The keys of what a schema describes, in a line: "`a`, `b`?". Behind a key that is not always there stands a question mark. */
export function fieldsOf(schema: z.ZodType): string {
  const { $defs = {}, ...json } = z.toJSONSchema(schema, { io: "output", unrepresentable: "any" });
  const formsOf = (each: Json): readonly Json[] => {
    const found = each.$ref === undefined ? each : $defs[each.$ref.replace("#/$defs/", "")] ?? each;
    const choices = found.anyOf ?? found.oneOf;
    return choices === undefined ? [found] : choices.flatMap((one) => formsOf(jsonOf(one)));
  };
  const forms = formsOf(json);
  const keys = new Set(forms.flatMap(({ properties = {} }) => Object.keys(properties)));
  const isAlways = (key: string) => forms.every(({ required = [] }) => required.includes(key));
  return [...keys].map((key) => `\`${key}\`${isAlways(key) ? "" : "?"}`).join(", ");
}

function kindsOf({ type }: Json): readonly (string | undefined)[] {
  return Array.isArray(type) ? type : [type];
}

function kindText(kind: string | undefined, json: Json, indent: string): string {
  switch (kind) {
    case "object":
      return objectText(json, indent);
    case "array": {
      const item = typeText(jsonOf(json.items), indent);
      return item.includes(" | ") && !item.startsWith("{") ? `(${item})[]` : `${item}[]`;
    }
    case "integer":
      return "number";
    case undefined:
      return "unknown";
    default:
      return kind;
  }
}

function objectText({ properties = {}, required = [], additionalProperties }: Json, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([key, value]) => {
    const json = jsonOf(value);
    const text = `${inner}${key}${required.includes(key) ? "" : "?"}: ${typeText(json, inner)},`;
    const note = noteOn(json);
    return note === "" ? text : text.replace(/$/m, ` // ${note.replaceAll("$", "$$$$")}`);
  });
  if (typeof additionalProperties === "object") {
    lines.push(`${inner}[key: string]: ${typeText(additionalProperties, inner)},`);
  }
  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`;
}

function noteOn(json: Json): string {
  return [rangeText(json), json.description ?? ""].filter((text) => text !== "").join("; ");
}

function rangeText({ minimum, exclusiveMinimum, maximum, minLength, maxLength }: Json): string {
  const bounds: readonly (readonly [string, unknown, string])[] = [
    ["at least", minimum, ""],
    ["more than", exclusiveMinimum, ""],
    ["at most", maximum, ""],
    ["at least", minLength, " characters"],
    ["at most", maxLength, " characters"],
  ];
  return bounds.flatMap(([words, bound, unit]) =>
    // Where it is the last number that JavaScript can count to, nobody has set it.
    typeof bound !== "number" || Math.abs(bound) === Number.MAX_SAFE_INTEGER
      ? []
      : [`${words} ${bound}${unit}`]
  ).join(", ");
}

function jsonOf(value: unknown): Json {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
