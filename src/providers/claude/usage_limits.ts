/**
 * Reads the limits in the body of Claude's usage endpoint. It has two generations of them: flat windows (`five_hour`,
 * `seven_day_opus`, ...) and, since 2026, a list `limits`. Fields come and go, so unknown fields are ignored, and unknown windows are
 * shown with a readable name. Whatever the body holds, the result is bounded and can be saved.
 */
import type { Gaps } from "../../core/usage/reading.ts";
import { isJsonObject } from "../../core/text/json.ts";
import type { Limit, LimitTitle, WindowLimit } from "../../core/usage/limit.ts";
import {
  cleanText,
  nameField,
  namesIn,
  percentField,
  readable,
  timeField,
  valueOf,
} from "./answer_fields.ts";
import { moneyKeys, moneyLimit, partOf, windowAmount } from "./extra_usage.ts";
import type { AnswerShape, Reason } from "../../core/reason.ts";

export type ParsedUsage =
  | { readonly kind: "limits"; readonly limits: readonly Limit[]; readonly gaps?: Gaps }
  | { readonly kind: "rate-limited" }
  | { readonly kind: "odd"; readonly why: Reason };

/** No account has more limits. Of more, those that are used least are left out and counted. */
const maxLimits = 50;
/** Of the fields that cannot be read, only this many are named. */
const maxNamed = 5;

const flatTitles: Readonly<Record<string, LimitTitle>> = {
  five_hour: { kind: "session" },
  seven_day: { kind: "week" },
  seven_day_oauth_apps: { kind: "week", scope: "OAuth apps" },
};
/** Other windows that Claude Code knows, besides those above and `seven_day_...`. */
const namedWindows: readonly string[] = ["cinder_cove", "wattle_ember"];

/** Reads a body that came at `now` (epoch ms). Never throws. */
export function parseUsage(body: unknown, now: number): ParsedUsage {
  if (!isJsonObject(body)) {
    return { kind: "odd", why: { about: "answer", kind: "not-an-object", shape: shapeOf(body) } };
  }
  if (body.error !== undefined && body.error !== null) {
    return isJsonObject(body.error) && body.error.type === "rate_limit_error"
      ? { kind: "rate-limited" }
      : { kind: "odd", why: { about: "answer", kind: "reports-error" } };
  }
  const gaps: string[] = [];
  const flat = Object.entries(body).flatMap(([key, value]) => flatLimit(key, value, now, gaps) ?? []);
  const named = new Set(flat.map(({ id }) => id));
  // The flat fields are more exact: the list has rounded percentages.
  const listed = listedLimits(body.limits, now, gaps).filter(({ id }) => !named.has(id));
  const extra = moneyLimit(body, gaps);
  const room = maxLimits - (extra === null ? 0 : 1);
  const windows = mostUsed([...flat, ...listed], room);
  const limits: readonly Limit[] = [
    ...withOwnIds(windows).toSorted((a, b) => rank(a.title) - rank(b.title)),
    ...(extra === null ? [] : [extra]),
  ];
  if (limits.length === 0 && gaps.length > 0) {
    return { kind: "odd", why: { about: "answer", kind: "unread", fields: namesOf(gaps) } };
  }
  if (limits.length === 0 && !Object.keys(body).some(isKnownKey)) {
    return { kind: "odd", why: { about: "answer", kind: "nothing-known" } };
  }
  const more = flat.length + listed.length - windows.length;
  return gaps.length === 0 && more === 0
    ? { kind: "limits", limits }
    : { kind: "limits", limits, gaps: { fields: namesOf(gaps), more } };
}

function namesOf(gaps: readonly string[]): readonly string[] {
  const names = [...new Set(gaps)].slice(0, maxNamed);
  return gaps.length > maxNamed ? [...names, "..."] : names;
}

function flatLimit(key: string, value: unknown, now: number, gaps: string[]): WindowLimit | null {
  if (value === null || moneyKeys.includes(key) || key === "limits") return null;
  const name = cleanText(key);
  if (!isJsonObject(value) || !("utilization" in value)) {
    if (isKnownKey(key)) gaps.push(name);
    return null;
  }
  const percent = percentField(value.utilization);
  const amount = windowAmount(value);
  const computed = amount === null ? null : partOf(amount.spent.minor, amount.cap.minor);
  const usedPercent = valueOf(percent) ?? computed;
  if (percent.kind === "odd") gaps.push(name);
  if (usedPercent === null) return null;
  const title = flatTitle(key, value.label);
  return {
    kind: "window",
    id: idOf(flatTitle(key, null)),
    title,
    usedPercent,
    ...resetOf(value.resets_at, usedPercent, now, `${name}.resets_at`, gaps),
    ...(amount === null ? {} : { amount }),
  };
}

/** The reset of a window. A window that was used has started. If its reset is missing or not understood, nobody knows how long it runs. */
function resetOf(
  value: unknown,
  usedPercent: number,
  now: number,
  name: string,
  gaps: string[],
): Pick<WindowLimit, "resetsAt" | "resetUnknown"> {
  const time = timeField(value, now);
  switch (time.kind) {
    case "value":
      return { resetsAt: time.value };
    case "odd":
      gaps.push(name);
      return { resetsAt: null, resetUnknown: true };
    case "none":
      return usedPercent > 0 ? { resetsAt: null, resetUnknown: true } : { resetsAt: null };
  }
}

function flatTitle(key: string, label: unknown): LimitTitle {
  const title = flatTitles[key];
  if (title !== undefined && Object.hasOwn(flatTitles, key)) return title;
  const model = /^seven_day_(.+)$/.exec(key)?.[1];
  return model === undefined
    ? { kind: "named", name: valueOf(nameField(label)) ?? readable(key) }
    : { kind: "week", scope: readable(model) };
}

function listedLimits(list: unknown, now: number, gaps: string[]): readonly WindowLimit[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) {
    gaps.push("limits");
    return [];
  }
  return list.flatMap((entry: unknown, index) => listedLimit(entry, `limits[${index}]`, now, gaps) ?? []);
}

function listedLimit(entry: unknown, place: string, now: number, gaps: string[]): WindowLimit | null {
  const usedPercent = isJsonObject(entry) ? valueOf(percentField(entry.percent)) : null;
  if (!isJsonObject(entry) || usedPercent === null) {
    gaps.push(place);
    return null;
  }
  const { kind } = entry;
  if (typeof kind !== "string") gaps.push(`${place}.kind`);
  const scope = scopeOf(entry.scope, `${place}.scope`, gaps);
  const title = listedTitle(typeof kind === "string" ? kind : "", scope);
  const reset = resetOf(entry.resets_at, usedPercent, now, `${place}.resets_at`, gaps);
  return { kind: "window", id: idOf(title), title, usedPercent, ...reset };
}

/** What a limit is for, such as a model; null = for everything, or not known. */
function scopeOf(value: unknown, place: string, gaps: string[]): string | null {
  if (value === null || value === undefined) return null;
  if (!isJsonObject(value)) {
    gaps.push(place);
    return null;
  }
  const model = nameField(value.model), surface = nameField(value.surface);
  if (model.kind === "odd") gaps.push(`${place}.model`);
  if (surface.kind === "odd") gaps.push(`${place}.surface`);
  return valueOf(model) ?? namesIn(value.model) ?? valueOf(surface) ?? namesIn(value.surface);
}

function listedTitle(kind: string, scope: string | null): LimitTitle {
  if (kind === "session") return { kind: "session" };
  if (kind === "weekly_all") return { kind: "week" };
  if (kind === "weekly_scoped" && scope !== null) return { kind: "week", scope };
  return { kind: "named", name: scope === null ? readable(kind) : `${readable(kind)} · ${scope}` };
}

/** As many limits as there is room for, in their order: the session, the week, and those of the others that are used most. */
function mostUsed(windows: readonly WindowLimit[], room: number): readonly WindowLimit[] {
  if (windows.length <= room) return windows;
  const first = ["session", "week"].flatMap((name) => windows.find(({ id }) => id === name) ?? []);
  const others = windows.filter((window) => !first.includes(window));
  const kept = new Set([
    ...first,
    ...others.toSorted((a, b) => (b.usedPercent ?? 0) - (a.usedPercent ?? 0)).slice(0, room - first.length),
  ]);
  return windows.filter((window) => kept.has(window));
}

/** Limits with the same name get ids by their order. */
function withOwnIds(windows: readonly WindowLimit[]): readonly WindowLimit[] {
  const taken = new Set<string>();
  return windows.map((window) => {
    let { id } = window;
    while (taken.has(id)) id += "+";
    taken.add(id);
    return { ...window, id };
  });
}

function isKnownKey(key: string): boolean {
  return key === "five_hour" || key.startsWith("seven_day") && key !== "seven_day_breakdown" ||
    key === "limits" || namedWindows.includes(key) || moneyKeys.includes(key);
}

function idOf(title: LimitTitle): string {
  switch (title.kind) {
    case "session":
    case "extra":
      return title.kind;
    case "week":
      return title.scope === undefined ? "week" : `week:${slug(title.scope)}`;
    case "named":
      return `named:${slug(title.name)}`;
  }
}

function rank(title: LimitTitle): number {
  switch (title.kind) {
    case "session":
      return 0;
    case "week":
      return title.scope === undefined ? 1 : 2;
    case "named":
      return 3;
    case "extra":
      return 4;
  }
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-");
}

function shapeOf(value: unknown): AnswerShape {
  if (typeof value === "string") return "string";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  return value === null ? "null" : "list";
}
