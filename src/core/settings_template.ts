/** The keys of all settings with their defaults and meanings, and the settings file that "Open settings" makes of them. */
import * as z from "zod";
import { defaultSettings, settingsSchema } from "./settings.ts";
import { valueAt } from "./settings_problems.ts";

/** One key with its meaning, for README's table and for the settings file that "Open settings" makes. */
export interface SettingKey {
  /** `usage.poll_minutes` */
  readonly path: string;
  readonly fallback: unknown;
  readonly help: string;
}

/** Every key there is, in the file's order. */
export function settingKeys(): readonly SettingKey[] {
  const keys: SettingKey[] = [];
  for (const [name, field] of Object.entries(settingsSchema.shape)) {
    const inner = field instanceof z.ZodPrefault ? field.unwrap() : field;
    if (!(inner instanceof z.ZodObject)) {
      keys.push({ path: name, fallback: valueAt(defaultSettings, [name]), help: field.description ?? "" });
      continue;
    }
    for (const [key, member] of Object.entries(inner.shape)) {
      keys.push({
        path: `${name}.${key}`,
        fallback: valueAt(defaultSettings, [name, key]),
        help: member instanceof z.ZodType ? member.description ?? "" : "",
      });
    }
  }
  return keys;
}

/** The settings file that a person edits first: each key with its default and its meaning, all of it commented out. */
export function settingsTemplate(): string {
  const lines = [
    "# Settings of claudeminder. A change is used at once. What stands here are the defaults.",
    "",
  ];
  let table = "";
  for (const key of settingKeys()) {
    const [first = "", second] = key.path.split(".");
    if (second !== undefined && first !== table) {
      lines.push("", `[${first}]`);
      table = first;
    }
    lines.push(`# ${second ?? first} = ${JSON.stringify(key.fallback)}   # ${key.help}`);
  }
  return lines.join("\n") + "\n";
}
