/** The state in sentences, for the tooltip, the menu and `status`. */
import { clockText } from "../alerts/kinds/clock.ts";
import type { Messages } from "../language/messages.ts";
import { nextStep } from "../usage/schedule.ts";
import type { State } from "../state.ts";
import { scheduleInput } from "../usage/schedule_input.ts";
import type { Failure } from "../usage/usage_failure.ts";
import { type Reading, toldAtOf } from "../usage/reading.ts";
import type { Limit } from "../usage/limit.ts";
import { minute } from "../time/units.ts";
import type { Usage } from "../usage/usage.ts";

/** What is true now: how old the figures are, what is wrong and since when, and what happens next. */
export function stateLines(state: State, usage: Usage, now: number, messages: Messages): readonly string[] {
  const lines = state.settingsProblems.map((problem) => messages.settingsProblem(problem));
  switch (usage.kind) {
    case "pending":
      if (state.settingsProblems.length === 0) lines.push(messages.loading);
      break;
    case "fresh": {
      const age = messages.ago(now - usage.reading.observedAt);
      lines.push(messages.updated(age, messages.source(usage.reading.source)));
      lines.push(...gapLines(usage.reading, messages));
      break;
    }
    case "stale":
      lines.push(
        failureLine(state, usage.why, usage.since, now, messages),
        ...refusalNote(usage.why, messages),
      );
      lines.push(messages.lastReading(messages.ago(now - usage.reading.observedAt)));
      lines.push(...gapLines(usage.reading, messages));
      break;
    case "down":
      lines.push(
        failureLine(state, usage.why, usage.since, now, messages),
        ...refusalNote(usage.why, messages),
      );
      break;
  }
  if (state.skewMs !== 0) lines.push(clockText(state.skewMs, messages));
  lines.push(...state.remarks.map(({ reason }) => messages.reason(reason)));
  lines.push(
    ...state.breakdowns.map(({ task, retryAt }) => messages.breakdown(task, messages.clock(retryAt, now))),
  );
  return lines;
}

/** What else a refusal by the server may mean. */
export function refusalNote(why: Failure, messages: Messages): readonly string[] {
  return why.kind === "rate-limited" && why.unproven === true ? [messages.unprovenRefusal] : [];
}

/** What the answer contains besides the limits that are shown: whoever looks at them should know. */
export function gapLines({ gaps }: Pick<Reading, "gaps">, messages: Messages): readonly string[] {
  if (gaps === undefined) return [];
  return [
    ...(gaps.fields.length === 0 ? [] : [messages.unreadFields(gaps.fields.join(", "))]),
    ...(gaps.more === 0 ? [] : [messages.moreLimits(gaps.more)]),
  ];
}

/** When a limit was told, where that was before the others. */
export function ageNote(reading: Reading, limit: Limit, now: number, messages: Messages): readonly string[] {
  const at = toldAtOf(reading, limit);
  return reading.observedAt - at < minute ? [] : [messages.asOf(messages.clock(at, now))];
}

function failureLine(state: State, why: Failure, since: number, now: number, messages: Messages): string {
  const what = messages.failure(why);
  const advice = messages.advice(why);
  switch (why.kind) {
    case "rate-limited": {
      const step = nextStep(scheduleInput(state), now);
      return step.kind === "idle"
        ? what
        : `${what}, ${messages.nextTry(messages.clock(Math.max(step.at, now), now))}`;
    }
    case "offline":
      return messages.offlineSince(messages.clock(since, now), why.how);
    case "refused":
    case "server-error":
    case "odd-body":
    case "certificate":
    case "setting":
    case "signed-out":
    case "token-expired":
    case "token-refused":
    case "scope":
    case "no-endpoint":
    case "credentials-unreadable":
      return advice === null ? what : `${what}: ${advice}`;
  }
}
