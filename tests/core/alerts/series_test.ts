// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { seriesIn, seriesText } from "../../../src/core/alerts/series.ts";

Deno.test("seriesIn() reads the series of agents of any source", () => {
  const series = {
    of: "agent",
    kind: "agent-waiting",
    source: "other-one",
    program: "1:2",
    id: "per_a",
  } as const;
  assertEquals(seriesText(series), "other-one-waiting:1:2:per_a");
  assertEquals(seriesIn("other-one-waiting:1:2:per_a"), series);
  assertEquals(seriesIn("opencode-finished:1:2:ses_a"), {
    ...{ of: "agent", kind: "agent-finished", source: "opencode", program: "1:2", id: "ses_a" },
  });
});

Deno.test("seriesIn() reads the failure of a sidecar", () => {
  const series = {
    of: "sidecar",
    kind: "sidecar-failed",
    name: "my-agents_2",
    at: 1_784_469_600_000,
  } as const;
  assertEquals(seriesText(series), "sidecar-failed/my-agents_2/1784469600000");
  assertEquals(seriesIn(seriesText(series)), series);
});
