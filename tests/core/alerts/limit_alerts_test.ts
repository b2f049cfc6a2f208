/** What is told of limits: thresholds, what comes together, and resets; early ones in `early_reset_alerts_test.ts`. */
import { at, fable, session, testSituations, week } from "./alert_situations.ts";
import { window } from "../situations.ts";

testSituations([
  // Thresholds.
  { name: "below all thresholds", steps: [[0, [session(74, 200)]]], told: [] },
  { name: "at a threshold", steps: [[0, [session(75, 200)]]], told: ["0 session 75%"] },
  { name: "the highest one crossed", steps: [[0, [session(93, 200)]]], told: ["0 session 90%"] },
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
    name: "every limit, named, in one notice, the more important first",
    steps: [[0, [session(76, 200), week(92), fable(100)]]],
    told: ["0 week:fable 100% + week 90% + session 75%"],
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
    name: "nothing at all where reminders are off",
    settings: { reminder: { enabled: false } },
    steps: [[0, [session(100, 20)]]],
    until: 60,
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
  }, // Near each other.
  {
    name: "never two within a minute: the second waits",
    steps: [[0, [session(76, 200)]], [0.5, [session(76, 200), week(90)]]],
    until: 5,
    told: ["0 session 75%", "1 week 90%"],
  },
  {
    name: "what waits for the minute to pass folds into one",
    steps: [[0, [session(76, 200)]], [0.3, [session(91, 200)]], [0.6, [session(92, 200), week(90)]]],
    until: 5,
    told: ["0 session 75%", "1 session 90% + week 90%"],
  }, // Before a reset.
  {
    name: "30, 15 and 5 minutes before a reset",
    steps: [[0, [session(40, 60)]]],
    until: 59,
    told: ["30 session resets within 30", "45 session resets within 15", "55 session resets within 5"],
  },
  {
    name: "the nearest one only, when it is late",
    steps: [[0, [session(40, 12)]]],
    until: 6,
    told: ["0 session resets within 15"],
  },
  {
    name: "not of the reset of a little-used limit, where that is asked for",
    settings: { reminder: { before_reset_from_percent: 50 } },
    steps: [[0, [session(49, 60)]]],
    until: 59,
    told: [],
  },
  {
    name: "of one used just so much",
    settings: { reminder: { before_reset_from_percent: 50, before_reset_minutes: [15] } },
    steps: [[0, [session(50, 60)]]],
    until: 59,
    told: ["45 session resets within 15"],
  },
  {
    name: "again of a reset that was put off by the server",
    settings: { reminder: { before_reset_minutes: [15] } },
    steps: [[0, [session(40, 10)]], [5, [session(41, 100)]]],
    until: 99,
    told: ["0 session resets within 15", "85 session resets within 15"],
  },
  {
    name: "limits that are reset together in one notice",
    settings: { reminder: { before_reset_minutes: [30] } },
    steps: [[0, [week(40, 60), window({ kind: "week", scope: "Fable" }, "week:fable", 10, at(60))]]],
    until: 59,
    told: ["30 week resets within 30 + week:fable resets within 30"],
  }, // A reset.
  {
    name: "the reset of a limit that was orange, by the clock alone",
    settings: { reminder: { before_reset_minutes: [], percentage_thresholds: [] } },
    steps: [[0, [session(75, 60)]]],
    until: 120,
    told: ["60 session was reset"],
  },
  {
    name: "not of one that was not",
    settings: { reminder: { before_reset_minutes: [], percentage_thresholds: [] } },
    steps: [[0, [session(74, 60)]], [61, [session(0, null)]]],
    until: 120,
    told: [],
  },
  {
    name: "not twice when the next reading tells of it too",
    settings: { reminder: { before_reset_minutes: [], percentage_thresholds: [] } },
    steps: [[0, [session(90, 60)]], [61, [session(1, 361)]], [66, [session(2, 361)]]],
    told: ["60 session was reset"],
  },
  {
    name: "of one that no reading names any more",
    settings: { reminder: { before_reset_minutes: [], percentage_thresholds: [] } },
    steps: [[0, [session(90, 60), week(20)]], [61, [week(20)]]],
    until: 70,
    told: ["60 session was reset"],
  },
  {
    name: "of a reset during which the machine slept",
    settings: { reminder: { before_reset_minutes: [], percentage_thresholds: [] } },
    steps: [[0, [session(90, 60)]], [1, (teller) => teller.jumpTo(at(200))]],
    told: ["200 session was reset"],
  },
  {
    name: "not of one half a day ago",
    settings: { reminder: { before_reset_minutes: [], percentage_thresholds: [] } },
    steps: [[0, [session(90, 60)]], [1, (teller) => teller.jumpTo(at(60 + 12 * 60))]],
    told: [],
  },
  {
    name: "not where it is switched off",
    settings: { reminder: { on_reset: false, before_reset_minutes: [], percentage_thresholds: [] } },
    steps: [[0, [session(90, 60)]]],
    until: 70,
    told: [],
  },
]);
