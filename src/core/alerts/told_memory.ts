/** What is still remembered of what was told, after each event that may cause it to be forgotten. */
import type { Period } from "../usage/periods.ts";
import type { Reading } from "../usage/reading.ts";
import { kindNamed } from "./kinds.ts";
import { forGood, type Lifetime, type MemoryEvent, untilPeriodEnds } from "./told_lifetimes.ts";
import { readingChange } from "./reading_change.ts";
import { isOfAccount, type Series, seriesIn, withAccountRenamed } from "./series.ts";
import type { Telling, Told } from "./told.ts";

/** Only the last so many are remembered. */
const maxTold = 1000;

/** What is remembered after these have been told too. */
export function toldAfter(told: readonly Told[], tellings: readonly Telling[], now: number): readonly Told[] {
  const kinds = tellings.map(({ series }) => seriesIn(series).kind);
  const again = new Set(tellings.map(({ series }) => series));
  const others = bounded(told).filter(({ series }) => !again.has(series));
  const all = [...others, ...tellings.map(({ series, mark }) => ({ series, mark, at: now }))];
  return remembered(all, { type: "told", kinds, now }).slice(-maxTold);
}

/** What is remembered after a good reading: troubles are over, and so are periods that nobody knows any more. */
export function toldAfterReading(
  told: readonly Told[],
  { now, ...reading }: {
    readonly reading: Reading;
    /** The one before this. */
    readonly before: Reading | null;
    readonly periodsBefore: readonly Period[];
    readonly periods: readonly Period[];
    readonly now: number;
  },
): readonly Told[] {
  return remembered(told, { type: "reading", change: readingChange(reading), now });
}

/** What is remembered after the clock was compared with the server's. */
export function toldAfterClock(told: readonly Told[], skewMs: number): readonly Told[] {
  return remembered(told, { type: "clock", skewMs });
}

/** What is remembered after a good token was found at the start: alerts about other tokens are forgotten. */
export function toldAfterStart(told: readonly Told[], tokenHash: string): readonly Told[] {
  return remembered(told, { type: "signed in at the start", tokenHash });
}

/** What was told of the limits of one account belongs to another one from now on. */
export function withAccount(told: readonly Told[], from: string, to: string): readonly Told[] {
  return told.map((one) => ({ ...one, series: withAccountRenamed(one.series, from, to) }));
}

/** What was told of the limits of one account is forgotten. */
export function withoutAccount(told: readonly Told[], account: string): readonly Told[] {
  return told.filter(({ series }) => !isOfAccount(series, account));
}

function remembered(told: readonly Told[], event: MemoryEvent): readonly Told[] {
  return told.flatMap((one) => {
    const series = seriesIn(one.series);
    const mark = lifetimeOf(series).markAfter({ ...one, series }, event);
    if (mark === null) return [];
    return [mark === one.mark ? one : { ...one, mark }];
  });
}

/** Without the oldest ones of those whose lifetime says how many are remembered. */
function bounded(told: readonly Told[]): readonly Told[] {
  const byLifetime = Map.groupBy(told, ({ series }) => lifetimeOf(seriesIn(series)));
  const tooOld = new Set(
    [...byLifetime].flatMap(([{ atMost = maxTold }, all]) => all.slice(0, Math.max(0, all.length - atMost))),
  );
  return told.filter((one) => !tooOld.has(one));
}

/** A kind that only another version of the program has: the form of its series must do. */
function lifetimeOf(series: Series): Lifetime {
  return kindNamed(series.kind)?.remembered ?? (series.of === "period" ? untilPeriodEnds : forGood);
}
