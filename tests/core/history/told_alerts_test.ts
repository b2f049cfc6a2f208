import { assertEquals } from "@std/assert";
import { type Series, seriesText } from "../../../src/core/alerts/series.ts";
import { toldAlerts } from "../../../src/core/history/told_alerts.ts";

const period = "ann/org/week:fable/1700000000000";
const week = ["ann/org", "week:fable"] as const;
const cases: readonly (readonly [
  Series,
  mark: number,
  gives: readonly [kind: string, account: string | null, limit: string | null, threshold: number | null],
])[] = [
  [{ of: "period", kind: "threshold", period }, 75, ["threshold", ...week, 75]],
  [{ of: "period", kind: "reset", period }, 1, ["reset", ...week, null]],
  [{ of: "coming reset", kind: "before-reset", period, at: 1_700_000_000_000 }, 5, [
    "before-reset",
    ...week,
    null,
  ]],
  [{ of: "money", kind: "threshold", limit: "ann/extra" }, 90, ["threshold", "ann", "extra", 90]],
  [{ of: "token", kind: "sign-in", token: "SECRET" }, 1, ["sign-in", null, null, null]],
  [{ of: "machine", kind: "network" }, 1, ["network", null, null, null]],
  [
    { of: "agent", kind: "agent-waiting", source: "opencode", program: "1:2", id: "SECRET" },
    1,
    ["agent-waiting", null, null, null],
  ],
  [{ of: "sidecar", kind: "sidecar-failed", name: "SECRET", at: 5 }, 1, ["sidecar-failed", null, null, null]],
];

for (const [series, mark, [kind, account, limit, threshold]] of cases) {
  Deno.test(`toldAlerts() keeps of ${kind} of ${series.of} which limit it is about, and no more`, () => {
    const alerts = toldAlerts([{ series: seriesText(series), mark }], 7);
    assertEquals(alerts, [{ at: 7, kind, account, limit, threshold }]);
    assertEquals(JSON.stringify(alerts).includes("SECRET"), false);
  });
}
