/** One limit in words: its percentage, its bar, what was spent of it, and its reset. */
import type { Messages } from "../language/messages.ts";
import { percentFigure, wholePercent } from "./percent.ts";
import { isOver, type Limit, type Money, percentAt, type WindowLimit } from "./limit.ts";

const jitterMs = 5_000;
const barCells = 10;
/** As wide as a digit. */
const figureSpace = "\u2007";

/** One limit in one line. Its bar and its percentage come first, so that those of all limits stand below each other. */
export function limitLine(limit: Limit, now: number, messages: Messages): string {
  const percent = percentAt(limit, now);
  const name = messages.limitName(limit.title);
  const gauge = percent === null
    ? ""
    : `${bar(percent)} ${percentText(percent, 0).padStart(4, figureSpace)}  `;
  const detail = resetDetail(limit, now, messages);
  return detail === null ? `${gauge}${name}` : `${gauge}${name} · ${detail}`;
}

/** The percentage, the amount and the reset of one limit, as far as they are known. */
export function limitDetail(limit: Limit, now: number, messages: Messages): string {
  const percent = percentAt(limit, now);
  const detail = resetDetail(limit, now, messages);
  const parts = [
    ...(percent === null ? [] : [percentText(percent, 0)]),
    ...(detail === null ? [] : [detail]),
  ];
  return parts.join(" · ");
}

/** What is known of a limit besides its percentage; null = nothing. */
export function resetDetail(limit: Limit, now: number, messages: Messages): string | null {
  const amount = limitAmount(limit, messages);
  switch (limit.kind) {
    case "money":
      return amount;
    case "window": {
      if (isOver(limit, now)) return messages.wasReset;
      const reset = resetOf(limit, now, messages);
      return amount === null ? reset : `${amount} · ${reset}`;
    }
  }
}

/** What was spent, and of how much where that is known: "$4.08 / $10.00". Null = the limit is not counted in money. */
export function limitAmount(limit: Limit, messages: Messages): string | null {
  switch (limit.kind) {
    case "money":
      return limit.spent === null ? null : amountOf(limit.spent, limit.cap, messages);
    case "window":
      return limit.amount === undefined ? null : amountOf(limit.amount.spent, limit.amount.cap, messages);
  }
}

function resetOf({ resetsAt, resetUnknown }: WindowLimit, now: number, messages: Messages): string {
  if (resetsAt !== null) return resetText(resetsAt, now, messages);
  return resetUnknown === true ? messages.resetUnknown : messages.startsOnFirstUse;
}

function amountOf(spent: Money, cap: Money | null, messages: Messages): string {
  return cap === null ? messages.money(spent) : `${messages.money(spent)} / ${messages.money(cap)}`;
}

/** How long it is until the reset, and at what time it is: "resets in 2h 5m (16:05)". */
export function resetText(resetsAt: number, now: number, messages: Messages): string {
  return messages.resetsIn(messages.duration(resetsAt - now), resetClock(resetsAt, now, messages));
}

/** The time of a reset. Servers tell 14:59:59.9, or a few seconds more or less, for three o'clock. */
export function resetClock(resetsAt: number, now: number, messages: Messages): string {
  return messages.clock(resetsAt + jitterMs, now);
}

/** Rounded down: 99.9 is not 100. Null = not known. */
export function percentText(percent: number | null, digits: number): string {
  if (percent === null) return "--";
  return `${percentFigure(percent, digits)}%`;
}

/** Ten blocks; even a little makes the first of them full. */
export function bar(percent: number): string {
  const full = percent <= 0
    ? 0
    : Math.max(1, Math.min(barCells, Math.floor(wholePercent(percent) / 100 * barCells)));
  return "█".repeat(full) + "░".repeat(barCells - full);
}
