/**
 * Reads what Claude Code gives its status line: JSON with the session, the model, the context, and the limits of its last answer. The
 * limits are only those of the session and of the week. Which account it is of is not in it.
 */
import { isJsonObject, parseJson } from "../../core/text/json.ts";
import type { LimitTitle, WindowLimit } from "../../core/usage/limit.ts";
import type { StatusLineInput } from "../../core/usage/status_line_input.ts";
import { second } from "../../core/time/units.ts";
import { nameField, percentField, valueOf } from "./answer_fields.ts";

const windows: Readonly<Record<string, { readonly id: string; readonly title: LimitTitle }>> = {
  five_hour: { id: "session", title: { kind: "session" } },
  seven_day: { id: "week", title: { kind: "week" } },
};
const maxId = 100;
/** Times are in seconds; as ms they would be before 2001. */
const leastSeconds = 1e9, mostSeconds = 1e11;

/** Whatever the text is: what is not understood in it counts as not said. */
export function readStatusLine(text: string): StatusLineInput {
  const json = tableOf(parseJson(text));
  const limits = tableOf(json.rate_limits);
  return {
    session: typeof json.session_id === "string" ? json.session_id.slice(0, maxId) : null,
    progress: JSON.stringify([numberOf(tableOf(json.cost).total_api_duration_ms), windowsIn(limits)]),
    model: valueOf(nameField(json.model)),
    contextPercent: valueOf(percentField(tableOf(json.context_window).used_percentage)),
    limits: windowsIn(limits),
  };
}

function windowsIn(limits: Readonly<Record<string, unknown>>): readonly WindowLimit[] {
  return Object.entries(windows).flatMap(([key, named]) => {
    const told = tableOf(limits[key]);
    const usedPercent = valueOf(percentField(told.used_percentage));
    const seconds = numberOf(told.resets_at);
    return usedPercent === null || seconds === null || seconds < leastSeconds || seconds > mostSeconds
      ? []
      : [{ kind: "window", ...named, usedPercent, resetsAt: Math.round(seconds * second) }];
  });
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function tableOf(value: unknown): Readonly<Record<string, unknown>> {
  return isJsonObject(value) ? value : {};
}
