/** When a reset before its time is told, what one stray answer gives cause to tell, and resets whose time is not known. */
import { at, restart, session, testStories, week } from "../alert_stories.ts";
import { isoTime } from "../../../../src/core/time/iso_time.ts";
import type { Limit } from "../../../../src/core/usage/limit.ts";
import { hour } from "../../situations.ts";

/** The session, of which nobody knows until when it runs. */
const unknownReset = (percent: number): Limit => ({
  kind: "window",
  id: "session",
  title: { kind: "session" },
  usedPercent: percent,
  resetsAt: null,
  resetUnknown: true,
});

testStories([
  {
    name: "an early reset, even of a little-used limit",
    steps: [[0, [week(34)]], [5, [week(0, 7 * 24 * 60)]]],
    told: ["5 week was reset early"],
    says: [["Claude Reset", "Your week was reset early, at 14:05"]],
    json: [{
      kind: "reset",
      limit: "week",
      name: "Week",
      reset_at: isoTime(at(5)),
      early: true,
    }],
  },
  {
    name: "an early reset that leaves the reset time as it was, when a second answer says so too",
    steps: [[0, [week(74)]], [5, [week(3)]], [10, [week(3)]], [15, [week(4)]]],
    told: ["10 week was reset early"],
  },
  {
    name: "nothing of one low answer with the same reset time, nor of what is as before after it",
    steps: [
      [0, [session(80, 200), week(76)]],
      [5, [session(8, 200), week(0)]],
      [10, [session(80, 200), week(76)]],
      [15, restart],
      [20, [session(81, 200), week(76)]],
    ],
    told: ["0 session 75% + week 75%"],
  },
  {
    name: "nothing of a reset when one high answer is over, and the threshold when it is reached in truth",
    steps: [
      [0, [session(40, 200)]],
      [5, [session(100, 200)]],
      [10, [session(40, 200)]],
      [15, [session(41, 200)]],
      [20, [session(76, 200)]],
      [25, [session(92, 200)]],
    ],
    told: ["5 session 100%", "20 session runs out + session 75%", "25 session 90%"],
  },
  {
    name: "a threshold once, though the reset is known in one answer and not in the next",
    steps: [
      [0, [session(76, 200)]],
      [5, [unknownReset(76)]],
      [10, [session(76, 200)]],
      [15, [unknownReset(76)]],
      [20, restart],
      [25, [unknownReset(76)]],
      [30, [session(76, 200)]],
    ],
    told: ["0 session 75%"],
  },
  {
    name: "a threshold once, when the reset is told only later",
    steps: [[0, [unknownReset(76)]], [5, [unknownReset(76)]], [10, [session(76, 200)]], [15, [
      session(76, 200),
    ]]],
    told: ["0 session 75%"],
  },
  {
    name: "a reset when it is due, though the answer after it does not say until when the next one runs",
    steps: [[0, [session(80, 20)]], [30, [unknownReset(3)]], [35, [unknownReset(4)]], [40, [
      session(5, 300),
    ]]],
    settings: { reminder: { before_reset_minutes: [] } },
    told: ["0 session 75%", "20 session was reset"],
  },
  {
    name: "no early reset of a limit whose end nobody knows, but a reset",
    steps: [[0, [unknownReset(80)]], [5, [unknownReset(2)]], [10, [unknownReset(3)]]],
    told: ["0 session 75%", "10 session was reset"],
  },
  {
    name: "an early reset once",
    steps: [[0, [week(34)]], [5, [week(0, 7 * 24 * 60)]], [10, [week(1, 7 * 24 * 60)]], [15, restart]],
    told: ["5 week was reset early"],
  },
  {
    name: "nothing of one answer by which nothing has begun",
    steps: [[0, [session(80, 200)]], [5, [session(0, null)]], [10, [session(80, 200)]], [15, [
      session(81, 200),
    ]]],
    told: ["0 session 75%"],
  },
  {
    name: "an early reset after which nothing has begun, when a second answer says so too",
    steps: [[0, [session(80, 200)]], [5, [session(0, null)]], [10, [session(0, null)]], [15, [
      session(3, 300),
    ]]],
    told: ["0 session 75%", "10 session was reset early"],
  },
  {
    name: "one odd answer with another end is told as a reset, and nothing is told again when it is over",
    steps: [[0, [session(80, 200)]], [5, [session(3, 290)]], [10, [session(80, 200)]], [15, [
      session(81, 200),
    ]]],
    told: ["0 session 75%", "5 session was reset early"],
  },
  {
    name: "no reset when one answer was high, the next one low, and then it is as before",
    steps: [[0, [session(50, 200)]], [5, [session(95, 200)]], [10, [session(5, 200)]], [15, [
      session(50, 200),
    ]], [20, [session(51, 200)]]],
    told: ["5 session 90%"],
  },
  {
    name: "that it runs out again, when it was told of one high answer before",
    steps: [40, 42, 44, 74, 46, 48, 52, 62, 70].map((percent, index) => [5 * index, [session(percent, 280)]]),
    told: ["15 session runs out", "30 session runs out"],
  },
  {
    name: "no reset before it is due, by a clock that is hours fast",
    settings: { reminder: { before_reset_minutes: [30] } },
    steps: [
      [0, { type: "clock", skewMs: 6 * hour, now: at(0) }],
      [0, [session(80, 200 - 360)]],
      [5, [session(81, 200 - 360)]],
      [205, [session(3, 500 - 360)]],
    ],
    told: ["0 clock", "1 session 75%", "170 session resets within 30", "200 session was reset"],
  },
  {
    name: "a reset that is due, and no early one, by a clock that is hours slow",
    settings: { reminder: { before_reset_minutes: [30] } },
    steps: [
      [0, { type: "clock", skewMs: -6 * hour, now: at(0) }],
      [0, [session(80, 420)]],
      [65, [session(3, 720)]],
      [70, [session(4, 720)]],
    ],
    told: ["0 clock", "1 session 75%", "30 session resets within 30", "60 session was reset"],
  },
  { name: "a correction of a few points is no reset", steps: [[0, [week(40)]], [5, [week(36)]]], told: [] },
  {
    name: "a reset time that is put off is no reset",
    steps: [[0, [week(40)]], [5, [week(41, 5 * 24 * 60)]]],
    told: [],
  },
]);
