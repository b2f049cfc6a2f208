// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { defaultSettings } from "../../../src/core/settings.ts";
import { en } from "../../../src/core/language/en/messages.ts";
import type { Event, State } from "../../../src/core/state.ts";
import type { MenuEntry } from "../../../src/core/menu_entry.ts";
import { nextViewChange, trayView } from "../../../src/core/views/tray_view.ts";
import type { Failure } from "../../../src/core/usage/usage_failure.ts";
import { fail, hour, july, minute, read, signedIn, stateAfter, t0, window } from "../situations.ts";

const options = { messages: en, demo: false };
const view = (state: State, now = t0) => trayView(state, now, options);

function labels(entries: readonly MenuEntry[]): readonly string[] {
  return entries.flatMap((entry) => entry.kind === "separator" ? [] : [entry.label]);
}

function entry(state: State, id: string, now = t0): MenuEntry | undefined {
  const all = (entries: readonly MenuEntry[]): readonly MenuEntry[] =>
    entries.flatMap((one) => one.kind === "submenu" ? [one, ...all(one.entries)] : [one]);
  return all(view(state, now).menu).find((one) => one.id === id);
}

const session = (percent: number, resetsIn: number | null) =>
  window({ kind: "session" }, "session", percent, resetsIn === null ? null : t0 + resetsIn);
const week = (percent: number) => window({ kind: "week" }, "week", percent, t0 + 50 * hour);

const titles: readonly [string, readonly Event[], number, string][] = [
  [
    "the session first, then the week",
    [signedIn, read([session(42, 2 * hour + 5 * minute), week(13)])],
    t0,
    "claudeminder: 42.0% | week 13% | Reset in 2h 5m",
  ],
  [
    "the binding limit in the week's place",
    [signedIn, read(july)],
    t0,
    "claudeminder: 15.0% | Fable 81% | Reset in 2h 5m",
  ],
  ["minutes", [signedIn, read([session(7, 45 * minute)])], t0, "claudeminder: 7.0% | Reset in 45m"],
  [
    "now!",
    [signedIn, read([session(7, 45 * minute)])],
    t0 + 44.5 * minute,
    "claudeminder: 7.0% | Reset now! | 44m old",
  ],
  [
    "no percentage after the reset",
    [signedIn, read([session(97, 5 * minute), week(13)])],
    t0 + 6 * minute,
    "claudeminder: -- | week 13% | Reset now!",
  ],
  [
    "what is spent, where no percentage is told",
    [signedIn, read(july.filter(({ kind }) => kind === "money"))],
    t0,
    "claudeminder: Extra usage $408.43",
  ],
  [
    "no amount in the place of a percentage that is awaited",
    [signedIn, read([...july.filter(({ kind }) => kind === "money"), week(13)])],
    t0 + 8 * 24 * hour,
    "claudeminder: 8d old",
  ],
  [
    "when the reset was, once it is no news",
    [signedIn, read([session(97, 5 * minute), week(13)])],
    t0 + 19 * hour + 5 * minute,
    "claudeminder: -- | week 13% | Reset 19 h ago | 19h 5m old",
  ],
  ["no session that does not run", [signedIn, read([week(13)])], t0, "claudeminder: week 13%"],
  [
    "no more than is true: 99.96 is not 100",
    [signedIn, read([session(99.96, hour)])],
    t0,
    "claudeminder: 99.9% | Reset in 1h",
  ],
  ["loading", [signedIn], t0, "claudeminder: Loading..."],
  [
    "what is wrong, where nothing is known",
    [signedIn, fail({ kind: "offline", how: "dns" })],
    t0,
    "claudeminder: offline: the server's name cannot be resolved",
  ],
  [
    "how old the figures are, when there are no newer ones",
    [signedIn, read([session(42, 3 * hour)]), fail({ kind: "server-error", status: 503 }, t0 + hour)],
    t0 + hour,
    "claudeminder: 42.0% | Reset in 2h | 1h old",
  ],
  ["no limit", [signedIn, read([])], t0, "claudeminder: no limit is running"],
];
for (const [promise, events, now, title] of titles) {
  Deno.test(`trayView() titles: ${promise}`, () =>
    assertEquals(view(stateAfter(events), now).tooltip.title, title));
}

Deno.test("trayView() has one line a limit, names the one that binds, and says how old the figures are", () => {
  const menu = labels(view(stateAfter([signedIn, read(july)]), t0 + 12_000).menu);
  assertEquals(menu.slice(0, 5), [
    `█░░░░░░░░░ \u200715%  Session · resets in 2h 4m (${en.clock(t0 + 2 * hour + 5 * minute, t0)})`,
    `████░░░░░░ \u200748%  Week · resets in 3d 23h (${en.clock(t0 + 4 * 24 * hour, t0)})`,
    `████████░░ \u200781%  Week · Fable · resets in 3d 23h (${
      en.clock(t0 + 4 * 24 * hour, t0)
    }) · stops you first`,
    "Extra usage · $408.43",
    "updated 12 s ago from the endpoint",
  ]);
  assertEquals(menu.slice(5), ["Refresh now", "Snooze", "Open settings", "Quit"]);
});

const lines: readonly [string, Failure, string][] = [
  [
    "offline since when",
    { kind: "offline", how: "refused" },
    "offline since 14:00: the connection was refused",
  ],
  ["when it tries again", { kind: "rate-limited", retryAfterMs: null }, "rate limited, next try 14:01"],
  [
    "what to do about a refused token",
    { kind: "token-refused" },
    "the server refuses the token: sign in with `claude`",
  ],
  ["what to do about a scope", { kind: "scope" }, "this token may not read the usage: sign in with `claude`"],
  [
    "what to do about a certificate",
    { kind: "certificate", how: "untrusted", host: "api.example" },
    "usage.ca_file",
  ],
  ["the pin", { kind: "certificate", how: "pin", host: "api.example" }, "usage.pins"],
  ["the error's number", { kind: "server-error", status: 503 }, "the server answers with error 503"],
  [
    "that the answer is odd",
    { kind: "odd-body", why: { about: "answer", kind: "not-json" } },
    "the answer is not understood: it is not JSON",
  ],
  [
    "which setting",
    { kind: "setting", why: { about: "system", text: "HTTPS_PROXY is no address" } },
    "HTTPS_PROXY is no address",
  ],
];
for (const [promise, failure, line] of lines) {
  Deno.test(`trayView() says ${promise}`, () => {
    const state = stateAfter([signedIn, read(july), fail(failure)]);
    const said = labels(view(state, t0 + 1000).menu);
    assert(said.some((label) => label.includes(line)), said.join("\n"));
    assert(said.includes("last figures 1 s ago"));
  });
}

Deno.test("trayView() knows an expired token without asking, and offers to sign in", () => {
  const state = stateAfter([signedIn, read(july)]);
  assertEquals(entry(state, "sign-in"), undefined);
  const later = t0 + 6 * hour;
  assert(labels(view(state, later).menu).includes("token expired: run `claude` or sign in"));
  assertEquals(entry(state, "sign-in", later)?.kind, "item");
  assertEquals(view(state, later).icon.condition, "signed-out");
});

Deno.test("trayView() refuses a refresh that is not allowed, and says from when on it is", () => {
  const state = stateAfter([signedIn, read(july), fail({ kind: "rate-limited", retryAfterMs: 90_000 })]);
  assertEquals(entry(state, "refresh"), {
    kind: "item",
    id: "refresh",
    label: "Refresh now · next try 14:01",
    action: null,
  });
  const allowed = entry(state, "refresh", t0 + 100_000);
  assert(allowed?.kind === "item");
  assertEquals(allowed.action, { kind: "refresh" });
});

Deno.test("trayView() offers the snoozes of the settings and an hour, and the way back", () => {
  const state = stateAfter([signedIn, read(july)]);
  const offered = entry(state, "snooze");
  assert(offered?.kind === "submenu");
  assertEquals(labels(offered.entries), [
    "5 minutes",
    "15 minutes",
    "30 minutes",
    "1 hour",
    "Until the session's reset",
  ]);
  const snoozed = stateAfter([signedIn, read(july), { type: "snoozed", until: t0 + 15 * minute, now: t0 }]);
  const resume = entry(snoozed, "snooze");
  assert(resume?.kind === "submenu");
  assertEquals(resume.label, "Snoozed until 14:15");
  assertEquals(labels(resume.entries).at(-1), "Resume notifications");
  assertEquals([view(snoozed).icon.snoozed, view(snoozed, t0 + 15 * minute).icon.snoozed], [true, false]);
});

const icons: readonly [string, readonly Event[], number, unknown][] = [
  ["the binding limit", [signedIn, read(july)], t0, ["good", 81, "orange"]],
  ["waiting", [signedIn], t0, ["waiting", null, null]],
  ["waiting after a reset without newer figures", [signedIn, read([session(97, minute)])], t0 + minute, [
    "waiting",
    null,
    null,
  ]],
  ["old figures as old", [signedIn, read(july)], t0 + 16 * minute, ["stale", 81, "orange"]],
  ["the last figures while offline", [signedIn, read(july), fail({ kind: "offline", how: "dns" })], t0, [
    "offline",
    81,
    "orange",
  ]],
  ["rate limited", [signedIn, read(july), fail({ kind: "rate-limited", retryAfterMs: null })], t0, [
    "rate-limited",
    81,
    "orange",
  ]],
  [
    "nobody",
    [{
      type: "credential",
      credential: { kind: "none", failure: { kind: "signed-out" }, account: null, since: t0 },
      now: t0,
    }],
    t0,
    ["signed-out", null, null],
  ],
  ["a certificate as a problem", [signedIn, fail({ kind: "certificate", how: "pin", host: "h" })], t0, [
    "problem",
    null,
    null,
  ]],
  [
    "bad settings as a problem",
    [signedIn, read(july), { type: "settings-refused", problems: [{ about: "system", text: "x" }], now: t0 }],
    t0,
    ["problem", 81, "orange"],
  ],
  ["over 100", [signedIn, read([session(137.9, hour)])], t0, ["good", 137, "red"]],
];
for (const [promise, events, now, expected] of icons) {
  Deno.test(`trayView() icon shows ${promise}`, () => {
    const { condition, percent, level } = view(stateAfter(events), now).icon;
    assertEquals([condition, percent, level], expected);
  });
}

Deno.test("trayView() icon follows what the settings say, and what binds while that does not run", () => {
  const follow = (what: "session" | "week") => ({
    ...defaultSettings,
    icon: { ...defaultSettings.icon, follow: what },
  });
  assertEquals(view(stateAfter([signedIn, read(july)], follow("session"))).icon.percent, 15);
  assertEquals(view(stateAfter([signedIn, read(july)], follow("week"))).icon.percent, 48);
  assertEquals(view(stateAfter([signedIn, read([week(13)])], follow("session"))).icon.percent, 13);
});

Deno.test("trayView() marks a demo in tooltip and menu", () => {
  const demo = trayView(stateAfter([signedIn, read(july)]), t0, { messages: en, demo: true });
  assertStringIncludes(demo.tooltip.title, "demo");
  assertEquals(labels(demo.menu)[0], "demo: a simulated account");
});

Deno.test("trayView() keeps titles short and ids unique, whatever a limit is called and however long it lasts", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.integer({ min: 0, max: 9999 }),
      fc.integer({ min: -1e9, max: 1e9 }),
      (name, percent, resetsIn) => {
        const limit = window({ kind: "week", scope: name }, `week:${name}`, percent, t0 + resetsIn);
        const state = stateAfter([signedIn, read([session(percent, resetsIn), limit])]);
        const { tooltip, menu } = view(state);
        assert([...tooltip.title].length <= 64, tooltip.title);
        const ids = menu.flatMap((one) =>
          one.kind === "submenu" ? [one.id, ...one.entries.map((inner) => inner.id)] : [one.id]
        );
        assertEquals(new Set(ids).size, ids.length);
      },
    ),
    { seed: 10 },
  );
});

Deno.test("nextViewChange() is never late: between two of its moments the view stays the same", () => {
  const state = stateAfter([
    signedIn,
    read(july),
    fail({ kind: "rate-limited", retryAfterMs: 95_500 }),
    { type: "snoozed", until: t0 + 15 * minute, now: t0 },
  ]);
  let now = t0, changes = 0;
  while (now < t0 + 3 * hour) {
    const next = nextViewChange(state, now);
    assert(next > now);
    // Under a minute the age is told in seconds, and renewed every ten.
    const before = JSON.stringify(view(state, now)).replaceAll(/\d+ s ago/g, "s ago");
    const last = JSON.stringify(view(state, next - 1)).replaceAll(/\d+ s ago/g, "s ago");
    assertEquals(last, before, `from ${now - t0} to ${next - t0}`);
    now = next;
    changes++;
  }
  assert(changes < 3 * 60 * 4, `${changes} renders in 3 hours`);
});
