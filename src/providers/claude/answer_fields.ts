/**
 * The single fields of a usage answer, each held to what can be true of it: a field may be missing, or of a shape that is not
 * understood, and neither costs what stands beside it.
 */
import { day } from "../../core/time/units.ts";

/** What a field holds: nothing, something that is not understood, or a value. */
export type Field<T> =
  | { readonly kind: "none" }
  | { readonly kind: "odd" }
  | { readonly kind: "value"; readonly value: T };

export type JsonTable = Readonly<Record<string, unknown>>;

/** More than this is no percentage of anything: overdrawn limits were seen at some hundreds. */
const maxPercent = 100_000;
/** Windows of a quota are as long as a month; a time further off than a year is a mistake, of whoever's clock. */
const maxDistanceMs = 366 * day;
/** Digits with a fraction, as in "42" or "42.5". */
const plainNumber = /^\d{1,6}(?:\.\d{1,15})?$/;
/** With the zone, without which it would be anybody's guess. */
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,12})?(?:Z|[+-]\d\d:\d\d)$/;
const maxName = 40;
/** More than this of an outside text is never looked at. */
const maxText = 1000;

const none = { kind: "none" } as const;
const odd = { kind: "odd" } as const;

/** A percentage from 0 on, also one that is written as text; never a fraction: 1 is one percent. */
export function percentField(value: unknown): Field<number> {
  if (value === null || value === undefined) return none;
  const number = typeof value === "string" && plainNumber.test(value) ? Number(value) : value;
  return typeof number === "number" && number >= 0 && number <= maxPercent
    ? { kind: "value", value: number }
    : odd;
}

/** A time in ISO 8601 with its zone, as epoch ms, within a year of `now`. Other ways to write one are not guessed at. */
export function timeField(value: unknown, now: number): Field<number> {
  if (value === null || value === undefined) return none;
  if (typeof value !== "string" || !isoTime.test(value)) return odd;
  const at = Date.parse(value);
  return Math.abs(at - now) <= maxDistanceMs ? { kind: "value", value: at } : odd;
}

/** A name: a text, or a table that has one. */
export function nameField(value: unknown): Field<string> {
  if (value === null || value === undefined) return none;
  const text = isJsonTable(value) ? value.display_name ?? value.id : value;
  if (text === null || text === undefined) return none;
  if (typeof text !== "string") return odd;
  const name = cleanText(text);
  return name === "" ? none : { kind: "value", value: name };
}

/** The names in what should be one and is a list: what it stands for is of all of them. */
export function namesIn(value: unknown): string | null {
  if (!Array.isArray(value)) return null;
  const names = value.slice(0, 8).flatMap((one: unknown) => valueOf(nameField(one)) ?? []);
  return names.length === 0 ? null : cleanText(names.join(", "));
}

/** The value of a field, or null where there is none that is understood. */
export function valueOf<T>(field: Field<T>): T | null {
  return field.kind === "value" ? field.value : null;
}

/** `iguana_necktie` -> `Iguana necktie`. */
export function readable(key: string): string {
  const words = cleanText(key.slice(0, maxText).replaceAll(/[_-]+/g, " "));
  return words === "" ? "Unnamed" : words.charAt(0).toUpperCase() + words.slice(1);
}

/** Text of the server's stands in menus and tooltips: one line, no control characters, not endless. */
export function cleanText(text: string): string {
  return [...text.slice(0, maxText).replaceAll(/[\p{C}\s]+/gu, " ").trim()].slice(0, maxName).join("").trim();
}

export function isJsonTable(value: unknown): value is JsonTable {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
