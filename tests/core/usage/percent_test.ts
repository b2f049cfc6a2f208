/** A percentage is shown as the same number everywhere. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { percentFigure, steadyPercent, wholePercent } from "../../../src/core/usage/percent.ts";
import { en } from "../../../src/core/language/en/messages.ts";
import { nextNotice } from "../../../src/core/alerts/next_notice.ts";
import { remindersFor } from "../../../src/core/alerts/check_reminders.ts";
import { usageObject } from "../../../src/core/views/get_usage_json.ts";
import { usageFile } from "../../../src/core/usage/usage_plugin_file.ts";
import { snapshot } from "../../../src/core/views/snapshot.ts";
import { trayView } from "../../../src/core/views/tray_view.ts";
import { usageAt } from "../../../src/core/usage/current_usage.ts";
import { levelOf } from "../../../src/core/usage/level.ts";
import { settingsWith } from "../alerts/teller.ts";
import { hour, read, signedIn, stateAfter, t0, window } from "../situations.ts";

const figures: readonly [percent: number, whole: number, oneDecimal: string][] = [
  [28.999999999999996, 29, "29.0"],
  [89.99999999999999, 90, "90.0"],
  [99.6, 99, "99.6"],
  [99.96, 99, "99.9"],
  [99.99999999999999, 100, "100.0"],
  [0.1 + 0.2, 0, "0.3"],
  [57.00000000000001, 57, "57.0"],
  [1.15 * 100, 115, "115.0"],
  [0.28 * 100, 28, "28.0"],
  [0, 0, "0.0"],
  [74.999, 74, "74.9"],
];
for (const [percent, whole, decimal] of figures) {
  Deno.test(`wholePercent() and percentFigure() of ${percent} are ${whole} and ${decimal}`, () =>
    assertEquals([wholePercent(percent), percentFigure(percent, 1)], [whole, decimal]));

  Deno.test(`every view shows ${whole} for ${percent}, with its level and its thresholds`, () => {
    const config = settingsWith({ reminder: { percentage_thresholds: [29, 90, 100] } });
    const state = stateAfter([
      signedIn,
      read([window({ kind: "session" }, "session", percent, t0 + 2 * hour)]),
    ], config);
    const { icon, tooltip, menu } = trayView(state, t0, { messages: en, demo: false });
    const { usage } = snapshot(state, t0, en);
    const level = levelOf(whole, config.levels);
    assertEquals([icon.percent, icon.level], [whole, level]);
    assert(tooltip.title.includes(`: ${decimal}%`), tooltip.title);
    assert(tooltip.body.includes(` ${whole}% `), tooltip.body);
    assert(menu.some((entry) => entry.kind === "item" && entry.label.includes(`${whole}%  Session`)));
    const [limit] = usage.limits;
    assertEquals([Math.floor(limit?.percent ?? -1), limit?.level], [whole, level]);
    const file = usageFile(usageAt(state, t0), t0);
    assertEquals(file?.error === null && file.five_hour.utilization, whole);
    const object = usageObject(state, t0, en);
    assertEquals("five_hour" in object && object.five_hour?.utilization, steadyPercent(percent));
    const reached = [29, 90, 100].filter((threshold) => whole >= threshold).at(-1);
    const notice = nextNotice(state, t0, en)?.notice.body ?? null;
    assertEquals(notice?.includes(`${whole}% used`) ?? false, reached !== undefined);
    const reminders = remindersFor(config.reminder, percent, null, t0, en);
    assertEquals(reminders[0]?.message, reached === undefined ? undefined : `Usage reached ${reached}%`);
  });
}

Deno.test("steadyPercent() changes what was meant by nothing, and a figure of any size by no more than its step", () => {
  for (let tenth = 0; tenth <= 2000; tenth++) assertEquals(steadyPercent(tenth / 10), tenth / 10);
  for (const percent of [1e5, 123_456.789, Number.MAX_VALUE]) assertEquals(steadyPercent(percent), percent);
});
