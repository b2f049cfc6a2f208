/**
 * The body of Claude's usage endpoint to limits. Two generations stand side by side in it: flat windows (`five_hour`,
 * `seven_day_opus`, ...) and, since 2026, a `limits` list; fields come and go, so unknown ones are ignored, and unknown
 * windows are shown under a readable name.
 */
import * as z from "zod";
import type { Limit, LimitTitle, Money, MoneyLimit, WindowLimit } from "../core/usage.ts";

export type ParsedUsage =
  /** `unreadable`: known fields of a shape that is not understood. */
  | { readonly kind: "limits"; readonly limits: readonly Limit[]; readonly unreadable: readonly string[] }
  | { readonly kind: "rate-limited" }
  | { readonly kind: "odd"; readonly why: string };

const percent = z.number().min(0).max(100_000);
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)).pipe(z.number());
const flatWindow = z.object({ utilization: percent.nullable(), resets_at: time.nullish() });
const named = z.union([
  z.string(),
  z.object({ display_name: z.string().nullish(), id: z.string().nullish() }),
]).nullish();
const listedLimit = z.object({
  kind: z.string(),
  percent,
  resets_at: time.nullish(),
  scope: z.object({ model: named, surface: named }).nullish(),
});
const money = z.object({
  amount_minor: z.number().min(0),
  currency: z.string().regex(/^[A-Z]{3}$/),
  exponent: z.int().min(0).max(6),
});
const spend = z.object({
  used: money,
  limit: money.nullish(),
  percent: percent.nullish(),
  enabled: z.boolean().nullish(),
});
const extraUsage = z.object({
  is_enabled: z.boolean(),
  monthly_limit: z.number().min(0).nullish(),
  used_credits: z.number().min(0).nullish(),
  utilization: percent.nullish(),
  currency: z.string().regex(/^[A-Z]{3}$/).nullish(),
  decimal_places: z.int().min(0).max(6).nullish(),
});

const moneyKeys = ["spend", "extra_usage"];
const flatTitles: Readonly<Record<string, LimitTitle>> = {
  five_hour: { kind: "session" },
  seven_day: { kind: "week" },
  seven_day_oauth_apps: { kind: "week", scope: "OAuth apps" },
};

/** Reads a body. Never throws. */
export function parseUsage(body: unknown): ParsedUsage {
  if (!isTable(body)) return { kind: "odd", why: `it is ${shapeOf(body)}, not an object` };
  if (body.error !== undefined && body.error !== null) {
    return isTable(body.error) && body.error.type === "rate_limit_error"
      ? { kind: "rate-limited" }
      : { kind: "odd", why: "it reports an error" };
  }
  const unreadable: string[] = [];
  const windows = new Map<string, WindowLimit>();
  for (const [key, value] of Object.entries(body)) {
    const window = flatLimit(key, value);
    if (window === "unreadable") unreadable.push(key);
    else if (window !== null) windows.set(window.id, window);
  }
  for (const window of listedLimits(body.limits, unreadable)) {
    // The flat field is the more exact one: the list rounds.
    if (!windows.has(window.id)) windows.set(window.id, window);
  }
  const limits: Limit[] = [...windows.values()].toSorted((a, b) => rank(a.title) - rank(b.title));
  const extra = moneyLimit(body, unreadable);
  if (extra !== null) limits.push(extra);
  const lost = unreadable.filter((key) => !windows.has(flatId(key)));
  if (limits.length === 0 && lost.length > 0) {
    return { kind: "odd", why: `${lost.join(", ")} cannot be read` };
  }
  if (limits.length === 0 && !Object.keys(body).some(isKnownKey)) {
    return { kind: "odd", why: "it has none of the known fields" };
  }
  return { kind: "limits", limits, unreadable };
}

function flatLimit(key: string, value: unknown): WindowLimit | "unreadable" | null {
  if (value === null || moneyKeys.includes(key) || key === "limits") return null;
  const known = isKnownKey(key);
  if (!isTable(value) || !("utilization" in value)) return known ? "unreadable" : null;
  const parsed = flatWindow.safeParse(value);
  if (!parsed.success) return "unreadable";
  const { utilization, resets_at } = parsed.data;
  if (utilization === null) return null;
  return {
    kind: "window",
    id: flatId(key),
    title: flatTitle(key),
    usedPercent: utilization,
    resetsAt: resets_at ?? null,
  };
}

function flatTitle(key: string): LimitTitle {
  const title = flatTitles[key];
  if (title !== undefined && Object.hasOwn(flatTitles, key)) return title;
  const model = /^seven_day_(.+)$/.exec(key)?.[1];
  return model === undefined
    ? { kind: "named", name: readable(key) }
    : { kind: "week", scope: readable(model) };
}

function flatId(key: string): string {
  return idOf(flatTitle(key));
}

function listedLimits(list: unknown, unreadable: string[]): readonly WindowLimit[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) {
    unreadable.push("limits");
    return [];
  }
  const windows = new Map<string, WindowLimit>();
  list.forEach((entry, index) => {
    const parsed = listedLimit.safeParse(entry);
    if (!parsed.success) {
      unreadable.push(`limits[${index}]`);
      return;
    }
    const { kind, percent: usedPercent, resets_at, scope } = parsed.data;
    const title = listedTitle(kind, nameOf(scope?.model) ?? nameOf(scope?.surface));
    let id = idOf(title);
    while (windows.has(id)) id += "+";
    windows.set(id, { kind: "window", id, title, usedPercent, resetsAt: resets_at ?? null });
  });
  return [...windows.values()];
}

function listedTitle(kind: string, scope: string | null): LimitTitle {
  if (kind === "session") return { kind: "session" };
  if (kind === "weekly_all") return { kind: "week" };
  if (kind === "weekly_scoped" && scope !== null) return { kind: "week", scope };
  return { kind: "named", name: scope === null ? readable(kind) : `${readable(kind)} · ${scope}` };
}

function moneyLimit(body: Readonly<Record<string, unknown>>, unreadable: string[]): MoneyLimit | null {
  const newer = body.spend, older = body.extra_usage;
  if (newer !== undefined && newer !== null) {
    const parsed = spend.safeParse(newer);
    if (parsed.success) {
      const { used, limit, percent: usedPercent, enabled } = parsed.data;
      const cap = limit === undefined || limit === null ? null : amount(limit);
      return shownMoney(enabled ?? true, amount(used), cap, usedPercent ?? null);
    }
    unreadable.push("spend");
  }
  if (older === undefined || older === null) return null;
  const parsed = extraUsage.safeParse(older);
  if (!parsed.success) {
    unreadable.push("extra_usage");
    return null;
  }
  const { is_enabled, monthly_limit, used_credits, utilization, currency, decimal_places } = parsed.data;
  if (currency === undefined || currency === null) return null;
  const exponent = decimal_places ?? 2;
  const cap = monthly_limit === undefined || monthly_limit === null
    ? null
    : { minor: monthly_limit, exponent, currency };
  return shownMoney(is_enabled, { minor: used_credits ?? 0, exponent, currency }, cap, utilization ?? null);
}

/** Extra usage that is switched off and was not used is no limit of anybody's. */
function shownMoney(
  enabled: boolean,
  spent: Money,
  cap: Money | null,
  usedPercent: number | null,
): MoneyLimit | null {
  if (!enabled && spent.minor === 0) return null;
  return {
    kind: "money",
    id: "extra",
    title: { kind: "extra" },
    spent,
    cap,
    usedPercent: cap === null ? null : usedPercent,
  };
}

function amount({ amount_minor, exponent, currency }: z.output<typeof money>): Money {
  return { minor: amount_minor, exponent, currency };
}

function isKnownKey(key: string): boolean {
  return key === "five_hour" || key.startsWith("seven_day") && key !== "seven_day_breakdown" ||
    key === "limits" ||
    moneyKeys.includes(key);
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

function nameOf(value: z.output<typeof named>): string | null {
  const text = typeof value === "string" ? value : value?.display_name ?? value?.id ?? "";
  return clean(text) === "" ? null : clean(text);
}

/** `iguana_necktie` -> `Iguana necktie`. */
function readable(key: string): string {
  const words = clean(key.replaceAll(/[_-]+/g, " "));
  return words === "" ? "Unnamed" : words.charAt(0).toUpperCase() + words.slice(1);
}

/** Text of the server's stands in menus and tooltips: one line, no control characters, not endless. */
function clean(text: string): string {
  return [...text.replaceAll(/[\p{C}\s]+/gu, " ").trim()].slice(0, 40).join("");
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-");
}

function shapeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
