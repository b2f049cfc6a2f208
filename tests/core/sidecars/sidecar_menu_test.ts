// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { messagesIn } from "../../../src/core/language/catalogues.ts";
import type { Language } from "../../../src/core/language/languages.ts";
import { sidecarEntries } from "../../../src/core/sidecars/sidecar_menu.ts";
import type { SidecarEvent } from "../../../src/core/sidecars/sidecar_state.ts";
import { reduce, type State } from "../../../src/core/state.ts";
import { day, hour, minute } from "../../../src/core/time/units.ts";
import { drawnMenu } from "../drawn_menu.ts";
import { stateAfter, t0 } from "../situations.ts";
import { happens, reports, sidecar, withSidecars } from "./sidecar_samples.ts";

function drawn({ sidecars }: State, now = t0, language: Language = "en"): readonly string[] {
  return drawnMenu(sidecarEntries(sidecars, now, messagesIn(language)));
}

const start: SidecarEvent = { kind: "start", by: "person" };
const { spawned, ready, failed, exited, notSpawned, gone } = reports(1);

/** One that may be restarted once. */
function one(...events: readonly SidecarEvent[]): State {
  const settings = withSidecars(sidecar("agents", { max_restarts: 1 }));
  return stateAfter(events.map((event) => happens("agents", event)), settings);
}

function onceOnly(...events: readonly SidecarEvent[]): State {
  const settings = withSidecars(sidecar("agents", { auto_restart: false }));
  return stateAfter(events.map((event) => happens("agents", event)), settings);
}

/** It has been restarted as often as it may be. */
function givenUp(lastLines: readonly string[]): State {
  const state = one(start, spawned, exited);
  const { spawned: spawnedAgain, exited: exitedAgain } = reports(2);
  const [{ phase } = { phase: null }] = state.sidecars;
  assert(phase?.kind === "restarting");
  const later = [
    happens("agents", { kind: "tick" }, phase.retryAt),
    happens("agents", spawnedAgain, phase.retryAt),
    happens("agents", { ...exitedAgain, lastLines }, phase.retryAt),
  ];
  return later.reduce(reduce, state);
}

function removed(): State {
  return reduce(one(start, spawned, ready), { type: "settings", settings: withSidecars(), now: t0 });
}

const start1 = "| Start [start-sidecar]", log = "| Open log [open-sidecar-log]";
const running = ["| Stop [stop-sidecar]", "| Restart [restart-sidecar]", log];
const oddAnswer = "| It answered with HTTP status 500";

const menus: readonly (readonly [string, State, readonly string[]])[] = [
  ["idle", one(), ["agents: not started >", start1, log]],
  ["starting", one(start), ["agents: starting >", ...running]],
  ["starting, with a process", one(start, spawned), [
    "agents: starting · 12 min · port 8765 >",
    ...running,
  ]],
  ["healthy", one(start, spawned, ready), ["agents: running · 12 min · port 8765 >", ...running]],
  ["unhealthy", one(start, spawned, ready, failed), [
    "agents: not well · 1 of 3 checks failed · 12 min · port 8765 >",
    ...running,
    "| --",
    oddAnswer,
  ]],
  ["stopping because of its health", one(start, spawned, ready, failed, failed, failed), [
    "agents: stopping · 12 min · port 8765 >",
    "| Stop [stop-sidecar]",
    log,
    "| --",
    oddAnswer,
  ]],
  ["restarting", one(start, spawned, exited), [
    "agents: restarts soon · 1 restart >",
    ...running,
    "| --",
    "| It ended with status 1",
  ]],
  ["stopping because a person wants it", one(start, spawned, ready, { kind: "stop" }), [
    "agents: stopping · 12 min · port 8765 >",
    start1,
    log,
  ]],
  ["stopped", one(start, spawned, ready, { kind: "stop" }, gone), ["agents: stopped >", start1, log]],
  ["given up", givenUp(["one", "", "two", `\u001b[31mthree\u202e`, "four"]), [
    "agents: failed · 1 restart >",
    start1,
    log,
    "| --",
    "| Given up after a restart: it ended with status 1",
    "| two",
    "| \ufffd[31mthree\ufffd",
    "| four",
  ]],
  ["failed, and not to be restarted", onceOnly(start, spawned, ready, exited), [
    "agents: failed >",
    start1,
    log,
    "| --",
    "| It ended with status 1",
    "| out of luck",
  ]],
  ["failed, because it is not there", onceOnly(start, notSpawned), [
    "agents: failed >",
    start1,
    log,
    "| --",
    '| The program "helper" is not there',
  ]],
  ["no longer in the settings", removed(), ["agents: stopping · 12 min · port 8765 >", log]],
];
for (const [name, state, expected] of menus) {
  Deno.test(`sidecarEntries() of one that is ${name}`, () => {
    assertEquals(drawn(state, t0 + 12 * minute), expected);
  });
}

Deno.test("sidecarEntries() tells in Vietnamese what it tells in English", () => {
  assertEquals(drawn(one(start, spawned, ready, failed), t0 + 3 * hour, "vi"), [
    "agents: không ổn · 1 trên 3 lần kiểm tra không đạt · 3 giờ · cổng 8765 >",
    "| Dừng [stop-sidecar]",
    "| Khởi động lại [restart-sidecar]",
    "| Mở nhật ký [open-sidecar-log]",
    "| --",
    "| Nó trả lời với mã HTTP 500",
  ]);
});

Deno.test("the line of a sidecar changes once a minute, then once an hour, then once a day", () => {
  const state = one(start, spawned, ready);
  const uptimes: readonly (readonly [number, string])[] = [
    [-1, "under 1 min"],
    [minute - 1, "under 1 min"],
    [minute, "1 min"],
    [hour - 1, "59 min"],
    [hour, "1 h"],
    [2 * day - 1, "47 h"],
    [2 * day, "2 days"],
  ];
  for (const [ms, uptime] of uptimes) {
    assertEquals(drawn(state, t0 + ms)[0], `agents: running · ${uptime} · port 8765 >`);
  }
});

Deno.test("sidecarEntries() is empty without sidecars, and names at most five before a submenu", () => {
  const state = (count: number) =>
    stateAfter(
      // The last one is not well.
      [happens(`s${count}`, start), happens(`s${count}`, notSpawned)],
      withSidecars(...Array.from({ length: count }, (_, index) => sidecar(`s${index + 1}`))),
    );
  const tops = (count: number) => drawn(state(count)).filter((line) => !line.startsWith("|"));
  assertEquals(tops(0), []);
  assertEquals(tops(5).map((line) => line.split(":")[0]), ["s1", "s2", "s3", "s4", "s5"]);
  assertEquals(tops(6).map((line) => line.split(":")[0]), [
    "s1",
    "s2",
    "s3",
    "s4",
    "s6",
    "+1 more sidecar >",
  ]);
  assertEquals(tops(50).at(-2), "s50: restarts soon · 1 restart >");
  assertEquals(tops(50).at(-1), "+45 more sidecars >");
  const all = drawn(state(50)).filter((line) => /^(?:\| )?s\d+:/.test(line));
  assertEquals(all.length, 50);
});

Deno.test("each entry of the sidecars has an id of its own, and each of a sidecar's is about it", () => {
  const state = stateAfter([], withSidecars(...["a", "b", "c", "d", "e", "f"].map((name) => sidecar(name))));
  const ids: string[] = [];
  const walk = (entries: ReturnType<typeof sidecarEntries>): void => {
    for (const entry of entries) {
      ids.push(entry.id);
      if (entry.kind === "submenu") walk(entry.entries);
      if (entry.kind === "item" && entry.action !== null) {
        assert("name" in entry.action && entry.id.startsWith(`sidecar:${entry.action.name}:`), entry.id);
      }
    }
  };
  walk(sidecarEntries(state.sidecars, t0, messagesIn("en")));
  assertEquals(new Set(ids).size, ids.length);
  assertEquals(ids.length, 6 * 3 + 1);
});
