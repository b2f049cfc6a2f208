/** Alerts are told once, and not while a person wants silence: restarts, clock jumps, snooze, quiet hours, delivery. */
import { at, fable, restart, session, snoozed, testStories, week } from "./alert_stories.ts";

const quiet = { enabled: true, quiet_hours_start: "14:00", quiet_hours_end: "15:00", dnd_threshold: 100 };

testStories([
  {
    name: "nothing at all where reminders are off",
    settings: { reminder: { enabled: false } },
    steps: [[0, [session(100, 20)]]],
    until: 60,
    told: [],
  },
  {
    name: "every limit, named, in one notice, the more important first",
    steps: [[0, [session(76, 200), week(92), fable(100)]]],
    told: ["0 week:fable 100% + week 90% + session 75%"],
    says: [["Claude Usage Critical", "Week · Fable 100%, Week 92%, Session 76%"]],
  },
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
  },
  {
    name: "not an error of the server, nor an odd answer",
    steps: [[0, { kind: "server-error", status: 500 }], [1, {
      kind: "odd-body",
      why: { about: "system", text: "HTML" },
    }]],
    until: 300,
    told: [],
  },
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
