/** What bars and prompts show of a state: `lineOfState()` and `waybarOfState()`, over the facts, the line, the fields and the module. */
// @ts-types="../../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { en } from "../../../../src/core/language/en/messages.ts";
import { vi } from "../../../../src/core/language/vi/messages.ts";
import type { Limit } from "../../../../src/core/usage/limit.ts";
import type { Event, State } from "../../../../src/core/state.ts";
import { barFacts, notRunningFacts } from "../../../../src/core/views/bars/bar_facts.ts";
import { lineOf, lineOfState, waybarOfState } from "../../../../src/core/views/bars/bar_text.ts";
import { trayView } from "../../../../src/core/views/tray_view.ts";
import { agentsAtWork } from "../../../server/agents_at_work.ts";
import { fail, hour, july, minute, read, signedIn, stateAfter, t0, window } from "../../situations.ts";

const good = [signedIn, read(july)];
const hostile = "<b>&%{A:rm:}#(rm)$(rm)`rm`\\";
const hostileLimits: readonly Limit[] = [window({ kind: "named", name: hostile }, "x", 70, t0 + hour)];

const line = (state: State, now = t0) => lineOfState(state, now, en, null);
const filled = (state: State, template: string, now = t0) => lineOfState(state, now, en, template);
const module = (state: State, now = t0) =>
  waybarOfState(state, now, en, trayView(state, now, { messages: en, demo: false }).tooltip);

const snoozed: Event = { type: "snoozed", until: t0 + hour, now: t0 };
const offline = fail({ kind: "offline", how: "dns" }, t0 + 20 * minute);
const lines: readonly (readonly [string, readonly Event[], number, string])[] = [
  ["the binding limit, its reset, and the session", good, t0, "Week · Fable 81% ↻ 4d · Session 15%"],
  ["nothing known yet", [], t0, "Loading..."],
  [
    "a session that binds stands once",
    [
      signedIn,
      read(
        july.slice(0, 2).map((
          limit,
        ) => ({ ...limit, usedPercent: limit.id === "session" ? 60 : 48 } as Limit)),
      ),
    ],
    t0,
    "Session 60% ↻ 2h 5m",
  ],
  ["money alone", [signedIn, read(july.slice(3))], t0, "$408.43"],
  ["no limit at all", [signedIn, read([])], t0, "no limit is running"],
  ["a snooze", [...good, snoozed], t0, "Week · Fable 81% ↻ 4d · Session 15% · snoozed until 15:00"],
  [
    "old figures, and why",
    [...good, offline],
    t0 + 20 * minute,
    "Week · Fable 81% ↻ 3d 23h · Session 15% · offline: the server's name cannot be resolved · 20m old",
  ],
];
for (const [what, events, now, expected] of lines) {
  Deno.test(`status --line: ${what}`, () => assertEquals(line(stateAfter(events), now), expected));
}

Deno.test("status --line says first that an agent waits, in the person's language", () => {
  assert(line(agentsAtWork)?.startsWith("1 waits for you · "));
  assert(lineOfState(agentsAtWork, t0, vi, null)?.startsWith("1 đang chờ bạn · "));
});

const fields: readonly (readonly [string, string])[] = [
  ["{percent} {limit} {level} {colour} {bar}", "81 Week · Fable orange #ff8016 ████████░░"],
  ["{reset} {reset_in}", "Thu 14:00 4d"],
  ["{session} {session_reset} {session_reset_in}", "15 16:05 2h 5m"],
  ["{week} {week_reset} {week_reset_in}", "48 Thu 14:00 4d"],
  ["{spent} {age} {condition}", "$408.43 0 s ago good"],
  ["<{waits}{waiting_for}{agents}{alerts}{snoozed}{trouble}{forecast}>", "<000>"],
];
for (const [template, expected] of fields) {
  Deno.test(`status --format ${template}`, () => assertEquals(filled(stateAfter(good), template), expected));
}

Deno.test("the fields of agents, of a snooze, of alerts and of what is wrong", () => {
  assertEquals(filled(agentsAtWork, "{waits} {agents} {waiting_for}"), "1 1 app: wants to run 'git push'");
  assertEquals(filled(stateAfter([...good, snoozed]), "{snoozed}"), "15:00");
  const refused: Event = { type: "undelivered", why: { about: "system", text: "no" }, now: t0 };
  assertEquals(filled(stateAfter([...good, refused]), "{alerts}"), "1");
  const state = stateAfter([...good, fail({ kind: "signed-out" })]);
  assertEquals(filled(state, "{condition} {trouble} {percent}"), "signed-out signed out 81");
  const rising = [20, 30, 40, 50].map((percent, at) =>
    read([window({ kind: "session" }, "session", percent, t0 + 3 * hour)], t0 - (30 - 10 * at) * minute)
  );
  assertEquals(filled(stateAfter([signedIn, ...rising]), "{forecast}")?.startsWith("runs out at "), true);
});

Deno.test("the fields of a program that is waited for", () => {
  const facts = notRunningFacts(en);
  assertEquals(lineOf(facts, t0, en, null), "claudeminder is not running");
  assertEquals(
    lineOf(facts, t0, en, "{percent}|{level}|{colour}|{reset}|{condition}|{trouble}"),
    "--|unknown|#b2b7bf|--|not-running|claudeminder is not running",
  );
});

Deno.test("after its reset a limit has no percentage in a bar", () => {
  const state = stateAfter([signedIn, read(july.slice(0, 1))]);
  assertEquals(filled(state, "{percent} {session} {session_reset}", t0 + 3 * hour), "-- -- --");
});

Deno.test("what a limit is called is markup to no bar", () => {
  const state = stateAfter([signedIn, read(hostileLimits)]);
  const shown = "‹b›+٪(A:rm:)♯(rm)$ (rm)'rm'∖";
  assertEquals(filled(state, "{limit}"), shown);
  assertEquals(line(state)?.startsWith("‹b›+٪(A:rm:)"), true);
  const { text, alt, tooltip, class: classes } = module(state);
  for (const part of [text, alt, tooltip, ...classes]) assert(!/[<>&]/.test(part), part);
  assert(barFacts(state, t0, en).limit?.name === hostile);
});

Deno.test("what a limit's name ends with makes no order of what a template puts behind it", () => {
  const named = (name: string) =>
    stateAfter([signedIn, read([window({ kind: "named", name }, "x", 20, t0 + hour)])]);
  assertEquals(filled(named("a%"), "{limit}{{F}}"), "a\u066a{F}");
  assertEquals(filled(named("a$"), "{limit}(rm)"), "a$ (rm)");
});

const modules: readonly (readonly [string, State, number, string, readonly string[]])[] = [
  ["good figures", stateAfter(good), t0, "orange", ["orange", "good"]],
  ["a snooze", stateAfter([...good, snoozed]), t0, "snoozed", ["orange", "good", "snoozed"]],
  ["nothing known", stateAfter([]), t0, "loading", ["unknown", "loading"]],
  ["no network", stateAfter([...good, offline]), t0 + 20 * minute, "offline", ["orange", "offline", "stale"]],
  ["old figures", stateAfter(good), t0 + 20 * minute, "stale", ["orange", "stale"]],
  ["an agent that waits", agentsAtWork, t0, "waiting", ["unknown", "loading", "waiting"]],
];
for (const [what, state, now, alt, classes] of modules) {
  Deno.test(`status --waybar has classes and a word for ${what}`, () => {
    const shown = module(state, now);
    assertEquals([shown.alt, shown.class], [alt, classes]);
  });
}

Deno.test("status --waybar shows the percentage, and what the tray's tooltip says", () => {
  const { text, percentage, tooltip } = module(stateAfter(good));
  assertEquals([text, percentage], ["81%", 81]);
  assert(tooltip.startsWith("claudeminder: 15.0% | Fable 81% | Reset in 2h 5m\nSession: 15%"));
  assertEquals(module(stateAfter([])).text, "--");
});
