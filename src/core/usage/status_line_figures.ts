/**
 * What the vendor's own program tells of the limits in its status line, and what a reading becomes by it. It tells only some limits,
 * and it repeats its last figures for as long as it runs, however old they are. So a figure that has come down is an old one, unless
 * its window has ended: then nothing changes.
 */
import { jitterMs } from "./periods.ts";
import { type Limit, windowLengthMs, type WindowLimit } from "./limit.ts";
import { type Reading, wholeAtOf } from "./reading.ts";

/** Figures that came by a status line. */
export interface StatusLineFigures {
  readonly limits: readonly WindowLimit[];
  /** Epoch ms at which they came. */
  readonly at: number;
  /** The server has told them since the last time. False = they may have been told long ago. */
  readonly isNew: boolean;
}

/** Some sources round percentages and others do not. */
const roundingPercent = 1;

/**
 * The account's reading with these figures in it; the same object, or null, where they tell nothing new. `skewMs`: how far this
 * machine's clock is ahead of the server's, by which resets are told.
 */
export function withFigures(
  known: Reading | null,
  account: string,
  { limits, at, isNew }: StatusLineFigures,
  skewMs: number,
): Reading | null {
  // The clock may have been set back since.
  if (known !== null && known.observedAt >= at) return known;
  const now = at - skewMs;
  const taken = new Map<string, WindowLimit>(), same: string[] = [];
  for (const told of limits.filter((limit) => isRunning(limit, now))) {
    const after = limitAfter(known?.limits.find(({ id }) => id === told.id), told, { now, isNew });
    // If one of them is old, all are. If one belongs to another window, they are of another account, or the next answer tells more.
    if (after === "old") return known;
    if (after === "same") same.push(told.id);
    else taken.set(told.id, after);
  }
  if (taken.size === 0) return known;
  const before = known?.limits ?? [];
  return {
    ...known,
    account,
    observedAt: at,
    source: "status line",
    limits: [
      ...before.map((limit) => taken.get(limit.id) ?? limit),
      ...[...taken.values()].filter(({ id }) => !before.some((limit) => limit.id === id)),
    ],
    // If one of them is new, all are: the server has told them together.
    update: { limits: [...taken.keys(), ...same], wholeAt: known === null ? null : wholeAtOf(known) },
  };
}

/** A whole reading that is older than the figures of a status line in the reading before it: they stay. */
export function withNewerFigures(whole: Reading, known: Reading | null): Reading {
  const { update } = known ?? {};
  if (known === null || update === undefined || known.observedAt <= whole.observedAt) return whole;
  const newer = new Map(
    known.limits.filter(({ id }) => update.limits.includes(id)).map((limit) => [limit.id, limit]),
  );
  return {
    ...whole,
    observedAt: known.observedAt,
    source: known.source,
    limits: whole.limits.map((limit) => newer.get(limit.id) ?? limit),
    update: { ...update, wholeAt: whole.observedAt },
  };
}

/** A window that has ended tells nothing any more, and none ends later than it is long. */
function isRunning({ resetsAt, title }: WindowLimit, now: number): boolean {
  const lengthMs = windowLengthMs(title);
  return resetsAt !== null && resetsAt > now && (lengthMs === null || resetsAt <= now + lengthMs + jitterMs);
}

function limitAfter(
  before: Limit | undefined,
  told: WindowLimit,
  { now, isNew }: { readonly now: number; readonly isNew: boolean },
): WindowLimit | "same" | "old" {
  if (before?.kind !== "window" || before.resetsAt === null || before.usedPercent === null) return told;
  const { title, resetsAt, usedPercent } = before;
  const percent = told.usedPercent ?? 0;
  const apart = (told.resetsAt ?? 0) - resetsAt;
  if (Math.abs(apart) >= jitterMs) {
    return resetsAt - jitterMs <= now && apart > 0 ? { ...told, title } : "old";
  }
  if (percent < usedPercent - roundingPercent) return "old";
  return isNew || percent > usedPercent ? { ...before, usedPercent: Math.max(percent, usedPercent) } : "same";
}
