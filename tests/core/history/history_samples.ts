/** An answer of the history with everything in it. */
import type { HistoryAnswer } from "../../../src/core/history/history_query.ts";
import { day, hour, minute, second } from "../../../src/core/time/units.ts";
import { t0 } from "../situations.ts";

const point = (
  at: number,
  last: number,
  rest: { low?: number; high?: number; seenBefore?: number } = {},
) => ({
  ...{ at, low: last, high: last, last, resetsAt: t0 + hour, source: "endpoint", seenBefore: null },
  ...rest,
});

export const sampleHistory: HistoryAnswer = {
  from: t0 - 7 * day,
  to: t0,
  resolution: "quarter",
  limits: [
    {
      account: "one",
      limit: "session",
      title: { kind: "session" },
      rows: [
        point(t0 - 8 * day, 5),
        point(t0 - 6 * day, 100, { low: 40, seenBefore: t0 - 7 * day }),
        { ...point(t0 - 5 * day, 0, { seenBefore: t0 - 6 * day + 2 * hour }), resetsAt: null },
        point(t0 - minute, 15, { seenBefore: t0 - 5 * day }),
      ],
    },
    { account: "one", limit: "week", title: { kind: "week" }, rows: [point(t0 - 2 * day, 59)] },
  ],
  alerts: [
    { at: t0 - 6 * day, kind: "threshold", account: "one", limit: "session", threshold: 100 },
    { at: t0 - 3 * day, kind: "network", account: null, limit: null, threshold: null },
  ],
  waits: [
    wait(t0 - 6 * hour, 12 * second, "allowed-once"),
    wait(t0 - 5 * hour, 48 * second, "elsewhere"),
    wait(t0 - 4 * hour, 5 * minute, "rejected"),
    wait(t0 - 3 * hour, hour, "gone"),
    { ...wait(t0 - 2 * hour, 0, "answered"), endedAt: null, answer: null },
  ],
  leftOut: { alerts: 0, waits: 0 },
};

function wait(at: number, tookMs: number, answer: HistoryAnswer["waits"][number]["answer"]) {
  return { at, endedAt: at + tookMs, agent: "opencode", directory: "/home/ann/work", what: "run", answer };
}
