/**
 * Makes rows of what happened and writes them. Where that cannot be done, a remark says so and nothing else stops; what could not be
 * written is kept, within bounds, for the next try. A file that turns out to be damaged is set aside, and a new one begun.
 */
import { getLogger } from "@logtape/logtape";
import { agentPrograms } from "../core/agents/sources.ts";
import {
  afterAgents,
  afterAnswer,
  afterReading,
  afterTold,
  type HistoryMemory,
  memoryOf,
  type Recorded,
} from "../core/history/history_recorder.ts";
import { bothRows, type HistoryRows, isNothing, noRows } from "../core/history/history_rows.ts";
import { reasonEn } from "../core/language/en/reasons.ts";
import { type Reason, sameReason } from "../core/reason.ts";
import { ReasonError, reasonOf } from "../core/reason_error.ts";
import { day, second } from "../core/time/units.ts";
import type { Happening, HistoryKeeper, HistoryKeeperParts, OpenHistory } from "./history_port.ts";

const log = getLogger(["claudeminder", "history"]);

/** When to try again: another process that writes is soon done, a full disk is not soon empty. */
const soonMs = second, laterMs = 30 * second;
/** How often another process may be in the way before a person is told. */
const busyMax = 10;
/** Of each kind of rows so many are kept while they cannot be written. */
const unwrittenMax = 2000;

export function createHistoryKeeper(parts: HistoryKeeperParts): HistoryKeeper {
  const { host, store, file } = parts;
  let opened: { readonly history: OpenHistory; memory: HistoryMemory; thinnedAt: number } | null = null;
  /** What happened before the history could be opened. */
  let waiting: readonly Happening[] = [];
  let unwritten: HistoryRows = noRows;
  let busy = 0;
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  }

  async function open(
    how: { readonly anew: boolean } = { anew: false },
  ): Promise<NonNullable<typeof opened>> {
    if (opened !== null) return opened;
    const { history, problem } = await parts.open(how);
    if (problem !== null) remark("history-file", problem);
    try {
      opened = { history, memory: memoryOf(history.lastRows()), thinnedAt: -Infinity };
      return opened;
    } catch (error) {
      history.close();
      throw error;
    }
  }

  function close(): void {
    opened?.history.close();
    opened = null;
  }

  async function writeNow(happened: readonly Happening[]): Promise<void> {
    waiting = [...waiting, ...happened].slice(-unwrittenMax);
    if (waiting.length === 0 && isNothing(unwritten)) return;
    const open_ = await open();
    for (const each of waiting) {
      const { rows, memory } = recorded(open_.memory, each);
      open_.memory = memory;
      unwritten = bothRows(unwritten, rows, unwrittenMax);
    }
    waiting = [];
    if (isNothing(unwritten)) return;
    open_.history.add(unwritten);
    unwritten = noRows;
    const now = host.now();
    if (Math.abs(now - open_.thinnedAt) < day) return;
    open_.history.thin(now);
    open_.thinnedAt = now;
  }

  function recorded(memory: HistoryMemory, happening: Happening): Recorded {
    switch (happening.kind) {
      case "reading":
        return afterReading(memory, happening.reading);
      case "told":
        return afterTold(memory, happening.told, happening.at);
      case "agents": {
        const now = host.now();
        return afterAgents(memory, agentPrograms(store.state().agents, now), now);
      }
      case "answer":
        return { rows: noRows, memory: afterAnswer(memory, happening.action, happening.isGiven) };
    }
  }

  /** Once more, in a new file, where the present one is damaged. The new one begins with what is known now. */
  async function unlessDamaged<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!await parts.isDamaged(error)) throw error;
      log.warning("{file} is damaged: {why}", { file, why: reasonEn(reasonOf(error)) });
      close();
      await open({ anew: true });
      waiting = store.state().readings.toReversed().map((reading) => ({ kind: "reading", reading }));
      return await work();
    }
  }

  function remark(id: string, reason: Reason | null): void {
    const known = store.state().remarks.find((candidate) => candidate.id === id)?.reason ?? null;
    if (!sameReason(known, reason)) store.dispatch({ type: "remark", id, reason, now: host.now() });
  }

  return {
    write: (happened) =>
      inTurn(async () => {
        try {
          await unlessDamaged(() => writeNow(happened));
          busy = 0;
          remark("history", null);
          return null;
        } catch (error) {
          const reason = unwritable(file, error);
          if (isBusy(reason) && ++busy < busyMax) return soonMs;
          log.error("{why}", { why: reasonEn(reason) });
          remark("history", reason);
          return laterMs;
        }
      }),
    read: (work) =>
      inTurn(async () => {
        try {
          return await unlessDamaged(async () => work((await open()).history));
        } catch (error) {
          throw error instanceof ReasonError ? error : new ReasonError(reasonOf(error));
        }
      }),
    close: () =>
      inTurn(() => {
        close();
        // What is not kept any more cannot fail to be written.
        remark("history", null);
        return Promise.resolve();
      }),
  };
}

/** Names the file once, whatever the error names. */
function unwritable(file: string, error: unknown): Reason {
  const reason = reasonOf(error);
  if (reason.about === "own-file") return reason;
  const why = reason.about === "file" && "why" in reason ? reason.why : reason;
  return { about: "own-file", kind: "unwritable", file, why };
}

function isBusy(reason: Reason): boolean {
  return reason.about === "own-file" && "why" in reason && reason.why.about === "file" &&
    reason.why.kind === "in-use";
}
