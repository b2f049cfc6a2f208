/** When it is told that this machine's clock is wrong. */
import { at, restart, session, type Step, testStories } from "../alert_stories.ts";
import { hour } from "../../situations.ts";

const clock = (from: number, skewMs: number): Step => [from, { type: "clock", skewMs, now: at(from) }];

testStories([
  {
    name: "a clock that is hours off, once, and again when it was right meanwhile",
    steps: [
      [0, [session(10, 200)]],
      clock(1, 10 * hour),
      [2, restart],
      clock(3, 10 * hour),
      clock(10, 0),
      clock(20, -2 * hour),
      [30, [session(11, 200)]],
    ],
    told: ["1 clock", "20 clock"],
    says: [["Clock is wrong", "This machine's clock is 10 hours fast: set it right"], [
      "Clock is wrong",
      "This machine's clock is 2 hours slow: set it right",
    ]],
    json: [{ kind: "clock", ahead_seconds: 36000 }, { kind: "clock", ahead_seconds: -7200 }],
  },
  { name: "not a clock that is minutes off", steps: [[0, [session(10, 200)]], clock(1, 600_000)], told: [] },
]);
