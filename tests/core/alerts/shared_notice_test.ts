// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { Alert } from "../../../src/core/alerts/due_alerts.ts";
import { reset } from "../../../src/core/alerts/kinds/reset.ts";
import { sharedNotice } from "../../../src/core/alerts/shared_notice.ts";
import { kindNamed } from "../../../src/core/alerts/kinds.ts";
import { en } from "../../../src/core/language/en/messages.ts";
import { defaultSettings } from "../../../src/core/settings.ts";

Deno.test("sharedNotice() gives two alerts of one series a line each", () => {
  const kind = kindNamed(reset.kind);
  if (kind?.notice !== "shared") throw new Error("A reset has no shared notice");
  const now = new Date(2026, 0, 17, 7, 0).getTime();
  const ofWeek = (at: Date, early: boolean): Alert => ({
    kind,
    series: "limit/a/week/1/reset",
    mark: 0,
    facts: { kind: "reset", limit: { id: "week", title: { kind: "week" } }, at: at.getTime(), early },
  });
  const alerts = [ofWeek(new Date(2026, 0, 17, 6, 49), false), ofWeek(new Date(2026, 0, 17, 4, 12), true)];
  assertEquals(sharedNotice(alerts, defaultSettings, now, en).body.split("\n"), [
    "Week was reset at 06:49",
    "Your week was reset early, at 04:12",
  ]);
});
