/**
 * The file that holds the hour's requests and refusals a second time, beside `state.json`, so that they are still counted when that
 * file is lost. Each `state.json` has its own, because each is about other tokens.
 */
import { getLogger } from "@logtape/logtape";
import { reasonEn } from "../core/language/en/reasons.ts";
import { reasonOf } from "../core/reason_error.ts";
import { parseJson } from "../core/text/json.ts";
import { below, placeOf } from "../core/text/path.ts";
import type { Host } from "../host/host.ts";
import { type SpentBudget, spentBudgetParts } from "./state_file_schema.ts";

const log = getLogger(["claudeminder", "state"]);

const maxBytes = 4 << 20;
/** As many requests as the settings can allow in an hour. */
const mostRequests = 60;

export type BudgetHost = Pick<Host, "now"> & { readonly files: Pick<Host["files"], "read" | "stat"> };

/**
 * What it holds. `file`: the `state.json` that it belongs to; `isCounted`: whether that one can tell how much was asked. Where neither
 * can, everything that was allowed is taken to have been asked when the budget was written last: an hour after that there is room
 * again. Never rejects.
 */
export async function readBudgetFile(
  host: BudgetHost,
  file: string,
  isCounted: boolean,
): Promise<SpentBudget> {
  const budget = budgetFile(file);
  try {
    const text = await host.files.read(budget, maxBytes);
    if (text === null) return { requests: [], gates: [] };
    const parts = spentBudgetParts(parseJson(text));
    if (parts !== null && (isCounted || !parts.lost.includes("requests"))) return parts.value;
  } catch (error) {
    log.info("{budget} cannot be read: {why}", { budget, why: reasonEn(reasonOf(error)) });
  }
  if (isCounted) return { requests: [], gates: [] };
  const info = await host.files.stat(budget).catch(() => null);
  const at = Math.min(info?.modifiedAt ?? host.now(), host.now());
  log.warning("nothing tells how much was asked in the last hour: nothing is asked in the next");
  return { requests: Array.from({ length: mostRequests }, () => Math.max(0, at)), gates: [] };
}

/** What is in either of two budgets of the same hour. */
export function joinedBudget(one: SpentBudget, other: SpentBudget): SpentBudget {
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

/** Rejects when it cannot be written. */
export async function writeBudgetFile(
  { files }: { readonly files: Pick<Host["files"], "write"> },
  file: string,
  { requests, gates }: SpentBudget,
): Promise<void> {
  await files.write(budgetFile(file), JSON.stringify({ version: 1, requests, gates }, null, 1) + "\n");
}

function budgetFile(file: string): string {
  const { folder, name } = placeOf(file);
  return below(folder, name.replace(/^state/, "requests"));
}
