/**
 * Reads the parts of `state.json`: each part by itself, and each entry of a list by itself. So an entry that makes no sense costs
 * nothing else.
 */
import * as z from "zod";
import { nothingSaved, type SavedState } from "../core/saved_state.ts";

const epochMs = z.number().min(0).max(8.64e15);
const percent = z.number().min(0);
/** What a limit is called. */
export const limitTitle = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("session") }),
  z.object({ kind: z.literal("week"), scope: z.string().exactOptional() }),
  z.object({ kind: z.literal("extra") }),
  z.object({ kind: z.literal("named"), name: z.string(), lengthMs: z.number().positive().exactOptional() }),
]);
const money = z.object({
  minor: z.number(),
  exponent: z.int().min(0).max(6),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
const limit = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("window"),
    id: z.string(),
    title: limitTitle,
    usedPercent: percent.nullable(),
    resetsAt: epochMs.nullable(),
    resetUnknown: z.literal(true).exactOptional(),
    amount: z.object({ spent: money, cap: money.nullable() }).exactOptional(),
  }),
  z.object({
    kind: z.literal("money"),
    id: z.string(),
    title: limitTitle,
    spent: money.nullable(),
    cap: money.nullable(),
    usedPercent: percent.nullable(),
  }),
]);
const reading = z.object({
  account: z.string(),
  observedAt: epochMs,
  source: z.enum(["endpoint", "cache", "status line"]),
  limits: z.array(limit),
  tokenHash: z.string().exactOptional(),
  gaps: z.object({ fields: z.array(z.string()), more: z.int().min(0) }).exactOptional(),
  update: z.object({ limits: z.array(z.string()), wholeAt: epochMs.nullable() }).exactOptional(),
});
const sample = z.object({ at: epochMs, percent });
const period = z.object({
  account: z.string(),
  limit: z.string(),
  title: limitTitle,
  startedAt: epochMs,
  resetsAt: epochMs.nullable(),
  resetUnknown: z.literal(true).exactOptional(),
  anchorAt: epochMs.nullable(),
  peakPercent: percent,
  samples: z.array(sample).min(1),
  ended: z.object({
    startedAt: epochMs,
    at: epochMs,
    peakPercent: percent,
    resetsAt: epochMs.nullable(),
    early: z.boolean(),
  }).nullable(),
  doubt: sample.exactOptional(),
});
const gate = z.object({ tokenHash: z.string(), since: epochMs, until: epochMs, repeats: z.int().min(1) });
const told = z.object({ series: z.string(), mark: z.number(), at: epochMs });
const newest = z.object({
  url: z.string(),
  askedAt: epochMs,
  outcome: z.enum(["version", "odd", "unreachable"]),
  version: z.string().nullable(),
});

const login = z.object({
  tokenHash: z.string(),
  account: z.string(),
  seenAt: epochMs,
  proved: z.literal(true).exactOptional(),
});
const answered = z.object({ tokenHash: z.string(), endpoint: z.string(), at: epochMs });

/** The requests of the last hour and the refusals: what asking may cost, in `state.json` and in a file of their own. */
export type SpentBudget = Pick<SavedState, "requests" | "gates">;

/** What was read from a file that this program has written, and the names of the parts that make no sense. */
export interface Parts<T> {
  readonly value: T;
  readonly lost: readonly (keyof SavedState)[];
}

/** The saved state in a `state.json`; null = this program has not written it. A part that is missing, as from an older version, is empty. */
export function savedStateParts(json: unknown): Parts<SavedState> | null {
  const table = tableOf(json);
  if (table === null) return null;
  const lost: (keyof SavedState)[] = [];
  const list = <T>(key: keyof SavedState, item: z.ZodType<T>) => listOf(table, key, item, lost);
  const one = <T>(key: keyof SavedState, item: z.ZodType<T>) => oneOf(table, key, item, lost);
  const value: SavedState = {
    ...nothingSaved,
    readings: list("readings", reading),
    snoozedUntil: one("snoozedUntil", epochMs),
    requests: list("requests", epochMs),
    gates: list("gates", gate),
    answered: one("answered", answered),
    periods: list("periods", period),
    told: list("told", told),
    toldAt: one("toldAt", epochMs),
    newest: one("newest", newest),
    login: one("login", login),
  };
  return { value, lost };
}

/** The request budget in its file; null = this program has not written it. */
export function spentBudgetParts(json: unknown): Parts<SpentBudget> | null {
  const table = tableOf(json);
  if (table === null) return null;
  const lost: (keyof SavedState)[] = [];
  const requests = listOf(table, "requests", epochMs, lost), gates = listOf(table, "gates", gate, lost);
  return { value: { requests, gates }, lost };
}

type Table = Readonly<Record<string, unknown>>;

function tableOf(json: unknown): Table | null {
  const parsed = z.looseObject({ version: z.literal(1) }).safeParse(json);
  return parsed.success ? parsed.data : null;
}

function listOf<T>(
  table: Table,
  key: keyof SavedState,
  item: z.ZodType<T>,
  lost: (keyof SavedState)[],
): readonly T[] {
  const value = table[key];
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    lost.push(key);
    return [];
  }
  const entries = value.flatMap((entry: unknown) => {
    const parsed = item.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
  if (entries.length < value.length) lost.push(key);
  return entries;
}

function oneOf<T>(
  table: Table,
  key: keyof SavedState,
  item: z.ZodType<T>,
  lost: (keyof SavedState)[],
): T | null {
  const value = table[key];
  if (value === undefined || value === null) return null;
  const parsed = item.safeParse(value);
  if (parsed.success) return parsed.data;
  lost.push(key);
  return null;
}
