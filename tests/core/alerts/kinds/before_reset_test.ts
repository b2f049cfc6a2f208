/** When it is told that a limit is going to be reset soon. */
import { at, session, testStories, week } from "../alert_stories.ts";
import { isoTime } from "../../../../src/core/time/iso_time.ts";
import { window } from "../../situations.ts";

testStories([
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
    says: [["Claude Reset Soon", "Session resets in 12 minutes (14:12)"]],
    json: [{
      kind: "before-reset",
      limit: "session",
      name: "Session",
      percent: 40,
      resets_at: isoTime(at(12)),
    }],
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
  },
]);
