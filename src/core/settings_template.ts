/** The keys of all settings with their defaults and meanings, and the settings file that "Open settings" makes of them. */
import * as z from "zod";
import { settingsSchema } from "./settings.ts";
import { isJsonObject } from "./text/json.ts";

/** One key with its meaning, for README's table and for the settings file that "Open settings" makes. */
export interface SettingKey {
  /** The table that holds it: "usage"; "" = none. */
  readonly table: string;
  /** There may be several such tables, or none: `[[sidecar]]`. */
  readonly isRepeated: boolean;
  readonly key: string;
  /** Undefined = there is none. */
  readonly fallback: unknown;
  /** A value that it can have: its default, where there is one. */
  readonly example: unknown;
  readonly help: string;
}

/** Every key there is, in the file's order. */
export function settingKeys(): readonly SettingKey[] {
  return Object.entries(settingsSchema.shape).flatMap(([name, field]) => {
    const inner = field.unwrap();
    if (inner instanceof z.ZodObject) return keysIn(inner, name, false);
    if (inner instanceof z.ZodArray && inner.element instanceof z.ZodObject) {
      return keysIn(inner.element, name, true);
    }
    return [settingKey(name, field, "", false)];
  });
}

function keysIn({ shape }: z.ZodObject, table: string, isRepeated: boolean): readonly SettingKey[] {
  return Object.entries(shape).map(([key, field]) => settingKey(key, field, table, isRepeated));
}

function settingKey(key: string, field: z.core.$ZodType, table: string, isRepeated: boolean): SettingKey {
  const fallback = field instanceof z.ZodDefault ? field.def.defaultValue : undefined;
  const { description = "", examples } = z.globalRegistry.get(field) ?? {};
  const example = fallback ?? (Array.isArray(examples) ? examples[0] : undefined);
  return { table, isRepeated, key, fallback, example, help: description };
}

/** The settings file that a person edits first: each key with its default and its meaning, all of it commented out. */
export function settingsTemplate(): string {
  const lines = [
    "# Settings of claudeminder. A change is used at once. What stands here are the defaults.",
    "",
  ];
  let last = "";
  for (const { table, isRepeated, key, example, help } of settingKeys()) {
    if (table !== last) lines.push("", isRepeated ? `# [[${table}]]   # an example` : `[${table}]`);
    last = table;
    lines.push(`# ${key} = ${toml(example)}   # ${help}`);
  }
  return lines.join("\n") + "\n";
}

/** A value as TOML writes it within a line. */
function toml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toml).join(", ")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, each]) => `${key} = ${toml(each)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
