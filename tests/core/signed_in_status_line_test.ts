/** Whose figures a status line tells, and what becomes of periods and alerts by it. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { accountOfLogin, type LoginInFolder } from "../../src/core/signed_in.ts";
import { en } from "../../src/core/language/en/messages.ts";
import { barFacts } from "../../src/core/views/bars/bar_facts.ts";
import { isoTime } from "../../src/core/time/iso_time.ts";
import { snapshot } from "../../src/core/views/snapshot.ts";
import { trayView } from "../../src/core/views/tray_view.ts";
import { type Event, reduce, type State } from "../../src/core/state.ts";
import { alertsToTell } from "../../src/core/alerts/due_alerts.ts";
import { readingOf, usageAt } from "../../src/core/usage/current_usage.ts";
import type { WindowLimit } from "../../src/core/usage/limit.ts";
import { readingIn } from "../../src/core/usage/reading.ts";
import { nextStep } from "../../src/core/usage/schedule.ts";
import { scheduleInput } from "../../src/core/usage/schedule_input.ts";
import { fail, hour, july, minute, read, requestBudget, signedIn, stateAfter, t0 } from "./situations.ts";

const ours: LoginInFolder = { account: "one", tokenHash: "t1" };

function told(percents: { session?: number; week?: number }, after: number, login = ours): Event {
  const limits = july.flatMap((limit): readonly WindowLimit[] =>
    limit.kind === "window" && (limit.id === "session" || limit.id === "week") &&
      percents[limit.id] !== undefined
      ? [{ ...limit, usedPercent: percents[limit.id] ?? null }]
      : []
  );
  const at = t0 + after * minute;
  return { type: "status-line", login, figures: { limits, at, isNew: true }, now: at };
}

const credential = (tokenHash: string, account: string, at: number): Event => ({
  type: "credential",
  credential: { kind: "token", account, origin: "Claude Code", tokenHash, expiresAt: null, requestBudget },
  now: t0 + at * minute,
});

const shown = (state: State) =>
  Object.fromEntries((readingOf(state)?.limits ?? []).map(({ id, usedPercent }) => [id, usedPercent]));

const base = stateAfter([signedIn, read(july)]);

Deno.test("a status line's figures are shown, and the caps of models stay as they were", () => {
  const state = reduce(base, told({ session: 33, week: 49 }, 2));
  assertEquals(shown(state), { "session": 33, "week": 49, "week:fable": 81, "extra": null });
  const usage = usageAt(state, t0 + 3 * minute);
  assert(usage.kind === "fresh");
  assertEquals([usage.reading.source, usage.reading.observedAt], ["status line", t0 + 2 * minute]);
  assertEquals(state.requestLog, base.requestLog);
});

Deno.test("periods follow the figures that were told, and no others", () => {
  const state = reduce(base, told({ session: 33, week: 49 }, 2));
  const samples = state.periods.map(({ limit, samples }) => [limit, samples.map(({ percent }) => percent)]);
  assertEquals(samples.sort(), [["session", [15, 33]], ["week", [48, 49]], ["week:fable", [81]]]);
});

Deno.test("alerts follow from a status line as from any answer", () => {
  const thresholds = (state: State, now: number) =>
    alertsToTell(state, now).map(({ series }) => series).filter((series) => series.includes("session"));
  assertEquals(thresholds(base, t0 + 2 * minute), []);
  assert(thresholds(reduce(base, told({ session: 92 }, 2)), t0 + 2 * minute).length > 0);
});

Deno.test("menu, tooltip and snapshot say as of when the other limits are", () => {
  const state = reduce(base, told({ session: 33, week: 49 }, 10));
  const now = t0 + 11 * minute;
  const { menu, tooltip } = trayView(state, now, { messages: en, demo: false });
  const labels = menu.flatMap((entry) => entry.kind === "item" ? [entry.label] : []);
  const aged = (lines: readonly string[]) => lines.filter((line) => line.includes("as of 14:00")).length;
  // The cap of a model, and what was spent.
  assertEquals([aged(labels), aged(tooltip.body.split("\n"))], [2, 2]);
  const { usage } = snapshot(state, now, en);
  assertEquals(
    [usage.source, usage.age_seconds, usage.limits.map(({ observed_at }) => observed_at)],
    ["status line", 60, [undefined, undefined, isoTime(t0), isoTime(t0)]],
  );
});

Deno.test("bars say how old the limit is that they show", () => {
  // The cap of a model stops the work first.
  const state = reduce(base, told({ session: 33, week: 49 }, 10));
  assertEquals(barFacts(state, t0 + 11 * minute, en).observedAt, t0);
  const session = reduce(base, told({ session: 95 }, 10));
  assertEquals(barFacts(session, t0 + 11 * minute, en).observedAt, t0 + 10 * minute);
});

Deno.test("figures of a folder are those of the login that is in it", () => {
  const cases: readonly [LoginInFolder, string | null][] = [
    [ours, "one"],
    // The name beside a login can be of another one.
    [{ account: "two", tokenHash: "t1" }, "one"],
    [{ account: "two", tokenHash: "t2" }, "two"],
    [{ account: "two", tokenHash: null }, "two"],
    [{ account: null, tokenHash: "t2" }, null],
    [{ account: null, tokenHash: null }, null],
  ];
  for (const [login, account] of cases) assertEquals(accountOfLogin(base, login), account);
});

Deno.test("another account's figures are kept for it, and nobody's are dropped", () => {
  const other = reduce(base, told({ session: 60 }, 2, { account: "two", tokenHash: "t2" }));
  assertEquals(shown(other), shown(base));
  assertEquals(readingIn(other, "two")?.limits.map(({ usedPercent }) => usedPercent), [60]);
  assert(reduce(base, told({ session: 60 }, 2, { account: null, tokenHash: null })) === base);
});

Deno.test("a session of the old login tells nothing of the new one", () => {
  const swapped = reduce(base, credential("t2", "two", 5));
  const login = { account: "two", tokenHash: "t2" };
  assert(reduce(swapped, told({ session: 60 }, 6, login)) === swapped);
  const atStart = stateAfter([credential("t1", "one", 0), told({ session: 60 }, 1)]);
  assertEquals(shown(atStart), { session: 60 });
});

Deno.test("the newest figures are shown while the endpoint refuses, and why it gives none", () => {
  const refused = reduce(base, fail({ kind: "rate-limited", retryAfterMs: hour }, t0 + 5 * minute));
  const usage = usageAt(reduce(refused, told({ session: 40 }, 9)), t0 + 10 * minute);
  assert(usage.kind === "stale" && usage.why.kind === "rate-limited");
  assertEquals(usage.reading.observedAt, t0 + 9 * minute);
});

Deno.test("an answer of the endpoint counts more than all status lines before it", () => {
  const state = reduce(reduce(base, told({ session: 33 }, 2)), read(july, t0 + 3 * minute));
  assertEquals(shown(state), shown(base));
  assertEquals(readingOf(state)?.update, undefined);
});

Deno.test("the endpoint is asked less often while status lines come, and in time for what they do not tell", () => {
  const asked = (state: State, at: number) => {
    const step = nextStep(scheduleInput(state), t0 + at * minute);
    return step.kind === "ask" ? (step.at - t0) / minute : step.kind;
  };
  const calm = july.map((limit) => limit.id === "week:fable" ? { ...limit, usedPercent: 10 } : limit);
  const start = stateAfter([signedIn, read(calm)]);
  assertEquals(asked(start, 1), 5);
  assertEquals(asked(reduce(start, told({ session: 16, week: 48 }, 4)), 4), 9);
  assertEquals(
    asked([2, 4, 8, 12].reduce((state, at) => reduce(state, told({ week: 48 }, at)), start), 12),
    15,
  );
  // A model's cap is what stops the work first: the status line does not tell it.
  assertEquals(asked(reduce(base, told({ session: 16, week: 48 }, 3)), 3), 4);
  // Nobody was ever asked.
  assertEquals(asked(stateAfter([signedIn, told({ session: 16 }, 1)]), 2), 2);
});
