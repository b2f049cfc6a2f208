/**
 * What a kind of alert is: one value that says when it is true, how long it stays told, and how it is put into words. Each kind is
 * a file in `kinds/`; `kinds.ts` lists them in order of importance.
 */
import type { NoticeTitles } from "../language/alert_messages.ts";
import type { Messages } from "../language/messages.ts";
import type { Lifetime } from "./told_lifetimes.ts";
import type { Notice, NoticeButton } from "./notice.ts";
import type { Series, SeriesOf } from "./series.ts";
import type { Situation } from "./situation.ts";

/** What an alert is about, as data: the kind, and what its sentence needs. Percentages are 0-100 and above, times epoch ms. */
export interface AnyFacts {
  readonly kind: string;
}

/** Something that is true now and that a person should know. Telling it also counts for all lower marks of its series. */
export interface Due<Facts extends AnyFacts> {
  readonly series: SeriesOf<Facts["kind"]>;
  readonly mark: number;
  readonly facts: Facts;
}

/** Whether what was told is still true. `news`: it has happened and stays true, or nobody can tell when it will be over. */
export type StillTrue = "still" | "over" | "news";

interface AnyKind<Facts extends AnyFacts> {
  /** Its name in JSON, in logs and in `state.json`. */
  readonly kind: Facts["kind"];
  /** How long it is remembered that one was told. During that time it is not told again. */
  readonly remembered: Lifetime;
  /** All that is true, whether it was told or not. */
  due(situation: Situation): readonly Due<Facts>[];
  /** Epoch ms at which the time alone may make one true, or end it. Moments in the past may be among them. */
  moments(situation: Situation): readonly number[];
  /** Whether what was told is still true. A notice about something that is over is taken from the screen. */
  stillTrue(told: { readonly series: Series; readonly mark: number }, situation: Situation): StillTrue;
  /** What programs get, besides the kind; times are ISO 8601. */
  json(facts: Facts, messages: Messages): Readonly<Record<string, unknown>>;
}

/** A kind whose alerts share one notice with all others that are due at the same time. */
export interface SharedNoticeKind<Facts extends AnyFacts> extends AnyKind<Facts> {
  readonly notice: "shared";
  /** The first line of the notice, where this is the most important alert in it. */
  title(facts: Facts, titles: NoticeTitles): string;
  sentence(facts: Facts, now: number, messages: Messages): string;
  /** The alert in a few words, so that several of this kind can share a line. Without it each has a line with its sentence. */
  brief?(facts: Facts, messages: Messages): string;
  /** Whether work has stopped: the notice then stays on the screen until it is seen. */
  isUrgent(facts: Facts): boolean;
  /** What can be pressed, besides Snooze and Show. */
  buttons(messages: Messages): readonly NoticeButton[];
}

/** A kind that has notices of its own. */
export interface OwnNoticeKind<Facts extends AnyFacts> extends AnyKind<Facts> {
  readonly notice: "own";
  /** Whether a notice tells one of those that are due, or all of them. */
  readonly tells: "one" | "all";
  /** Whether there is at least a minute between this notice and the ones before and after it. */
  readonly spaced: boolean;
  noticeOf(alerts: readonly [Facts, ...Facts[]], messages: Messages): Notice;
}

export type AlertKind<Facts extends AnyFacts> = SharedNoticeKind<Facts> | OwnNoticeKind<Facts>;
