/** When it is told that more than the day's budget is used. */
import { session, testStories } from "../alert_stories.ts";

const goals = { enabled: true, daily_budget_percent: 60 };

testStories([
  {
    name: "a day's budget that is exceeded, once a session",
    settings: { goals, reminder: { percentage_thresholds: [] } },
    steps: [[0, [session(38, 200)]], [5, [session(60, 200)]], [10, [session(70, 200)]]],
    told: ["5 pace"],
    says: [["Claude Usage Warning", "Session: Pace exceeded by 24.8%"]],
    json: [{
      kind: "pace",
      limit: "session",
      name: "Session",
      percent: 60,
      expected_percent: 35.208333333333336,
    }],
  },
  {
    name: "not without a warning wanted",
    settings: {
      goals: { ...goals, warn_when_pace_exceeded: false },
      reminder: { percentage_thresholds: [] },
    },
    steps: [[5, [session(60, 200)]]],
    told: [],
  },
]);
