/**
 * `state.json`: the saved state, which outlives the process. One-shot commands read, change and write it under a lock, so that each of
 * their requests is counted. While the program runs, it alone writes the file, and the commands ask it.
 */
import { getLogger } from "@logtape/logtape";
import { parseJson } from "../core/text/json.ts";
import { nothingSaved, type SavedState } from "../core/saved_state.ts";
import type { Host } from "../host/host.ts";
import { type BudgetHost, joinedBudget, readBudgetFile, writeBudgetFile } from "./request_budget_file.ts";
import { setAside, setPartsAside, sweepAside } from "./set_aside.ts";
import { savedStateParts, type SpentBudget } from "./state_file_schema.ts";
import { reasonEn } from "../core/language/en/reasons.ts";
import type { Reason } from "../core/reason.ts";
import { reasonOf } from "../core/reason_error.ts";

const log = getLogger(["claudeminder", "state"]);

export type StateFileHost = Pick<Host, "now"> & {
  readonly files: Pick<Host["files"], "read" | "write" | "rename" | "locked" | "stat" | "list" | "remove">;
};

const maxBytes = 4 << 20;

export interface Loaded {
  readonly saved: SavedState;
  /** Something a person should know: the file was set aside, or cannot be read. */
  readonly problem: Reason | null;
}

/** What `state.json` holds. */
export type FoundState =
  /** `lost`: the parts of which something was left out because it made no sense. */
  | { readonly kind: "read"; readonly saved: SavedState; readonly lost: readonly string[] }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly problem: Reason }
  /** It can be read, but this program has not written it. */
  | { readonly kind: "senseless" };

/** Reads the saved state and changes nothing, so the lock is not needed. Never rejects. */
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
  return parts === null ? { kind: "senseless" } : { kind: "read", saved: parts.value, lost: parts.lost };
}

/**
 * Reads the saved state. A file that makes no sense, or of which a part makes none, is set aside under another name. Never rejects.
 */
export async function loadSavedState(host: StateFileHost, file: string): Promise<Loaded> {
  const found = await readSavedState(host, file);
  const loaded = await loadedFrom(host, file, found);
  await sweepAside(host, file);
  return { ...loaded, saved: { ...loaded.saved, ...await readBudget(host, file, found) } };
}

/** The requests and refusals, from the file of the budget and from what was found in `state.json`. Never rejects. */
export async function readBudget(host: BudgetHost, file: string, found: FoundState): Promise<SpentBudget> {
  const isCounted = found.kind === "missing" || found.kind === "read" && !found.lost.includes("requests");
  const budget = await readBudgetFile(host, file, isCounted);
  return joinedBudget(found.kind === "read" ? found.saved : nothingSaved, budget);
}

async function loadedFrom(host: StateFileHost, file: string, found: FoundState): Promise<Loaded> {
  switch (found.kind) {
    case "read":
      return {
        saved: found.saved,
        problem: found.lost.length === 0 ? null : await setPartsAside(host, file, found.lost, maxBytes),
      };
    case "missing":
      return { saved: nothingSaved, problem: null };
    case "unreadable":
      return { saved: nothingSaved, problem: found.problem };
    case "senseless":
      return { saved: nothingSaved, problem: await setAside(host, file) };
  }
}

/** Writes the saved state. Rejects when it cannot: the old file then stays as it was. */
export async function saveState(host: StateFileHost, file: string, saved: SavedState): Promise<void> {
  await writeBudgetFile(host, file, saved);
  await host.files.write(file, JSON.stringify({ version: 1, ...saved }, null, 1) + "\n");
}

/**
 * Runs `work` while no other process of this program changes the file. On a disk that is read-only or full there can be no lock, and it
 * runs without one: nobody can change the file there. Rejects as `work` does, or when another process does not give the lock back.
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
    log.info("{file} cannot be kept: {why}", { file, why: reasonEn(reasonOf(error)) });
    return await work();
  }
}
