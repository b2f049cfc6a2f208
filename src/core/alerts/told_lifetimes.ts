/**
 * How long it is remembered that an alert was told. A lifetime of one kind stands in the file of that kind; those that several kinds
 * share stand here.
 */
import type { Series } from "./series.ts";
import type { ReadingChange } from "./reading_change.ts";
import { day, minute } from "../time/units.ts";

/** One thing that was told. `at`: epoch ms. */
export interface Remembered {
  readonly series: Series;
  readonly mark: number;
  readonly at: number;
}

/** What may cause something that was told to be forgotten. */
export type MemoryEvent =
  /** A good reading. */
  | { readonly type: "reading"; readonly change: ReadingChange; readonly now: number }
  /** Alerts of these kinds were told. */
  | { readonly type: "told"; readonly kinds: readonly string[]; readonly now: number }
  /** The program has started, and has found this token, which has not expired. */
  | { readonly type: "signed in at the start"; readonly tokenHash: string }
  | { readonly type: "clock"; readonly skewMs: number };

export interface Lifetime {
  /** The mark up to which it counts as told after an event; null = it is forgotten, and may be told again. */
  markAfter(told: Remembered, event: MemoryEvent): number | null;
  /** Of all that have this lifetime, only the last so many are remembered. */
  readonly atMost?: number;
}

/** It is forgotten only when too much else was told after it. */
export const forGood: Lifetime = { markAfter: ({ mark }) => mark };

/** Until the limit's period is over and nobody knows it any more. */
export const untilPeriodEnds: Lifetime = {
  markAfter: (told, event) => isPeriodKnown(told, event) ? told.mark : null,
};

/** The same; and when the last figure turns out to be a mistake, what was told of the rate since then is forgotten. */
export const untilPeriodEndsOrRateWasWrong: Lifetime = {
  markAfter(told, event) {
    if (!isPeriodKnown(told, event)) return null;
    const mistakenSince = event.type === "reading"
      ? periodIn(told, event.change)?.mistakenSince ?? null
      : null;
    return mistakenSince !== null && told.at >= mistakenSince ? null : told.mark;
  },
};

/** A trouble that comes back sooner than this after it was told is the same one. */
const sameTroubleMs = 30 * minute;

/** Until a good reading comes at least half an hour later. */
export const untilTroubleIsOver: Lifetime = {
  markAfter: ({ mark, at }, event) =>
    event.type === "reading" && Math.abs(event.now - at) >= sameTroubleMs ? null : mark,
};

/** No agent waits longer than this for an answer. */
const forgetAgentsMs = 7 * day;
/** Of so many alerts about agents it is remembered that they were told. */
export const agentAlertsRemembered = 300;

/** What is told of agents. */
export const forAWeek: Lifetime = {
  markAfter: ({ mark, at }, event) =>
    event.type === "told" && Math.abs(event.now - at) >= forgetAgentsMs ? null : mark,
  atMost: agentAlertsRemembered,
};

/** Whether the period that something was told of is still known after an event. */
export function isPeriodKnown(told: Remembered, event: MemoryEvent): boolean {
  return event.type !== "reading" || periodIn(told, event.change) !== null;
}

function periodIn({ series }: Remembered, change: ReadingChange) {
  return "period" in series ? change.period(series.period) : null;
}
