/** `courseJsons()`: which limits have a course, and what other programs get of it. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { en } from "../../../src/core/language/en/messages.ts";
import { isoTime } from "../../../src/core/time/iso_time.ts";
import { courseJsons } from "../../../src/core/views/course_json.ts";
import { hour, minute, read, signedIn, stateAfter, t0, window } from "../situations.ts";

const resetsAt = t0 + 3 * hour;
const session = (percent: number, ago: number) =>
  read([window({ kind: "session" }, "session", percent, resetsAt)], t0 - ago * minute);
const state = stateAfter([signedIn, session(20, 30), session(30, 20), session(40, 10), session(50, 0)]);

Deno.test("courseJsons() gives a limit's course from the begin of its window to its reset", () => {
  const [course, ...others] = courseJsons(state, t0, en);
  assert(course !== undefined);
  assertEquals(others, []);
  assertEquals([course.id, course.name], ["session", "Session"]);
  const startsAt = isoTime(resetsAt - 5 * hour);
  assertEquals(course.past[0], { time: startsAt, percent: 0 });
  assertEquals(course.past.at(-1)?.time, isoTime(t0));
  assertEquals(course.even, [{ time: startsAt, percent: 0 }, { time: isoTime(resetsAt), percent: 100 }]);
  assertEquals([course.ahead[0]?.time, course.ahead.at(-1)?.time], [isoTime(t0), isoTime(resetsAt)]);
  for (const { low, percent, high } of course.ahead) assert(low <= percent && percent <= high);
});

Deno.test("courseJsons() gives the limits that are asked for, and none of which too little is known", () => {
  const account = courseJsons(state, t0, en)[0]?.account ?? "";
  const count = (asked: { account?: string; limit?: string }) => courseJsons(state, t0, en, asked).length;
  assertEquals([count({ account }), count({ limit: "session" }), count({ account, limit: "session" })], [
    1,
    1,
    1,
  ]);
  assertEquals([count({ account: "other" }), count({ limit: "week" })], [0, 0]);
  assertEquals(courseJsons(stateAfter([signedIn, session(50, 0)]), t0, en), []);
});
