/** Why settings are refused: reasons that name the key, what is allowed, and what was found. */
import * as z from "zod";
import { isJsonObject, type JsonObject } from "./text/json.ts";
import type { Reason } from "./reason.ts";
import type { NamedRule, SettingRule } from "./setting_rule.ts";

const namedRules: Readonly<Record<NamedRule, true>> = {
  "another-port": true,
  "full-path": true,
  "jsonrpc-only": true,
  "loopback-host": true,
  "name-taken": true,
  "no-nul": true,
  "no-program": true,
  "not-with-jsonrpc": true,
  "own-variable": true,
  "port-unknown": true,
  "port-untold": true,
  "prom-file": true,
  "rising-levels": true,
  "server-url": true,
  "sidecar-name": true,
  "socket-path": true,
  "socket-unset": true,
  "two-files": true,
  "url-path": true,
  "variable-name": true,
  "variable-twice": true,
  "version-url": true,
};

function isNamed(rule: string): rule is NamedRule {
  return Object.hasOwn(namedRules, rule);
}

/** The message that zod gives for a value that breaks the rule. */
export function named(rule: NamedRule): string {
  return rule;
}

/** Why a value was refused. `input`: all that was read. */
export function reasonIn(issue: z.core.$ZodIssue, input: unknown): Reason {
  if (issue.code === "invalid_key") {
    // The key is what is wrong: the value may be a secret.
    const [inner] = issue.issues;
    const rule = inner === undefined ? { kind: "other", text: issue.message } as const : ruleIn(inner);
    return refusal(keyAt(issue.path.slice(0, -1), input), rule, issue.path.at(-1));
  }
  const got = withoutSecrets(valueAt(input, issue.path), issue.path);
  return refusal(keyAt(issue.path, input), ruleIn(issue), got);
}

/** A path as a person finds it in the file. */
function keyAt(path: readonly PropertyKey[], input: unknown): string {
  const parts = path.map((part, at) => {
    if (typeof part !== "number") return `.${String(part)}`;
    // A name that is wrong itself tells nothing.
    const entry = path[at + 1] === "name" ? undefined : valueAt(input, path.slice(0, at + 1));
    return `[${entryName(entry, part)}]`;
  });
  return parts.join("").replace(/^\./, "");
}

/** An entry of a list: by its name, which nobody has to count; else by its number, from 0 on. */
function entryName(entry: unknown, index: number): string {
  const name = isJsonObject(entry) ? entry.name : undefined;
  return typeof name === "string" && /^[a-z][\w-]{0,31}$/i.test(name) ? name : `${index}`;
}

function refusal(key: string, rule: SettingRule, got: unknown): Reason {
  return { about: "settings", kind: "value", key, rule, got: got === undefined ? null : shown(got) };
}

/** What a sidecar's environment and arguments hold may be a password; and people write the token itself where its variable belongs. */
const secretKeys = ["env", "command", "token_env"];

/** The value without what may be a secret in it: problems are shown in logs and menus. */
function withoutSecrets(value: unknown, path: readonly PropertyKey[]): unknown {
  if (path[0] === "sidecar" && secretKeys.some((key) => path.includes(key))) return hidden(value);
  if (Array.isArray(value)) return value.map((each, index) => withoutSecrets(each, [...path, index]));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, withoutSecrets(each, [...path, key])]),
  );
}

/** What kind of value it is stays to be seen. */
function hidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hidden);
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hidden(each)]));
  }
  return value === undefined || value === "" || typeof value === "boolean" ? value : "***";
}

function ruleIn(issue: z.core.$ZodIssue): SettingRule {
  switch (issue.code) {
    case "too_small":
      return issue.origin === "array"
        ? { kind: "least-entries", count: Number(issue.minimum) }
        : { kind: issue.inclusive === false ? "more-than" : "at-least", bound: Number(issue.minimum) };
    case "too_big":
      return issue.origin === "array"
        ? { kind: "most-entries", count: Number(issue.maximum) }
        : { kind: "at-most", bound: Number(issue.maximum) };
    case "invalid_type":
      return { kind: "type", type: issue.expected };
    case "invalid_value":
      return { kind: "one-of", values: issue.values.map((value) => JSON.stringify(value)) };
    case "invalid_format":
      return { kind: "time" };
    case "custom":
      return isNamed(issue.message) ? { kind: issue.message } : { kind: "other", text: issue.message };
    case "invalid_union":
      return "options" in issue && issue.options !== undefined
        ? { kind: "one-of", values: issue.options.map((value) => JSON.stringify(value)) }
        : { kind: "other", text: issue.message };
    case "not_multiple_of":
    case "unrecognized_keys":
    case "invalid_key":
    case "invalid_element":
      return { kind: "other", text: issue.message };
  }
}

/** Hides the name and password that a URL may contain: problems are shown in logs and menus. */
function shown(value: unknown): string {
  const text = (JSON.stringify(value) ?? String(value))
    .replaceAll(/\/\/\S*@/g, "//***@")
    .replaceAll(/"[^\s"/]+:(?!\/\/)\S*@/g, '"***@');
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

/** The value at a path in a value of any kind; undefined = there is none. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const part of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = Object.getOwnPropertyDescriptor(found, part)?.value;
  }
  return found;
}

/** The keys in `input` that `schema` does not have, as dotted paths below `path`. */
export function unknownKeys(input: unknown, schema: z.core.$ZodType, path: string): string[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodArray && Array.isArray(input)) {
    return input.flatMap((each, index) =>
      unknownKeys(each, inner.element, `${path}[${entryName(each, index)}]`)
    );
  }
  if (!isJsonObject(input)) return [];
  const shape = shapeFor(inner, input);
  if (shape === null) return [];
  return Object.entries(input).flatMap(([key, value]) => {
    const here = path === "" ? key : `${path}.${key}`;
    const known = Object.hasOwn(shape, key) ? shape[key] : undefined;
    return known === undefined ? [here] : unknownKeys(value, known, here);
  });
}

/** The schema without what it says of a value that is missing. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
    ? unwrapped(schema.unwrap())
    : schema;
}

/** The keys of a table; null = any. */
function shapeFor(schema: z.core.$ZodType, input: JsonObject): z.core.$ZodShape | null {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return null;
  const shapes = schema.options.flatMap((option) => option instanceof z.ZodObject ? [option.shape] : []);
  const type = input[schema.def.discriminator];
  return shapes.find((shape) => shape[schema.def.discriminator]?.safeParse(type).success) ?? null;
}
