/**
 * What outlives the process: `state.json`. One-shot commands read, change and write it under a lock, so that each of their
 * requests is counted; while the program runs, it alone writes, and they ask it.
 */
import { getLogger } from "@logtape/logtape";
import * as z from "zod";
import { parseJson } from "./core/json.ts";
import { type Kept, nothingKept } from "./core/kept.ts";
import type { Host } from "./host.ts";

const log = getLogger(["claudeminder", "state"]);

export type PersistenceHost = Pick<Host, "now"> & {
  readonly files: Pick<Host["files"], "read" | "write" | "rename" | "locked">;
};

const maxBytes = 4 << 20;
const epochMs = z.number().min(0).max(8.64e15);
const title = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("session") }),
  z.object({ kind: z.literal("week"), scope: z.string().exactOptional() }),
  z.object({ kind: z.literal("extra") }),
  z.object({ kind: z.literal("named"), name: z.string() }),
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
    title,
    usedPercent: z.number().min(0),
    resetsAt: epochMs.nullable(),
  }),
  z.object({
    kind: z.literal("money"),
    id: z.string(),
    title,
    spent: money,
    cap: money.nullable(),
    usedPercent: z.number().min(0).nullable(),
  }),
]);
const period = z.object({
  account: z.string(),
  limit: z.string(),
  title,
  startedAt: epochMs,
  resetsAt: epochMs.nullable(),
  anchorAt: epochMs.nullable(),
  peakPercent: z.number().min(0),
  samples: z.array(z.object({ at: epochMs, percent: z.number().min(0) })).min(1),
  ended: z.object({
    startedAt: epochMs,
    at: epochMs,
    peakPercent: z.number().min(0),
    resetsAt: epochMs.nullable(),
    early: z.boolean(),
  }).nullable(),
});
const schema = z.object({
  version: z.literal(1),
  readings: z.array(z.object({
    account: z.string(),
    observedAt: epochMs,
    source: z.enum(["endpoint", "cache"]),
    limits: z.array(limit),
  })),
  snoozedUntil: epochMs.nullable(),
  requests: z.array(epochMs),
  gates: z.array(
    z.object({ tokenHash: z.string(), since: epochMs, until: epochMs, repeats: z.int().min(1) }),
  ),
  // These came later: a file without them is as good.
  answered: z.object({ tokenHash: z.string(), endpoint: z.string(), at: epochMs }).nullable().default(null),
  periods: z.array(period).default([]),
  told: z.array(z.object({ series: z.string(), mark: z.number(), at: epochMs })).default([]),
  toldAt: epochMs.nullable().default(null),
  newest: z.object({
    url: z.string(),
    askedAt: epochMs,
    outcome: z.enum(["version", "odd", "unreachable"]),
    version: z.string().nullable(),
  }).nullable().default(null),
});

export interface Loaded {
  readonly kept: Kept;
  /** Something a person should know: the file was set aside, or cannot be read. */
  readonly problem: string | null;
}

/** What `state.json` holds. */
export type ReadKept =
  | { readonly kind: "kept"; readonly kept: Kept }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly problem: string }
  /** It can be read, and is nothing that this program has written. */
  | { readonly kind: "senseless" };

/** Reads what was kept, and leaves the file as it is, whatever is in it: nobody needs the lock for that. Never rejects. */
export async function readKept(
  host: { readonly files: Pick<Host["files"], "read"> },
  file: string,
): Promise<ReadKept> {
  let text: string | null;
  try {
    text = await host.files.read(file, maxBytes);
  } catch (error) {
    return { kind: "unreadable", problem: `Cannot read ${file}: ${reason(error)}` };
  }
  if (text === null) return { kind: "missing" };
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) return { kind: "senseless" };
  const { version: _, ...kept } = parsed.data;
  return { kind: "kept", kept };
}

/** Reads what was kept. A file that makes no sense is set aside under another name, never deleted. Never rejects. */
export async function loadKept(host: PersistenceHost, file: string): Promise<Loaded> {
  const found = await readKept(host, file);
  switch (found.kind) {
    case "kept":
      return { kept: found.kept, problem: null };
    case "missing":
      return { kept: nothingKept, problem: null };
    case "unreadable":
      return { kept: nothingKept, problem: found.problem };
    case "senseless":
      return { kept: nothingKept, problem: await setAside(host, file) };
  }
}

/** What a person should know of it. */
async function setAside(host: PersistenceHost, file: string): Promise<string> {
  const aside = `${file}.bad-${host.now()}`;
  try {
    await host.files.rename(file, aside);
    log.warning("{file} makes no sense, set aside as {aside}", { file, aside });
    return `${file} made no sense and was set aside as ${aside}`;
  } catch (error) {
    return `${file} makes no sense and cannot be set aside: ${reason(error)}`;
  }
}

/** Writes what is to be kept. Rejects when it cannot; the old file then stays as it was. */
export async function saveKept(host: PersistenceHost, file: string, kept: Kept): Promise<void> {
  await host.files.write(file, JSON.stringify({ version: 1, ...kept }, null, 1) + "\n");
}

/**
 * Runs `work` while no other process of this program reads, changes and writes the file. Where not even a lock can be put, on a
 * disk that is read-only or full, it runs without: nobody can change the file there. Rejects as `work` does, or when another process
 * does not give the lock back.
 */
export async function withKept<T>(host: PersistenceHost, file: string, work: () => Promise<T>): Promise<T> {
  let isLocked = false;
  try {
    return await host.files.locked(file, () => {
      isLocked = true;
      return work();
    });
  } catch (error) {
    const isOfTheDisk = typeof Object(error).code === "string";
    if (isLocked || !isOfTheDisk) throw error;
    log.info("{file} cannot be kept: {why}", { file, why: reason(error) });
    return await work();
  }
}

/** An error in words, without a stack. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
