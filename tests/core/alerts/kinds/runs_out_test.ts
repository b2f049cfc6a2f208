/** When it is told that a limit is used up before its reset. */
import { session, type Step, testStories } from "../alert_stories.ts";

const rising = (from: number, to: number, minutes: number, resetsIn: number): readonly Step[] =>
  [0, 1, 2, 3, 4, 5, 6].map((index) => [
    index * minutes / 6,
    [session(from + (to - from) * index / 6, resetsIn)],
  ]);

/** From the begin of the session on, which resets in minute 300. */
const evenly = (perMinute: number, from: number, to: number): readonly Step[] =>
  Array.from({ length: (to - from) / 5 + 1 }, (_, index) => from + index * 5)
    .map((minutes) => [minutes, [session(Math.floor(minutes * perMinute), 300)]]);

testStories([
  {
    name: "a session that runs out before its reset",
    settings: { reminder: { percentage_thresholds: [] } },
    steps: evenly(0.6, 20, 100),
    until: 110,
    told: ["85 session runs out"],
    says: [["Claude Usage Warning", "Session runs out at 16:42, 2 h 18 min before it resets"]],
  },
  {
    name: "once, though the forecast changes with each answer",
    settings: { reminder: { percentage_thresholds: [], before_reset_minutes: [] } },
    steps: [
      ...evenly(0.6, 20, 100),
      // A pause, in which it lasts after all, and on it goes.
      ...[105, 110, 115, 120, 140, 160, 180].map((minutes): Step => [minutes, [session(60, 300)]]),
      ...[185, 190, 195, 200].map((minutes): Step => [minutes, [session(60 + (minutes - 180) * 1.5, 300)]]),
    ],
    told: ["85 session runs out"],
  },
  {
    name: "not of what nobody uses at present, though it was much before",
    settings: { reminder: { percentage_thresholds: [], before_reset_minutes: [] } },
    steps: [100, 105, 110, 115, 120].map((minutes): Step => [minutes, [session(70, 300)]]),
    told: [],
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
