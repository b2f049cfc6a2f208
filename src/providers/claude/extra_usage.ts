/**
 * Money in a usage answer: what was spent beyond the plan (`spend`, in older answers `extra_usage`), and windows that are counted in
 * dollars. The percentage matters more than the amount: it is shown even if the amount or its currency cannot be read.
 */
import { currencyExponent } from "../../core/usage/currency.ts";
import type { Money, MoneyLimit } from "../../core/usage/limit.ts";
import { isJsonObject, type JsonObject } from "../../core/text/json.ts";
import { type Field, percentField, valueOf } from "./answer_fields.ts";

/** The fields of an answer that hold what was spent beyond the plan. */
export const moneyKeys: readonly string[] = ["spend", "extra_usage"];

/** Nobody spends so much: a larger amount is a mistake. */
const maxUnits = 1e12;

/** What was spent beyond the plan; null = there is nothing to show. Adds the names of fields that are not understood to `gaps`. */
export function moneyLimit(body: JsonObject, gaps: string[]): MoneyLimit | null {
  const { spend, extra_usage } = body;
  const isGiven = spend !== undefined && spend !== null;
  const newer = isGiven ? newerMoney(spend, gaps) : null;
  if (newer !== null && newer !== "odd") return newer.limit;
  if (extra_usage === undefined || extra_usage === null) return null;
  const older = olderMoney(extra_usage, gaps);
  return older === "odd" ? null : older.limit;
}

/** The dollars of a window, in `limit_dollars` and `used_dollars` as whole units; null = it has none. */
export function windowAmount(window: JsonObject): { readonly spent: Money; readonly cap: Money } | null {
  const cap = dollars(window.limit_dollars), spent = dollars(window.used_dollars);
  return cap === null || spent === null ? null : { spent, cap };
}

/** The percentage of the cap that is spent, 0-100 and above; null = not known. */
export function partOf(spent: number | null, cap: number | null): number | null {
  return spent === null || cap === null || cap <= 0 ? null : valueOf(percentField(spent / cap * 100));
}

type FoundMoney = { readonly limit: MoneyLimit | null };

function newerMoney(value: unknown, gaps: string[]): FoundMoney | "odd" {
  if (!isJsonObject(value)) {
    gaps.push("spend");
    return "odd";
  }
  const used = amountField(value.used), cap = amountField(value.limit);
  const percent = percentField(value.percent ?? value.utilization);
  note(gaps, { "spend.used": used, "spend.limit": cap, "spend.percent": percent });
  const spent = valueOf(used), limit = valueOf(cap);
  return shown({
    enabled: value.enabled !== false,
    spent,
    cap: limit,
    hasCap: cap.kind !== "none",
    percent: valueOf(percent) ?? partOf(units(spent), units(limit)),
  });
}

function olderMoney(value: unknown, gaps: string[]): FoundMoney | "odd" {
  if (!isJsonObject(value)) {
    gaps.push("extra_usage");
    return "odd";
  }
  const { monthly_limit, used_credits, decimal_places } = value;
  const currency = currencyField(value.currency);
  const percent = percentField(value.utilization ?? value.percent);
  const exponent = exponentOf(decimal_places, valueOf(currency));
  const used = minorField(used_credits ?? 0, exponent), cap = minorField(monthly_limit, exponent);
  note(gaps, {
    "extra_usage.currency": currency,
    "extra_usage.used_credits": used,
    "extra_usage.monthly_limit": cap,
    "extra_usage.utilization": percent,
  });
  const money = (minor: number | null): Money | null =>
    minor === null || currency.kind !== "value" ? null : { minor, exponent, currency: currency.value };
  const spent = valueOf(used), limit = valueOf(cap);
  const isUnused = spent === 0 && value.is_enabled !== true;
  return shown({
    enabled: value.is_enabled !== false && !isUnused,
    spent: money(spent),
    cap: money(limit),
    hasCap: cap.kind !== "none",
    percent: valueOf(percent) ?? partOf(spent, limit),
  });
}

/** Extra usage that is switched off and was not used is not shown. */
function shown({ enabled, spent, cap, hasCap, percent }: {
  readonly enabled: boolean;
  readonly spent: Money | null;
  readonly cap: Money | null;
  readonly hasCap: boolean;
  readonly percent: number | null;
}): FoundMoney {
  const isUsed = spent !== null && spent.minor > 0 || percent !== null && percent > 0;
  if (!enabled && !isUsed) return { limit: null };
  // Without a cap, "0 %" tells nothing.
  const usedPercent = hasCap || percent !== null && percent > 0 ? percent : null;
  if (spent === null && usedPercent === null) return { limit: null };
  return { limit: { kind: "money", id: "extra", title: { kind: "extra" }, spent, cap, usedPercent } };
}

function note(gaps: string[], fields: Readonly<Record<string, Field<unknown>>>): void {
  for (const [name, field] of Object.entries(fields)) if (field.kind === "odd") gaps.push(name);
}

/** `{amount_minor, currency, exponent}`. */
function amountField(value: unknown): Field<Money> {
  if (value === null || value === undefined) return { kind: "none" };
  if (!isJsonObject(value)) return { kind: "odd" };
  const currency = valueOf(currencyField(value.currency));
  const exponent = exponentOf(value.exponent, currency);
  const minor = valueOf(minorField(value.amount_minor, exponent));
  return currency === null || minor === null
    ? { kind: "odd" }
    : { kind: "value", value: { minor, exponent, currency } };
}

function currencyField(value: unknown): Field<string> {
  if (value === null || value === undefined) return { kind: "none" };
  return typeof value === "string" && /^[A-Za-z]{3}$/.test(value)
    ? { kind: "value", value: value.toUpperCase() }
    : { kind: "odd" };
}

/** From the answer, or else from the currency. */
function exponentOf(value: unknown, currency: string | null): number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 6
    ? value
    : currencyExponent(currency ?? "");
}

function minorField(value: unknown, exponent: number): Field<number> {
  if (value === null || value === undefined) return { kind: "none" };
  return typeof value === "number" && value >= 0 && value / 10 ** exponent < maxUnits
    ? { kind: "value", value }
    : { kind: "odd" };
}

function dollars(value: unknown): Money | null {
  const units = valueOf(minorField(value, 0));
  return units === null ? null : { minor: Math.round(units * 100), exponent: 2, currency: "USD" };
}

function units(money: Money | null): number | null {
  return money === null ? null : money.minor / 10 ** money.exponent;
}
