/** The fields that a template for a bar or a prompt can name, and a template filled with them. */
import { levelHex } from "../../icon/colours.ts";
import type { BarField } from "../../language/bar_messages.ts";
import type { Messages } from "../../language/messages.ts";
import { shownLine } from "../../text/shown_text.ts";
import { bar, resetClock } from "../../usage/limit_words.ts";
import type { BarFacts, BarLimit } from "./bar_facts.ts";
import { withoutOpenBarMarkup } from "./bar_markup.ts";
import type { BarTemplate } from "./bar_template.ts";

/** Stands for a figure that is not known. */
export const unknownFigure = "--";

type Value = (facts: BarFacts, now: number, messages: Messages) => string;

const reset = (of: (facts: BarFacts) => BarLimit | null): Value => (facts, now, messages) => {
  const at = of(facts)?.resetsAt ?? null;
  return at === null ? unknownFigure : resetClock(at, now, messages);
};
const resetIn = (of: (facts: BarFacts) => BarLimit | null): Value => (facts, now, messages) => {
  const at = of(facts)?.resetsAt ?? null;
  return at === null ? unknownFigure : messages.duration(at - now);
};
const percent = (of: (facts: BarFacts) => BarLimit | null): Value => (facts) =>
  String(of(facts)?.percent ?? unknownFigure);

const values: Readonly<Record<BarField, Value>> = {
  percent: percent(({ limit }) => limit),
  limit: ({ limit }) => limit?.name ?? unknownFigure,
  reset: reset(({ limit }) => limit),
  reset_in: resetIn(({ limit }) => limit),
  level: ({ level }) => level ?? "unknown",
  colour: ({ level }) => levelHex(level),
  bar: ({ limit }) => bar(limit?.percent ?? 0),
  forecast: ({ forecast }) => forecast,
  session: percent(({ session }) => session),
  session_reset: reset(({ session }) => session),
  session_reset_in: resetIn(({ session }) => session),
  week: percent(({ week }) => week),
  week_reset: reset(({ week }) => week),
  week_reset_in: resetIn(({ week }) => week),
  spent: ({ spent }) => spent,
  waits: ({ waits }) => String(waits),
  waiting_for: ({ waitingFor }) => waitingFor,
  agents: ({ agents }) => String(agents),
  alerts: ({ alerts }) => String(alerts),
  age: ({ observedAt }, now, messages) =>
    observedAt === null ? unknownFigure : messages.ago(now - observedAt),
  snoozed: ({ snoozedUntil }, now, messages) =>
    snoozedUntil === null ? "" : messages.clock(snoozedUntil, now),
  condition: ({ condition }) => condition,
  trouble: ({ trouble }) => trouble,
};
/** Their values are this program's own, and no markup. */
const own: ReadonlySet<BarField> = new Set(["colour"]);

/** One line; what the values hold is markup to no bar. */
export function filledTemplate(
  template: BarTemplate,
  facts: BarFacts,
  now: number,
  messages: Messages,
): string {
  return template.map((part) => {
    if ("text" in part) return part.text;
    const value = shownLine(values[part.field](facts, now, messages));
    return own.has(part.field) ? value : withoutOpenBarMarkup(value);
  }).join("");
}
