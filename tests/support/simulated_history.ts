/**
 * The history of people who work with agents for a long time: weekdays from nine to six, some evenings and weekends, each at a pace of
 * their own. It is asked for every five minutes, day and night, as the program does; the same seed gives the same history.
 */
import type { BegunWait, EndedWait } from "../../src/core/history/agent_waits.ts";
import { afterReading, type HistoryMemory, memoryOf } from "../../src/core/history/history_recorder.ts";
import { bothRows, type HistoryRows, noRows } from "../../src/core/history/history_rows.ts";
import { day, hour, minute, second } from "../../src/core/time/units.ts";
import type { Limit, LimitTitle } from "../../src/core/usage/limit.ts";

export interface SimulatedTime {
  readonly accounts: readonly string[];
  readonly days: number;
  /** Epoch ms. */
  readonly end: number;
}

const pollMs = 5 * minute, weekMs = 7 * day, sessionMs = 5 * hour;

/** One day at a time, oldest first. */
export function* simulatedHistory({ accounts, days, end }: SimulatedTime): Generator<HistoryRows> {
  const people = accounts.map((account, index) => person(account, index + 1, end - days * day));
  let memory: HistoryMemory = memoryOf([]);
  for (let begin = end - days * day; begin < end; begin += day) {
    let rows = noRows;
    for (let at = begin; at < begin + day; at += pollMs) {
      for (const { poll } of people) {
        const { limits, events } = poll(at);
        const { account } = events;
        const recorded = afterReading(memory, { account, observedAt: at, source: "endpoint", limits });
        memory = recorded.memory;
        rows = bothRows(bothRows(rows, recorded.rows, Infinity), { ...noRows, ...events.rows }, Infinity);
      }
    }
    yield rows;
  }
}

interface Poll {
  readonly limits: readonly Limit[];
  readonly events: { readonly account: string; readonly rows: Partial<HistoryRows> };
}

function person(account: string, seed: number, since: number): { poll(at: number): Poll } {
  let state = seed * 7919;
  const random = () => (state = state * 16807 % 2147483647) / 2147483647;
  const used = { session: 0, week: 0, model: 0 };
  let sessionEnd: number | null = null, weekEnd = since + weekMs * random();
  let waits = 0;
  return {
    poll(at) {
      if (sessionEnd !== null && at >= sessionEnd) [used.session, sessionEnd] = [0, null];
      if (at >= weekEnd) [used.week, used.model, weekEnd] = [0, 0, weekEnd + weekMs];
      const works = isAtWork(at, seed) && random() < 0.85;
      if (works) {
        sessionEnd ??= at + sessionMs;
        const share = random() * 2.4;
        used.session = Math.min(100, used.session + share);
        used.week = Math.min(100, used.week + share / 9);
        used.model = Math.min(100, used.model + share / 5);
      }
      const alerts = works && random() < 0.02
        ? [{ at, kind: "threshold", account, limit: "session", threshold: 75 }]
        : [];
      const begun: BegunWait[] = [], ended: EndedWait[] = [];
      if (works && random() < 0.15) {
        const key = `${account} ${waits++}`, endedAt = at + Math.ceil(random() * 200) * second;
        begun.push({
          key,
          at,
          agent: "opencode",
          directory: `/home/${account}/project-${seed}`,
          what: "run",
        });
        ended.push({ key, endedAt, answer: "allowed-once" });
      }
      return {
        limits: [
          limit({ kind: "session" }, "session", used.session, sessionEnd),
          limit({ kind: "week" }, "week", used.week, weekEnd),
          limit({ kind: "week", scope: "Fable" }, "week:fable", used.model, weekEnd),
        ],
        events: { account, rows: { alerts, begun, ended } },
      };
    },
  };
}

/** Resets are told a little differently each time. */
function limit(title: LimitTitle, id: string, used: number, reset: number | null): Limit {
  const resetsAt = reset === null ? null : reset + Math.round(used * 37) % 4000;
  return { kind: "window", id, title, usedPercent: Math.floor(used), resetsAt };
}

function isAtWork(at: number, seed: number): boolean {
  const date = new Date(at), hours = date.getUTCHours(), weekday = date.getUTCDay();
  const isWorkday = weekday > 0 && weekday < 6;
  if (hours >= 9 && hours < 18) return isWorkday || date.getUTCDate() % (seed + 2) === 0;
  return hours >= 20 && hours < 23 && date.getUTCDate() % 3 === seed % 3;
}
