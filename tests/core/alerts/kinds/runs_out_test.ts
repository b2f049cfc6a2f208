/** When it is told that a limit is used up before its reset. */
import { at, session, type Step, testStories } from "../alert_stories.ts";
import { isoTime } from "../../../../src/core/time/iso_time.ts";

const rising = (from: number, to: number, minutes: number, resetsIn: number): readonly Step[] =>
  [0, 1, 2, 3, 4, 5, 6].map((index) => [
    index * minutes / 6,
    [session(from + (to - from) * index / 6, resetsIn)],
  ]);

testStories([
  {
    name: "a session that runs out before its reset",
    settings: { reminder: { percentage_thresholds: [] } },
    steps: rising(20, 60, 60, 180),
    until: 62,
    told: ["50 session runs out"],
    says: [["Claude Usage Warning", "Session runs out at 16:00, 60 minutes before it resets"]],
    json: [{
      kind: "runs-out",
      limit: "session",
      name: "Session",
      runs_out_at: isoTime(at(120)),
      resets_at: isoTime(at(180)),
    }],
  },
  {
    name: "not while little of it is used",
    settings: { reminder: { percentage_thresholds: [] } },
    steps: rising(5, 45, 60, 240),
    told: [],
  },
  {
    name: "not just before the reset anyway",
    settings: { reminder: { percentage_thresholds: [], before_reset_minutes: [] } },
    steps: rising(50, 80, 60, 105),
    told: [],
  },
  { name: "not at a pace that lasts", steps: rising(20, 60, 60, 110), until: 61, told: [] },
]);
