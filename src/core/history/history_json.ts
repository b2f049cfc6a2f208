/** The history as JSON: the answer of `usage.history` and of `history --json`. */
import type { Messages } from "../language/messages.ts";
import { isoTime } from "../time/iso_time.ts";
import type { Reading } from "../usage/reading.ts";
import type { WaitAnswer } from "./agent_waits.ts";
import type { HistoryAnswer, Resolution } from "./history_query.ts";
import { seenUntil } from "./seen_until.ts";

export interface PointJson {
  readonly time: string;
  readonly percent: number;
  readonly low: number;
  readonly high: number;
  readonly resets_at: string | null;
  readonly seen_until: string | null;
  readonly source: string;
}

export interface HistoryJson {
  readonly from: string;
  readonly to: string;
  readonly resolution: Resolution;
  readonly limits: readonly {
    readonly account: string;
    readonly id: string;
    readonly name: string;
    readonly points: readonly PointJson[];
  }[];
  readonly alerts: readonly {
    readonly time: string;
    readonly kind: string;
    readonly account: string | null;
    readonly limit: string | null;
    readonly threshold: number | null;
  }[];
  readonly waits: readonly {
    readonly time: string;
    readonly agent: string;
    readonly directory: string;
    readonly what: string;
    readonly ended_at: string | null;
    readonly answer: WaitAnswer | null;
  }[];
  readonly left_out: { readonly alerts: number; readonly waits: number };
}

/** `readings`: the last one of each account, as far as they are known. */
export function historyJson(
  { from, to, resolution, limits, alerts, waits, leftOut }: HistoryAnswer,
  readings: readonly Reading[],
  { limitName }: Pick<Messages, "limitName">,
): HistoryJson {
  return {
    from: isoTime(from),
    to: isoTime(to),
    resolution,
    limits: limits.map((limit) => ({
      account: limit.account,
      id: limit.limit,
      name: limitName(limit.title),
      points: limit.rows.map((row, index) => ({
        time: isoTime(row.at),
        percent: row.last,
        low: row.low,
        high: row.high,
        resets_at: timeOrNull(row.resetsAt),
        seen_until: timeOrNull(seenUntil(limit, index, readings)),
        source: row.source,
      })),
    })),
    alerts: alerts.map(({ at, kind, account, limit, threshold }) => ({
      time: isoTime(at),
      ...{ kind, account, limit, threshold },
    })),
    waits: waits.map(({ at, agent, directory, what, endedAt, answer }) => ({
      time: isoTime(at),
      ...{ agent, directory, what },
      ended_at: timeOrNull(endedAt),
      answer,
    })),
    left_out: leftOut,
  };
}

function timeOrNull(at: number | null): string | null {
  return at === null ? null : isoTime(at);
}
