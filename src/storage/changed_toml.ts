/** The text of the settings file with other values in it: a person's comments and order stay. */
import { patch } from "@decimalturn/toml-patch";
import { parse, stringify } from "smol-toml";
import { isJsonObject, type JsonObject } from "../core/text/json.ts";
import { parseSettings } from "../core/settings.ts";

export interface TomlChange {
  /** What the text holds. */
  readonly before: JsonObject;
  /** What it is to hold. */
  readonly after: JsonObject;
  /** The part of `after` that somebody wants changed. */
  readonly change: JsonObject;
}

/**
 * Lists of tables such as `[[sidecar]]` that are new are written as a person writes them, so that a person can add to them: nothing can
 * be added to `sidecar = []`. The library that keeps comments loses tables within such lists now and then, or
 * writes them twice. So what it has written is read again, and if it is not what was meant, the lists are written anew, or else all of it.
 */
export function changedText(text: string, { before, after, change }: TomlChange): string {
  const lists = Object.keys(change).filter((key) => Array.isArray(change[key]));
  const isFilled = (table: JsonObject, key: string) => Array.isArray(table[key]) && table[key].length > 0;
  const areKept = lists.every((key) => isFilled(before, key) && isFilled(after, key));
  const meant = meaning(after);
  for (const write of [...(areKept ? [patch] : []), withListsAnew]) {
    const written = writtenBy(write);
    if (written !== null && meaning(parsed(written)) === meant) return written;
  }
  return stringify(after);

  function writtenBy(write: typeof patch): string | null {
    try {
      return write(text, after);
    } catch {
      return null;
    }
  }

  function withListsAnew(text: string): string {
    const others = Object.entries(after).filter(([key]) => !lists.includes(key));
    const filled = Object.entries(after).filter(([key]) => lists.includes(key) && isFilled(after, key));
    const rest = patch(text, Object.fromEntries(others));
    if (filled.length === 0) return rest;
    return `${rest.trimEnd()}\n\n${stringify(Object.fromEntries(filled))}`.trimStart();
  }
}

/** Null = it is no TOML. */
function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

/** What counts of it, as text. */
function meaning(table: unknown): string {
  return JSON.stringify(
    parseSettings(table),
    (_, value: unknown) =>
      isJsonObject(value)
        ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => one < other ? -1 : 1))
        : value,
  );
}
