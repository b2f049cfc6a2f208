/** Alerts in words: the notice that a person gets, and the JSON that programs get. */
import { waitingAlerts } from "./alerts.ts";
import type { Alert, Cause } from "./cause.ts";
import { clockText, stateLines } from "../status_lines.ts";
import { readingOfUsage } from "../usage/usage.ts";
import type { Messages, NoticeTitles } from "../language/messages.ts";
import type { Notice, NoticeButton } from "./notice.ts";
import { isoTime } from "../time/iso_time.ts";
import { nextStep } from "../usage/schedule.ts";
import { snoozeButton } from "./snooze.ts";
import type { State } from "../state.ts";
import { retryAt } from "./undelivered.ts";
import { bindingLimit, type Limit } from "../usage/limit.ts";
import type { Failure } from "../usage/usage_failure.ts";
import { readingOf, usageAt } from "../usage/current_usage.ts";
import { scheduleInput } from "../usage/schedule_input.ts";
import { limitDetail, percentText, resetClock, resetText } from "../usage/limit_words.ts";
import { minute, second } from "../time/units.ts";

const jitterMs = 5_000;

/** One notice for alerts that are told at once, the most important first; there is at least one. */
export function noticeOf(alerts: readonly Alert[], state: State, now: number, messages: Messages): Notice {
  const causes = alerts.map(({ cause }) => cause);
  const [first] = causes;
  const lines = causes.length === 1
    ? causes.map((cause) => sentence(cause, state, now, messages))
    : together(causes, state, now, messages);
  return {
    subject: "usage",
    title: first === undefined ? "" : title(first, messages),
    body: lines.map(upperFirst).join("\n"),
    urgency: causes.some(isUrgent) ? "critical" : "normal",
    buttons: [
      ...(causes.some((cause) => cause.kind === "sign-in") ? [signInButton(messages)] : []),
      snoozeButton(state.settings.reminder, messages),
      { id: "show", label: messages.showButton, action: { kind: "show" } },
    ],
    opens: { label: messages.showButton, action: { kind: "show" } },
  };
}

/** The state as it stands, for who asks for it. */
export function statusNotice(state: State, now: number, messages: Messages): Notice {
  const usage = usageAt(state, now);
  const limits = readingOfUsage(usage)?.limits ?? [];
  const lines = limits.map((limit) =>
    `${messages.limitName(limit.title)}: ${limitDetail(limit, now, messages)}`
  );
  return {
    subject: "status",
    title: messages.notice.status,
    body: [...lines, ...stateLines(state, usage, now, messages)].join("\n"),
    urgency: "normal",
    buttons: [],
    opens: null,
  };
}

/** One line of an alert among others, as the menu shows it too. */
export function alertLine({ cause }: Alert, state: State, now: number, messages: Messages): string {
  return upperFirst(
    cause.kind === "threshold" ? usedShort(cause, messages) : sentence(cause, state, now, messages),
  );
}

/** Why alerts wait, and until when; null = none does. */
export function undeliveredLine(state: State, now: number, messages: Messages): string | null {
  if (state.undelivered === null || waitingAlerts(state, now).length === 0) return null;
  const at = Math.max(retryAt(state, now) ?? now, now);
  return messages.undelivered(state.undelivered.why, messages.clock(at, now));
}

/** What a program gets of an alert; times are ISO 8601, percentages 0-100 and above. */
export function alertJson({ cause }: Alert, messages: Messages): Readonly<Record<string, unknown>> {
  switch (cause.kind) {
    case "threshold":
      return { ...limitJson(cause, messages), percent: cause.percent, threshold: cause.threshold };
    case "before-reset":
      return { ...limitJson(cause, messages), percent: cause.percent, resets_at: isoTime(cause.at) };
    case "reset":
      return { ...limitJson(cause, messages), reset_at: isoTime(cause.at), early: cause.early };
    case "runs-out":
      return {
        ...limitJson(cause, messages),
        runs_out_at: isoTime(cause.at),
        resets_at: isoTime(cause.resetsAt),
      };
    case "pace":
      return { ...limitJson(cause, messages), percent: cause.percent, expected_percent: cause.expected };
    case "sign-in":
      return { kind: cause.kind, why: cause.failure.kind };
    case "signed-in":
      return { kind: cause.kind };
    case "network":
      return { kind: cause.kind, why: cause.failure.kind, since: isoTime(cause.since) };
    case "clock":
      return { kind: cause.kind, ahead_seconds: Math.round(cause.skewMs / second) };
    case "rate-limited":
      return {
        kind: cause.kind,
        observed_at: cause.observedAt === null ? null : isoTime(cause.observedAt),
      };
  }
}

function title(cause: Cause, { notice }: Messages): string {
  switch (cause.kind) {
    case "threshold":
      return cause.percent >= 90 ? notice.critical : notice.warning;
    case "runs-out":
    case "pace":
      return notice.warning;
    case "before-reset":
      return notice.resetSoon;
    case "reset":
      return notice.wasReset;
    case "sign-in":
      return signInTitle(cause.failure, notice);
    case "signed-in":
      return notice.signedIn;
    case "network":
      return notice.network;
    case "clock":
      return notice.clock;
    case "rate-limited":
      return notice.rateLimited;
  }
}

function signInTitle({ kind }: Failure, notice: NoticeTitles): string {
  switch (kind) {
    case "token-expired":
    case "token-refused":
      return notice.expired;
    case "signed-out":
      return notice.signedOut;
    case "scope":
    case "credentials-unreadable":
    case "offline":
    case "certificate":
    case "setting":
    case "no-endpoint":
    case "rate-limited":
    case "refused":
    case "server-error":
    case "odd-body":
      return notice.signInProblem;
  }
}

/** Where work has stopped, the notice stays until it is seen. */
function isUrgent(cause: Cause): boolean {
  return cause.kind === "sign-in" || (cause.kind === "threshold" && cause.threshold >= 100);
}

/** Limits that crossed a threshold share a line: "Session 90%, Week 75%". */
function together(
  causes: readonly Cause[],
  state: State,
  now: number,
  messages: Messages,
): readonly string[] {
  const used = causes.flatMap((cause) => cause.kind === "threshold" ? [usedShort(cause, messages)] : []);
  const usedAt = causes.findIndex((cause) => cause.kind === "threshold");
  return causes.flatMap((cause, index) => {
    if (cause.kind !== "threshold") return [sentence(cause, state, now, messages)];
    return index === usedAt ? [used.join(", ")] : [];
  });
}

function sentence(cause: Cause, state: State, now: number, messages: Messages): string {
  switch (cause.kind) {
    case "threshold": {
      const { limit, percent } = cause;
      const reset = limit.kind === "window" && limit.resetsAt !== null
        ? resetText(limit.resetsAt, now, messages)
        : null;
      return messages.limitUsedAlone(nameOf(limit, messages), percentText(percent, 0), reset);
    }
    case "before-reset": {
      const { limit, at } = cause;
      // A reset that is told to be some seconds later now is no other minute.
      const span = messages.span(Math.ceil((at - now - jitterMs) / minute) * minute);
      return messages.limitResetsSoon(nameOf(limit, messages), span, resetClock(at, now, messages));
    }
    case "reset": {
      const clock = resetClock(cause.at, now, messages);
      const name = nameOf(cause.limit, messages);
      return cause.early ? messages.limitResetEarly(name, clock) : messages.limitWasReset(name, clock);
    }
    case "runs-out": {
      const { at, resetsAt } = cause;
      const early = messages.span(resetsAt - at);
      return messages.limitRunsOut(nameOf(cause.limit, messages), messages.clock(at, now), early);
    }
    case "pace": {
      const by = (cause.percent - cause.expected).toFixed(1);
      return `${nameOf(cause.limit, messages)}: ${messages.goalExceeded(by)}`;
    }
    case "sign-in": {
      const advice = messages.advice(cause.failure);
      const what = messages.failure(cause.failure);
      return advice === null ? what : `${what}: ${advice}`;
    }
    case "signed-in": {
      const binding = bindingLimit(readingOf(state)?.limits ?? [], now);
      return messages.signedInAgain(
        binding === null
          ? ""
          : messages.limitUsed(nameOf(binding.limit, messages), percentText(binding.percent, 0)),
      );
    }
    case "network":
      return cause.failure.kind === "offline"
        ? messages.offlineSince(messages.clock(cause.since, now), cause.failure.how)
        : messages.failure(cause.failure);
    case "clock":
      return clockText(cause.skewMs, messages);
    case "rate-limited": {
      const step = nextStep(scheduleInput(state), now);
      const nextTry = messages.nextTry(
        messages.clock(step.kind === "idle" ? now : Math.max(step.at, now), now),
      );
      return cause.observedAt === null
        ? nextTry
        : messages.rateLimitedSince(messages.ago(now - cause.observedAt), nextTry);
    }
  }
}

function usedShort({ limit, percent }: Cause & { kind: "threshold" }, messages: Messages): string {
  return messages.limitUsed(nameOf(limit, messages), percentText(percent, 0));
}

/** Sentences that stand behind a colon elsewhere begin a line here. */
function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function nameOf({ title }: Pick<Limit, "title">, messages: Messages): string {
  return messages.limitName(title);
}

function limitJson(
  { kind, limit }: { readonly kind: string; readonly limit: Pick<Limit, "id" | "title"> },
  messages: Messages,
): Readonly<Record<string, unknown>> {
  return { kind, limit: limit.id, name: nameOf(limit, messages) };
}

function signInButton(messages: Messages): NoticeButton {
  return { id: "sign-in", label: messages.signInButton, action: { kind: "sign-in" } };
}
