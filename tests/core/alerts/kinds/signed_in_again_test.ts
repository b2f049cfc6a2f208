/** When a person is told that a sign-in has helped. */
// @ts-types="../../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { nextAlertChange } from "../../../../src/core/alerts/due_alerts.ts";
import { nothingSaved } from "../../../../src/core/saved_state.ts";
import { defaultSettings } from "../../../../src/core/settings.ts";
import { initialState } from "../../../../src/core/state.ts";
import { minute, t0 } from "../../situations.ts";
import { renewed, session, signedOut, snoozed, testStories } from "../alert_stories.ts";

testStories([
  {
    name: "no token, and that it is back",
    steps: [[0, [session(40, 300)]], signedOut(5), renewed(20), [20.1, [session(41, 300)]]],
    until: 60,
    told: ["5.08 sign in: signed-out", "20.1 signed in"],
    says: [["Claude Signed Out", "Signed out: sign in with `claude`"], [
      "Claude Signed In",
      "Signed in again: Session 41%",
    ]],
    json: [{ kind: "sign-in", why: "signed-out" }, { kind: "signed-in" }],
  },
  {
    name: "not again after a restart, nor that it is back when it came back meanwhile",
    steps: [
      [0, [session(40, 300)]],
      signedOut(5),
      [10, (teller) => teller.restart()],
      signedOut(11),
      [20, (teller) => teller.restart()],
      renewed(21),
      [22, [session(40, 300)]],
    ],
    until: 60,
    told: ["5.08 sign in: signed-out"],
  },
  {
    name: "not that it is back long after, when a snooze ends",
    steps: [
      [0, [session(40, 300)]],
      signedOut(5),
      snoozed(6, 60),
      renewed(20),
      [21, [session(41, 300)]],
      [26, [session(42, 300)]],
    ],
    until: 100,
    told: ["5.08 sign in: signed-out"],
  },
]);

Deno.test("nextAlertChange() is the end of a refusal while a person was told to sign in: figures may be fresh again", () => {
  const gate = { tokenHash: "t1", since: t0, until: t0 + 7 * minute, repeats: 1 };
  const told = [{ series: "sign-in/t1", mark: 0, at: t0 - minute }];
  const next = (saved: Partial<typeof nothingSaved>) =>
    nextAlertChange(initialState(defaultSettings, { ...nothingSaved, ...saved }), t0);
  assertEquals(next({ gates: [gate], told }), gate.until);
  assertEquals(next({ gates: [gate] }), t0 + 30 * minute);
});
