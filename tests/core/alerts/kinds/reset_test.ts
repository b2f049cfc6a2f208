/** When it is told that a limit was reset by its time; early resets are in `reset_early_test.ts`. */
import { at, session, testStories, week } from "../alert_stories.ts";
import { isoTime } from "../../../../src/core/time/iso_time.ts";

testStories([
  {
    name: "the reset of a limit that was orange, by the clock alone",
    settings: { reminder: { before_reset_minutes: [], percentage_thresholds: [] } },
    steps: [[0, [session(75, 60)]]],
    until: 120,
    told: ["60 session was reset"],
    says: [["Claude Reset", "Session was reset at 15:00"]],
    json: [{
      kind: "reset",
      limit: "session",
      name: "Session",
      reset_at: isoTime(at(60)),
      early: false,
    }],
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
