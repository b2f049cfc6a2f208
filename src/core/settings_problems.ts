/** Why settings are refused: reasons that name the key, what is allowed, and what was found. */
import type * as z from "zod";
import { isJsonObject } from "./text/json.ts";
import type { Reason } from "./reason.ts";
import type { NamedRule, SettingRule } from "./setting_rule.ts";

const namedRules: Readonly<Record<NamedRule, true>> = {
  "full-path": true,
  "rising-levels": true,
  "server-url": true,
  "two-files": true,
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
  const path = issue.path.map((part) => typeof part === "number" ? `[${part}]` : `.${String(part)}`).join("")
    .replace(/^\./, "");
  const got = valueAt(input, issue.path);
  return {
    about: "settings",
    kind: "value",
    key: path,
    rule: ruleIn(issue),
    got: got === undefined ? null : shown(got),
  };
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
    case "not_multiple_of":
    case "unrecognized_keys":
    case "invalid_union":
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

/** The keys in `input` that `known` does not have, as dotted paths below `path`. */
export function unknownKeys(input: unknown, known: unknown, path: string): string[] {
  if (!isJsonObject(input)) return [];
  return Object.entries(input).flatMap(([key, value]) => {
    const here = path === "" ? key : `${path}.${key}`;
    if (!isJsonObject(known) || !Object.hasOwn(known, key)) return [here];
    return unknownKeys(value, known[key], here);
  });
}
