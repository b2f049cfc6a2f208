// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { en } from "../../../src/core/language/en/messages.ts";
import { dailyGoal, dailyGoalJson } from "../../../src/core/usage/daily_goal.ts";

const goals = { enabled: true, daily_budget_percent: 80, warn_when_pace_exceeded: true };
const noon = new Date(2026, 6, 19, 12).getTime();

Deno.test("dailyGoal() expects the day's budget to be used evenly from local midnight on, with a tenth to spare", () => {
  assertEquals(dailyGoal(goals, 44, noon), { expectedPercent: 40, onTrack: true });
  assertEquals(dailyGoal(goals, 44.1, noon), { expectedPercent: 40, onTrack: false });
  assertEquals(dailyGoal({ ...goals, enabled: false }, 44, noon), null);
});

Deno.test("dailyGoalJson() is the goals of get_usage", () => {
  assertEquals(dailyGoalJson(goals, 42, noon, en), {
    enabled: true,
    is_on_track: true,
    current_usage: 42,
    expected_usage: 40,
    message: "On track: 42.0% / 40.0% expected",
  });
  assertEquals(dailyGoalJson(goals, 47.3, noon, en).message, "Pace exceeded by 7.3%");
  assertEquals(dailyGoalJson({ ...goals, enabled: false }, 42, noon, en), {
    enabled: false,
    is_on_track: true,
    current_usage: 42,
    expected_usage: 0,
    message: "",
  });
});
