/** Which of what was told is over, as a table: what was told, and the state and time at which it is asked. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { stillTrue } from "../../../src/core/alerts/still_true.ts";
import type { StillTrue } from "../../../src/core/alerts/alert_kind.ts";
import { defaultSettings } from "../../../src/core/settings.ts";
import type { Telling } from "../../../src/core/alerts/told.ts";
import type { Instance } from "../../../src/core/agents/opencode/instance.ts";
import type { Event, State } from "../../../src/core/state.ts";
import type { Failure } from "../../../src/core/usage/usage_failure.ts";
import {
  agents as agentsState,
  busy,
  instance,
  now as agentNow,
  permission,
  question,
  run,
} from "../agents/opencode/situations.ts";
import { fail, hour, minute, read, signedIn, stateAfter, t0, window } from "../situations.ts";
import { settingsWith, type SomeSettings } from "./teller.ts";

const telling = (series: string): Telling => ({ series, mark: 0 });
const signedOut: Event = {
  type: "credential",
  credential: { kind: "none", failure: { kind: "signed-out" }, account: "one", since: t0 },
  now: t0,
};
const session = (percent: number, resetsAt: number) =>
  window({ kind: "session" }, "session", percent, resetsAt);
/** Signed in, a session begun at `t0` that ends after an hour, and what happens then. */
const after = (...events: readonly Event[]) =>
  stateAfter([signedIn, read([session(80, t0 + hour)]), ...events]);
const failing = (failure: Failure) => after(fail(failure, t0 + minute));
/** A session of which so much is used, five minutes after each other, after 40, 41 and 41 %. */
const rising = (...percents: readonly number[]) =>
  stateAfter([
    signedIn,
    ...[40, 41, 41, ...percents].map((percent, index) =>
      read([session(percent, t0 + 2 * hour)], t0 + index * 5 * minute)
    ),
  ]);
const paced = (...percents: readonly number[]) =>
  stateAfter(
    [
      signedIn,
      ...[60, ...percents].map((percent, index) =>
        read([session(percent, t0 + 4 * hour)], t0 + index * 5 * minute)
      ),
    ],
    { ...defaultSettings, goals: { ...defaultSettings.goals, enabled: true } },
  );
const limit = (about: string) => `limit/one/session/${t0}/${about}`;

const usage: readonly (readonly [what: string, series: readonly string[], State, at: number, StillTrue])[] = [
  ["no network, offline", ["network"], failing({ kind: "offline", how: "dns" }), t0 + minute, "still"],
  [
    "no network, now a certificate",
    ["network"],
    failing({ kind: "certificate", how: "untrusted", host: "h" }),
    t0 + minute,
    "still",
  ],
  ["no network, after a good answer", ["network"], after(), t0, "over"],
  [
    "no network, now an error of the server",
    ["network"],
    failing({ kind: "server-error", status: 500 }),
    t0,
    "over",
  ],
  ["no network, now the token is refused", ["network"], failing({ kind: "token-refused" }), t0, "over"],
  ["a wrong clock, still", ["clock"], after({ type: "clock", skewMs: -3 * hour, now: t0 }), t0, "still"],
  ["a wrong clock, set right", ["clock"], after({ type: "clock", skewMs: 0, now: t0 }), t0, "over"],
  ["signed out, still", ["sign-in/none"], after(signedOut), t0, "still"],
  ["a refused token, another refused", ["sign-in/t0"], failing({ kind: "token-refused" }), t0, "still"],
  ["signed out, signed in", ["sign-in/none"], after(signedOut, signedIn), t0, "over"],
  [
    "signed out, signed in for the first time",
    ["sign-in/none"],
    stateAfter([signedOut, signedIn]),
    t0,
    "over",
  ],
  ["signed in, the token has expired", ["sign-in/t1"], after(), t0 + 6 * hour, "still"],
  [
    "refused, still",
    ["rate-limited/t1"],
    failing({ kind: "rate-limited", retryAfterMs: null }),
    t0 + minute,
    "still",
  ],
  ["refused, after a good answer", ["rate-limited/t1"], after(), t0, "over"],
  ["a warning, in its period", [limit("threshold")], after(), t0 + hour - 1, "still"],
  [
    "a warning, less is used",
    [limit("threshold")],
    after(read([session(72, t0 + hour)], t0 + minute)),
    t0,
    "still",
  ],
  ["that it runs out, as it is", [limit("runs-out")], rising(74), t0 + 16 * minute, "still"],
  [
    "that it runs out, by one high answer",
    [limit("runs-out")],
    rising(74, 42),
    t0 + 21 * minute,
    "over",
  ],
  ["more than the day's budget, as it is", [limit("pace")], paced(98), t0 + 16 * minute, "still"],
  [
    "more than the day's budget, by one high answer",
    [limit("pace")],
    paced(98, 60),
    t0 + 16 * minute,
    "over",
  ],
  ["a warning, at the reset", [limit("threshold")], after(), t0 + hour, "over"],
  [
    "a warning, after an early reset",
    [limit("threshold")],
    after(read([session(0, t0 + 5 * hour)], t0 + minute)),
    t0 + minute,
    "over",
  ],
  ["a reset that is near, at it", [limit(`before-${t0 + hour}`)], after(), t0 + hour, "over"],
  ["a limit that runs out, after its reset", [limit("runs-out")], after(), t0 + hour, "over"],
  ["a reset", [limit("reset")], after(), t0 + 2 * hour, "news"],
  ["a cap", ["cap/one/extra"], after(), t0, "news"],
  ["signed in again", ["signed-in"], after(), t0, "news"],
  ["two, of which one is over", ["network", limit("threshold")], after(), t0, "still"],
  ["two that are over", ["network", "rate-limited/t1"], after(), t0, "over"],
  ["one that is over, and news", ["network", limit("reset")], after(), t0 + hour, "news"],
];

Deno.test("stillTrue() what was told of limits and troubles", () => {
  for (const [what, series, state, at, expected] of usage) {
    assertEquals(stillTrue(series.map(telling), state, at), expected, what);
  }
});

const silent = { kind: "not-answering", since: agentNow - hour } as const;
const asks = (rest: Partial<Instance> = {}) =>
  instance(1, [{ id: "a", status: busy }], { permissions: permission("a", run, 9_000), ...rest });
const works = (ago: number) =>
  instance(1, [{ id: "a", status: busy, tools: [{ name: "bash", arg: "make", ago }] }], {
    guessBefore: { "": Infinity },
  });

const agents: readonly (readonly [string, string, readonly Instance[], SomeSettings, StillTrue])[] = [
  ["a permission", "1:2:per_a", [instance(3, []), asks()], {}, "still"],
  ["a permission, answered", "1:2:per_a", [asks({ permissions: {} })], {}, "over"],
  ["a permission, another one asked", "1:2:per_b", [asks()], {}, "over"],
  ["a permission of another server", "3:4:per_a", [asks()], {}, "over"],
  ["a permission, no server", "1:2:per_a", [], {}, "over"],
  ["a permission, the server silent for long", "1:2:per_a", [asks({ reach: silent })], {}, "still"],
  ["a permission, reminders off", "1:2:per_a", [asks()], { reminder: { enabled: false } }, "over"],
  ["a permission, not wanted", "1:2:per_a", [asks()], { opencode: { alert_permission: false } }, "over"],
  [
    "a permission, others to be told later",
    "1:2:per_a",
    [asks()],
    { opencode: { permission_seconds: 60 } },
    "still",
  ],
  ["a question", "1:2:que_a", [asks({ questions: question("a", []) })], {}, "still"],
  ["a question, answered", "1:2:que_a", [asks()], {}, "over"],
  ["a tool that may wait", "1:2:prt_0", [works(6_000)], {}, "still"],
  ["a tool that went on", "1:2:prt_0", [asks({ permissions: {} })], {}, "over"],
];

Deno.test("stillTrue() what was told of agents that wait", () => {
  for (const [what, name, opencode, settings, expected] of agents) {
    const state = { ...stateAfter([], settingsWith(settings)), agents: agentsState(...opencode) };
    assertEquals(stillTrue([telling(`opencode-waiting:${name}`)], state, agentNow), expected, what);
  }
});

Deno.test("stillTrue() leaves what an agent has finished", () => {
  const state = stateAfter([]);
  assertEquals(stillTrue([telling("opencode-finished:1:2:a")], state, agentNow), "news");
});
