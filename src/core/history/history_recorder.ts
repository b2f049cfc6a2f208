/** Makes the rows of the history from what happens: readings, alerts that were told, and agents that wait. */
import type { AgentAnswer } from "../agents/agent_action.ts";
import type { AgentProgram } from "../agents/program.ts";
import type { Telling } from "../alerts/told.ts";
import type { Reading } from "../usage/reading.ts";
import { answerIn, type OpenWaits, type WaitAnswer, waitsAfter } from "./agent_waits.ts";
import { type HistoryRows, noRows } from "./history_rows.ts";
import { changesIn, limitKey, type SeenLimit, type SeenLimits } from "./limit_changes.ts";
import type { LimitRows } from "./limit_row.ts";
import { toldAlerts } from "./told_alerts.ts";

/** What has to be known to tell what is new. */
export interface HistoryMemory {
  readonly seen: SeenLimits;
  readonly open: OpenWaits;
  /** What was answered from here and still seems to wait. */
  readonly answers: ReadonlyMap<string, WaitAnswer>;
}

/** The memory that a history leaves, by its last rows. */
export function memoryOf(last: readonly LimitRows[]): HistoryMemory {
  const seen = last.flatMap(({ rows, ...limit }) => {
    const row = rows.at(-1);
    if (row === undefined) return [];
    const known: SeenLimit = { percent: row.last, resetsAt: row.resetsAt, seenAt: row.at };
    return [[limitKey(limit), known] as const];
  });
  return { seen: new Map(seen), open: new Map(), answers: new Map() };
}

export interface Recorded {
  readonly rows: HistoryRows;
  readonly memory: HistoryMemory;
}

export function afterReading(memory: HistoryMemory, reading: Reading): Recorded {
  // Such a name is none of an account: the records of a token are set aside under it.
  if (reading.account.startsWith("#")) return { rows: noRows, memory };
  const { changes, seen } = changesIn(reading, memory.seen);
  return { rows: { ...noRows, changes }, memory: { ...memory, seen } };
}

export function afterTold(memory: HistoryMemory, told: readonly Telling[], at: number): Recorded {
  return { rows: { ...noRows, alerts: toldAlerts(told, at) }, memory };
}

export function afterAgents(memory: HistoryMemory, programs: readonly AgentProgram[], now: number): Recorded {
  const { open, begun, ended } = waitsAfter(memory.open, programs, { answers: memory.answers, now });
  const answers = new Map([...memory.answers].filter(([key]) => open.has(key)));
  return { rows: { ...noRows, begun, ended }, memory: { ...memory, open, answers } };
}

/** An answer is on its way to an agent. `isGiven`: false = it did not reach it. */
export function afterAnswer(memory: HistoryMemory, action: AgentAnswer, isGiven: boolean): HistoryMemory {
  const { key, answer } = answerIn(action);
  const answers = new Map(memory.answers);
  if (isGiven) answers.set(key, answer);
  else answers.delete(key);
  return { ...memory, answers };
}
