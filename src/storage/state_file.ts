/**
 * What outlives the process: `state.json`, and the hour's requests a second time in a file of their own, so that they are counted
 * whatever becomes of the first. One-shot commands read, change and write it under a lock, so that each of their
 * requests is counted; while the program runs, it alone writes, and they ask it.
 */
import { getLogger } from "@logtape/logtape";
import { parseJson } from "../core/text/json.ts";
import { nothingSaved, type SavedState } from "../core/saved_state.ts";
import { below, placeOf } from "../core/text/path.ts";
import type { Host } from "../host/host.ts";
import { type Budget, budgetParts, savedStateParts } from "./state_file_schema.ts";
import { reasonEn } from "../core/language/en/reasons.ts";
import type { Reason } from "../core/reason.ts";
import { reasonOf } from "../core/reason_error.ts";

const log = getLogger(["claudeminder", "state"]);

export type StateFileHost = Pick<Host, "now"> & {
  readonly files: Pick<Host["files"], "read" | "write" | "rename" | "locked" | "stat" | "list" | "remove">;
};

type BudgetHost = Pick<Host, "now"> & { readonly files: Pick<Host["files"], "read" | "stat"> };

const maxBytes = 4 << 20;
/** So many of the files that were set aside are left where they are. */
const keptAside = 3;
/** As many requests as the settings can allow in an hour. */
const mostRequests = 60;

export interface Loaded {
  readonly kept: SavedState;
  /** Something a person should know: the file was set aside, or cannot be read. */
  readonly problem: Reason | null;
}

/** What `state.json` holds. */
export type FoundState =
  /** `lost`: the parts in which something made no sense and is left out. */
  | { readonly kind: "kept"; readonly kept: SavedState; readonly lost: readonly string[] }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly problem: Reason }
  /** It can be read, and is nothing that this program has written. */
  | { readonly kind: "senseless" };

/** Reads what was kept, and leaves the file as it is, whatever is in it: nobody needs the lock for that. Never rejects. */
export async function readSavedState(
  host: { readonly files: Pick<Host["files"], "read"> },
  file: string,
): Promise<FoundState> {
  let text: string | null;
  try {
    text = await host.files.read(file, maxBytes);
  } catch (error) {
    return {
      kind: "unreadable",
      problem: { about: "own-file", kind: "unreadable", file, why: reasonOf(error) },
    };
  }
  if (text === null) return { kind: "missing" };
  const parts = savedStateParts(parseJson(text));
  return parts === null ? { kind: "senseless" } : { kind: "kept", kept: parts.value, lost: parts.lost };
}

/**
 * Reads what was kept. A file that makes no sense, and one of which a part makes none, is set aside under another name, never
 * deleted, but for those that were set aside long before. Never rejects.
 */
export async function loadSavedState(host: StateFileHost, file: string): Promise<Loaded> {
  const found = await readSavedState(host, file);
  const loaded = await loadedFrom(host, file, found);
  await sweepAside(host, file);
  return { ...loaded, kept: { ...loaded.kept, ...await readBudget(host, file, found) } };
}

/** What asking has cost, by the file of the budget and by what was found in `state.json`, whatever became of either. Never rejects. */
export async function readBudget(host: BudgetHost, file: string, found: FoundState): Promise<Budget> {
  const isCounted = found.kind === "missing" || found.kind === "kept" && !found.lost.includes("requests");
  const budget = await budgetOf(host, file, isCounted);
  return together(found.kind === "kept" ? found.kept : nothingSaved, budget);
}

async function loadedFrom(host: StateFileHost, file: string, found: FoundState): Promise<Loaded> {
  switch (found.kind) {
    case "kept":
      return {
        kept: found.kept,
        problem: found.lost.length === 0 ? null : await setPartsAside(host, file, found.lost),
      };
    case "missing":
      return { kept: nothingSaved, problem: null };
    case "unreadable":
      return { kept: nothingSaved, problem: found.problem };
    case "senseless":
      return { kept: nothingSaved, problem: await setAside(host, file) };
  }
}

/** What a person should know of it. */
async function setAside(host: StateFileHost, file: string): Promise<Reason> {
  const aside = asideOf(host, file);
  try {
    await host.files.rename(file, aside);
    log.warning("{file} makes no sense, set aside as {aside}", { file, aside });
    return { about: "own-file", kind: "set-aside", file, parts: [], aside };
  } catch (error) {
    return { about: "own-file", kind: "not-set-aside", file, parts: [], why: reasonOf(error) };
  }
}

/** The file stays, for what is good in it, until it is written again; a copy holds the rest. */
async function setPartsAside(host: StateFileHost, file: string, lost: readonly string[]): Promise<Reason> {
  const aside = asideOf(host, file);
  const parts = lost.join(", ");
  try {
    await host.files.write(aside, await host.files.read(file, maxBytes) ?? "");
    log.warning("{parts} in {file} makes no sense, a copy is {aside}", { parts, file, aside });
    return { about: "own-file", kind: "set-aside", file, parts: lost, aside };
  } catch (error) {
    return { about: "own-file", kind: "not-set-aside", file, parts: lost, why: reasonOf(error) };
  }
}

function asideOf(host: Pick<Host, "now">, file: string): string {
  return `${file}.bad-${host.now()}`;
}

/** Takes away what was set aside longest ago. */
async function sweepAside({ files }: StateFileHost, file: string): Promise<void> {
  const { folder, name } = placeOf(file);
  try {
    const aside = (await files.list(folder)).filter((one) => one.startsWith(`${name}.bad-`));
    const oldest = aside.toSorted((a, b) => timeOf(b) - timeOf(a)).slice(keptAside);
    for (const one of oldest) await files.remove(below(folder, one));
  } catch (error) {
    log.info("what was set aside cannot be swept: {why}", { why: said(error) });
  }
}

function timeOf(name: string): number {
  return Number(/\.bad-(\d+)$/.exec(name)?.[1] ?? 0);
}

/**
 * What the file of the budget holds. Where neither it nor `state.json` (`isCounted`) can tell how much was asked, all that could
 * be has been asked when it was written last: an hour after that there is room again.
 */
async function budgetOf(host: BudgetHost, file: string, isCounted: boolean): Promise<Budget> {
  const budget = budgetFile(file);
  try {
    const text = await host.files.read(budget, maxBytes);
    if (text === null) return { requests: [], gates: [] };
    const parts = budgetParts(parseJson(text));
    if (parts !== null && (isCounted || !parts.lost.includes("requests"))) return parts.value;
  } catch (error) {
    log.info("{budget} cannot be read: {why}", { budget, why: said(error) });
  }
  if (isCounted) return { requests: [], gates: [] };
  const info = await host.files.stat(budget).catch(() => null);
  const at = Math.min(info?.modifiedAt ?? host.now(), host.now());
  log.warning("nothing tells how much was asked in the last hour: nothing is asked in the next");
  return { requests: Array.from({ length: mostRequests }, () => Math.max(0, at)), gates: [] };
}

/** Of two lists of the same hour, whatever stands in one of them. */
function together(one: Budget, other: Budget): Budget {
  const all = [...new Set([...one.requests, ...other.requests])].toSorted((a, b) => a - b);
  const requests = [all, one.requests, other.requests].reduce((most, each) =>
    each.length > most.length ? each : most
  );
  const gates = new Map(one.gates.map((gate) => [gate.tokenHash, gate]));
  for (const gate of other.gates) {
    if ((gates.get(gate.tokenHash)?.until ?? 0) < gate.until) gates.set(gate.tokenHash, gate);
  }
  return { requests, gates: [...gates.values()] };
}

/** Where the requests and refusals of the hour stand once more: each `state.json` has its own, for each is of other tokens. */
export function budgetFile(file: string): string {
  const { folder, name } = placeOf(file);
  return below(folder, name.replace(/^state/, "requests"));
}

/** Writes what is to be kept. Rejects when it cannot; the old file then stays as it was. */
export async function saveState(host: StateFileHost, file: string, kept: SavedState): Promise<void> {
  const { requests, gates } = kept;
  await host.files.write(budgetFile(file), JSON.stringify({ version: 1, requests, gates }, null, 1) + "\n");
  await host.files.write(file, JSON.stringify({ version: 1, ...kept }, null, 1) + "\n");
}

/**
 * Runs `work` while no other process of this program reads, changes and writes the file. Where not even a lock can be put, on a
 * disk that is read-only or full, it runs without: nobody can change the file there. Rejects as `work` does, or when another process
 * does not give the lock back.
 */
export async function withSavedState<T>(
  host: StateFileHost,
  file: string,
  work: () => Promise<T>,
): Promise<T> {
  let isLocked = false;
  try {
    return await host.files.locked(file, () => {
      isLocked = true;
      return work();
    });
  } catch (error) {
    const isOfTheDisk = typeof Object(error).code === "string";
    if (isLocked || !isOfTheDisk) throw error;
    log.info("{file} cannot be kept: {why}", { file, why: said(error) });
    return await work();
  }
}

/** For the log. */
function said(error: unknown): string {
  return reasonEn(reasonOf(error));
}
