/** What is told once, and not in silence: restarts, clock jumps, snooze, quiet hours, delivery. */
import { at, restart, session, type Step, testSituations, week } from "./alert_situations.ts";

const quiet = { enabled: true, quiet_hours_start: "14:00", quiet_hours_end: "15:00", dnd_threshold: 100 };
const snoozed = (from: number, minutes: number): Step => [
  from,
  { type: "snoozed", until: at(from + minutes), now: at(from) },
];

testSituations([
  // The first start, and restarts.
  {
    name: "at the first start what is true, and nothing that is past",
    steps: [[0, [session(93, -30), week(80)]]],
    told: ["0 week 75%"],
  },
  {
    name: "nothing again after a restart",
    steps: [[0, [session(93, 200)]], [2, restart], [5, [session(94, 200)]]],
    told: ["0 session 90%"],
  },
  {
    name: "what was crossed meanwhile after a restart",
    steps: [[0, [session(76, 200)]], [2, restart], [5, [session(94, 200)]]],
    told: ["0 session 75%", "5 session 90%"],
  },
  {
    name: "nothing again after the clock was set back",
    steps: [[0, [session(76, 200)]], [1, (teller) => teller.jumpTo(at(-120))]],
    told: ["0 session 75%"],
  },
  {
    name: "what is crossed after the clock was set back",
    steps: [[0, [session(76, 400)]], [1, (teller) => teller.jumpTo(at(-30))], [-20, [session(91, 400)]]],
    told: ["0 session 75%", "-20 session 90%"],
  }, // Silence.
  { name: "nothing while snoozed", steps: [snoozed(0, 30), [1, [session(76, 200)]]], until: 29, told: [] },
  {
    name: "what is still true after a snooze, as one",
    steps: [snoozed(0, 30), [1, [session(76, 200)]], [5, [session(91, 200), week(80)]]],
    until: 40,
    told: ["30 session 90% + week 75%"],
  },
  {
    name: "not what was true only during a snooze",
    settings: { reminder: { on_reset: false } },
    steps: [snoozed(0, 70), [1, [session(40, 60)]], [62, [session(0, null)]]],
    until: 90,
    told: [],
  },
  {
    name: "a snooze is over with its session",
    settings: { reminder: { on_reset: false, before_reset_minutes: [] } },
    // An early reset: one that is due ends a snooze by its time.
    steps: [[0, [session(40, 200)]], snoozed(1, 600), [62, [session(1, 362)]], [67, [session(80, 362)]]],
    told: ["67 session 75%"],
  },
  {
    name: "a snooze outlives the beginning of a session",
    steps: [[0, [session(0, null)]], snoozed(1, 60), [4, [session(1, 304)]], [9, [session(80, 304)]]],
    until: 70,
    told: ["61 session 75%"],
  },
  {
    name: "a snooze outlives a restart",
    steps: [snoozed(0, 30), [1, [session(76, 200)]], [2, restart]],
    until: 40,
    told: ["30 session 75%"],
  },
  {
    name: "resumed",
    steps: [snoozed(0, 30), [1, [session(76, 200)]], [2, { type: "snoozed", until: null, now: at(2) }]],
    told: ["2 session 75%"],
  },
  {
    name: "quiet hours, both ends inclusive",
    settings: { focus_mode: quiet },
    steps: [[0, [session(76, 200)]]],
    until: 90,
    told: ["61 session 75%"],
  },
  {
    name: "quiet hours over midnight",
    settings: { focus_mode: { ...quiet, quiet_hours_start: "22:00", quiet_hours_end: "13:59" } },
    steps: [[0, [session(76, 700)]], [8 * 60, [session(91, 700)]]],
    until: 9 * 60,
    told: ["0 session 75%"],
  },
  {
    name: "quiet hours only where the focus mode is on",
    settings: { focus_mode: { ...quiet, enabled: false } },
    steps: [[0, [session(76, 200)]]],
    told: ["0 session 75%"],
  },
  {
    name: "not disturbed above the threshold of the session",
    settings: { focus_mode: { enabled: true, dnd_threshold: 80 } },
    steps: [[0, [session(79, 200)]], [5, [session(91, 200), week(90)]]],
    until: 100,
    told: ["0 session 75%"],
  }, // Delivery.
  {
    name: "what could not be shown, once it can",
    steps: [
      [0, (teller) => teller.deliver(false)],
      [1, [session(76, 200)]],
      [9, [session(91, 200)]],
      [10, (teller) => teller.deliver(true)],
    ],
    until: 20,
    told: ["10 session 90%"],
  },
]);
