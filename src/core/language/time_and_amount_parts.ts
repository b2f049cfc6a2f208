/** Times and amounts taken apart into numbers, for each language to put words to them. */
import type { Money } from "../usage/limit.ts";
import { day, hour, minute, second } from "../time/units.ts";

export type AgeUnit = "second" | "minute" | "hour" | "day";

/** An age in ms as its largest whole unit. A time in the future counts as 0 seconds ago. */
export function ageParts(ms: number): { readonly count: number; readonly unit: AgeUnit } {
  if (ms < minute) return { count: Math.max(0, Math.floor(ms / second)), unit: "second" };
  if (ms < hour) return { count: Math.floor(ms / minute), unit: "minute" };
  if (ms < day) return { count: Math.floor(ms / hour), unit: "hour" };
  return { count: Math.floor(ms / day), unit: "day" };
}

/** Days and hours, hours and minutes, or minutes, rounded down. Each unit follows its number without a space. */
export function durationText(ms: number, units: Readonly<Record<"day" | "hour" | "minute", string>>): string {
  const days = Math.floor(ms / day),
    hours = Math.floor(ms % day / hour),
    minutes = Math.floor(ms % hour / minute);
  if (days > 0) return hours === 0 ? `${days}${units.day}` : `${days}${units.day} ${hours}${units.hour}`;
  if (hours > 0) {
    return minutes === 0 ? `${hours}${units.hour}` : `${hours}${units.hour} ${minutes}${units.minute}`;
  }
  return `${minutes}${units.minute}`;
}

/** A span for a sentence: minutes up to two hours, then hours and minutes up to two days, then days alone. */
export function spanParts(ms: number): {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
} {
  const minutes = Math.max(1, Math.round(ms / minute));
  if (minutes < 120) return { days: 0, hours: 0, minutes };
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return { days: 0, hours, minutes: minutes % 60 };
  return { days: Math.round(hours / 24), hours: 0, minutes: 0 };
}

/** Local time, "14:05", and as much of the date (both epoch ms) as is needed; Sunday and January are 0. */
export function clockParts(at: number, now: number): {
  readonly time: string;
  readonly date:
    | { readonly kind: "today" }
    | { readonly kind: "near"; readonly weekday: number }
    | { readonly kind: "far"; readonly day: number; readonly month: number };
} {
  const date = new Date(at);
  const time = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
  if (date.toDateString() === new Date(now).toDateString()) return { time, date: { kind: "today" } };
  return Math.abs(at - now) < 6 * day
    ? { time, date: { kind: "near", weekday: date.getDay() } }
    : { time, date: { kind: "far", day: date.getDate(), month: date.getMonth() } };
}

/** An amount without its currency, "12,408.43". */
export function amountText(
  { minor, exponent }: Money,
  { group, point }: { readonly group: string; readonly point: string },
): string {
  const [whole = "", fraction] = (minor / 10 ** exponent).toFixed(exponent).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return fraction === undefined ? grouped : `${grouped}${point}${fraction}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
