/** When it is told that a limit has reached a threshold. */
import { session, testStories } from "../alert_stories.ts";

testStories([
  { name: "below all thresholds", steps: [[0, [session(74, 200)]]], told: [] },
  { name: "at a threshold", steps: [[0, [session(75, 200)]]], told: ["0 session 75%"] },
  {
    name: "the highest one crossed",
    steps: [[0, [session(93, 200)]]],
    told: ["0 session 90%"],
    says: [["Claude Usage Critical", "Session: 93% used, resets in 3h 20m (17:20)"]],
    json: [{ kind: "threshold", limit: "session", name: "Session", percent: 93, threshold: 90 }],
  },
  {
    name: "each once as it is crossed",
    steps: [[0, [session(76, 200)]], [5, [session(80, 200)]], [10, [session(91, 200)]], [15, [
      session(100, 200),
    ]], [20, [session(100, 200)]]],
    told: ["0 session 75%", "10 session 90%", "15 session 100%"],
  },
  {
    name: "not again when it falls and rises a little",
    steps: [[0, [session(76, 200)]], [5, [session(74, 200)]], [10, [session(76, 200)]]],
    told: ["0 session 75%"],
  },
  {
    name: "again in the next period",
    settings: { reminder: { on_reset: false, before_reset_minutes: [] } },
    steps: [[0, [session(76, 60)]], [61, [session(2, 360)]], [100, [session(77, 360)]]],
    told: ["0 session 75%", "100 session 75%"],
  },
  {
    name: "not again when the reset time jitters, over any boundary",
    steps: [-2, 1, -1, 2, 0.01, -0.01].map((jitter, index) => [index * 5, [session(76, 200 + jitter)]]),
    told: ["0 session 75%"],
  },
  {
    name: "thresholds of one's own",
    settings: { reminder: { percentage_thresholds: [33] } },
    steps: [[0, [session(32, 200)]], [5, [session(40, 200)]], [10, [session(99, 200)]]],
    told: ["5 session 33%"],
  },
  {
    name: "no thresholds",
    settings: { reminder: { percentage_thresholds: [] } },
    steps: [[0, [session(100, 200)]]],
    told: [],
  },
  {
    name: "a limit that has not begun",
    steps: [[0, [session(0, null)]]],
    until: 600,
    told: [],
  },
  {
    name: "a cap in money",
    steps: [0, 5].map((minutes) => [minutes, [{
      kind: "money",
      id: "extra",
      title: { kind: "extra" },
      spent: { minor: 4600, exponent: 2, currency: "USD" },
      cap: { minor: 5000, exponent: 2, currency: "USD" },
      usedPercent: 92,
    }]]),
    told: ["0 extra 90%"],
    says: [["Claude Usage Critical", "Extra usage: 92% used"]],
    json: [{ kind: "threshold", limit: "extra", name: "Extra usage", percent: 92, threshold: 90 }],
  },
]);
