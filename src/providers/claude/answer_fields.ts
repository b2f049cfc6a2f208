/**
 * The single fields of a usage answer. Each is checked for what can be true of it. A field that is missing or not understood costs
 * only itself, not the fields beside it.
 */
import { isJsonObject } from "../../core/text/json.ts";
import { day } from "../../core/time/units.ts";

/** What a field holds: nothing, something that is not understood, or a value. */
export type Field<T> =
  | { readonly kind: "none" }
  | { readonly kind: "odd" }
  | { readonly kind: "value"; readonly value: T };

/** More than this is a mistake: overdrawn limits were seen at a few hundred percent. */
const maxPercent = 100_000;
/** Windows are at most a month long. A time that is more than a year away is a mistake. */
const maxDistanceMs = 366 * day;
/** Digits with a fraction, as in "42" or "42.5". */
const plainNumber = /^\d{1,6}(?:\.\d{1,15})?$/;
/** With the zone: without it nobody knows which time is meant. */
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,12})?(?:Z|[+-]\d\d:\d\d)$/;
const maxName = 40;
/** Of a text from outside, only this many characters are looked at. */
const maxText = 1000;

const none = { kind: "none" } as const;
const odd = { kind: "odd" } as const;

/** A percentage of 0 or more, which may be written as text. It is never a fraction: 1 is one percent. */
export function percentField(value: unknown): Field<number> {
  if (value === null || value === undefined) return none;
  const number = typeof value === "string" && plainNumber.test(value) ? Number(value) : value;
  return typeof number === "number" && number >= 0 && number <= maxPercent
    ? { kind: "value", value: number }
    : odd;
}

/** A time in ISO 8601 with its zone, as epoch ms, within a year of `now`. A time in another form is not understood. */
export function timeField(value: unknown, now: number): Field<number> {
  if (value === null || value === undefined) return none;
  if (typeof value !== "string" || !isoTime.test(value)) return odd;
  const at = Date.parse(value);
  return Math.abs(at - now) <= maxDistanceMs ? { kind: "value", value: at } : odd;
}

/** A name: a text, or a table that has one. */
export function nameField(value: unknown): Field<string> {
  if (value === null || value === undefined) return none;
  const text = isJsonObject(value) ? value.display_name ?? value.id : value;
  if (text === null || text === undefined) return none;
  if (typeof text !== "string") return odd;
  const name = cleanText(text);
  return name === "" ? none : { kind: "value", value: name };
}

/** The names in a list where one name is expected: the limit is for all of them. */
export function namesIn(value: unknown): string | null {
  if (!Array.isArray(value)) return null;
  const names = value.slice(0, 8).flatMap((one: unknown) => valueOf(nameField(one)) ?? []);
  return names.length === 0 ? null : cleanText(names.join(", "));
}

/** The value of a field; null = it has none that is understood. */
export function valueOf<T>(field: Field<T>): T | null {
  return field.kind === "value" ? field.value : null;
}

/** `iguana_necktie` -> `Iguana necktie`. */
export function readable(key: string): string {
  const words = cleanText(key.slice(0, maxText).replaceAll(/[_-]+/g, " "));
  return words === "" ? "Unnamed" : words.charAt(0).toUpperCase() + words.slice(1);
}

/** Text of the server for menus and tooltips: one line, without control characters, not too long. */
export function cleanText(text: string): string {
  return [...text.slice(0, maxText).replaceAll(/[\p{C}\s]+/gu, " ").trim()].slice(0, maxName).join("").trim();
}
