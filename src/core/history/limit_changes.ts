/**
 * Which rows a reading gives. A limit gets a row when its percentage or its reset is another one, and when it was not seen for so long
 * that nobody knows whether it changed meanwhile. So nothing is written while nothing changes.
 */
import { hour } from "../time/units.ts";
import type { Limit } from "../usage/limit.ts";
import { jitterMs } from "../usage/periods.ts";
import { steadyPercent } from "../usage/percent.ts";
import { type Reading, toldAtOf } from "../usage/reading.ts";
import type { HistoryLimit, LimitChange } from "./limit_row.ts";

/** What is known of a limit: its last row, and when that was seen to be true last. */
export interface SeenLimit {
  readonly percent: number;
  readonly resetsAt: number | null;
  /** Epoch ms. */
  readonly seenAt: number;
}

/** By `limitKey()`. */
export type SeenLimits = ReadonlyMap<string, SeenLimit>;

/** Readings are an hour apart at most while the program runs and is answered. */
const gapMs = 2 * hour;

export function limitKey({ account, limit }: Pick<HistoryLimit, "account" | "limit">): string {
  return `${account} ${limit}`;
}

/** The changes that a reading tells, and what is known of its limits after it. */
export function changesIn(
  reading: Reading,
  seen: SeenLimits,
): { readonly changes: readonly LimitChange[]; readonly seen: SeenLimits } {
  const { account, source, update } = reading;
  const after = new Map(seen);
  const changes = reading.limits.flatMap((limit): readonly LimitChange[] => {
    if (limit.usedPercent === null || !Number.isFinite(limit.usedPercent)) return [];
    const percent = steadyPercent(limit.usedPercent), resetsAt = resetOf(limit);
    const key = limitKey({ account, limit: limit.id });
    const before = seen.get(key);
    const at = Math.round(toldAtOf(reading, limit));
    if (update !== undefined && !update.limits.includes(limit.id)) {
      // Told before the others: most are known since then. Where all were never told at once, each was seen when it was told.
      if (update.wholeAt === null || before !== undefined && at <= before.seenAt) return [];
    }
    if (before !== undefined && isSame(before, { percent, resetsAt }) && at - before.seenAt <= gapMs) {
      after.set(key, { ...before, seenAt: Math.max(at, before.seenAt) });
      return [];
    }
    after.set(key, { percent, resetsAt, seenAt: at });
    return [{
      account,
      limit: limit.id,
      title: limit.title,
      row: {
        at,
        low: percent,
        high: percent,
        last: percent,
        resetsAt,
        source,
        seenBefore: before?.seenAt ?? null,
      },
    }];
  });
  return { changes, seen: after };
}

/** In whole ms: a server may tell parts of them. */
function resetOf(limit: Limit): number | null {
  return limit.kind === "window" && limit.resetsAt !== null ? Math.round(limit.resetsAt) : null;
}

/** Servers tell the same reset a little differently each time. */
function isSame(one: Omit<SeenLimit, "seenAt">, other: Omit<SeenLimit, "seenAt">): boolean {
  if (one.percent !== other.percent) return false;
  if (one.resetsAt === null || other.resetsAt === null) return one.resetsAt === other.resetsAt;
  return Math.abs(one.resetsAt - other.resetsAt) < jitterMs;
}
