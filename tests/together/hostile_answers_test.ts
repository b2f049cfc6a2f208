/**
 * Whatever a server answers, what src/providers/claude/ makes of it can be shown by src/core/, and written and read again by
 * src/storage/, and stays small.
 */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertLess } from "@std/assert";
import { nothingSaved, savedStateOf } from "../../src/core/saved_state.ts";
import { alertsToTell } from "../../src/core/alerts/due_alerts.ts";
import { defaultSettings } from "../../src/core/settings.ts";
import { en } from "../../src/core/language/en/messages.ts";
import { snapshot } from "../../src/core/views/snapshot.ts";
import { type Event, initialState, reduce, type State } from "../../src/core/state.ts";
import { trayView } from "../../src/core/views/tray_view.ts";
import { loadSavedState, saveState } from "../../src/storage/state_file.ts";
import { savedStateParts } from "../../src/storage/state_file_schema.ts";
import { parseUsage } from "../../src/providers/claude/usage_limits.ts";
import { signedIn, t0 } from "../core/situations.ts";
import { fakeHost } from "../support/fake_host.ts";

const file = "/state/state.json";
const minute = 60_000;
const maxBytes = 4 << 20;
const runs = 500, readingsPerRun = 40;

/** A fixed sequence, so that a failure can be seen again: Park and Miller's generator. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = state * 16807 % 2147483647) / 2147483647;
}

class Hostile {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  one<T>(values: readonly [T, ...T[]]): T {
    return values[Math.floor(this.#random() * values.length)] ?? values[0];
  }

  number(): unknown {
    const numbers = [
      0,
      1,
      50,
      99.99999999999999,
      100,
      1e3,
      1e5,
      1e12,
      1e306,
      Infinity,
      NaN,
      -1,
      -0,
      5e-324,
      2 ** 53,
    ];
    return this.one([this.#random() * 100, this.#random() * 100, ...numbers]);
  }

  text(): string {
    const texts = [
      "",
      "x".repeat(5000),
      "\u0000\u001b]0;x\u0007",
      "\u202eabc",
      "__proto__",
      "constructor",
      "Fable",
      "session",
    ];
    return this.one(["Opus", ...texts, "\ud800", "🧠".repeat(100), "a/b/threshold", String(this.number())]);
  }

  time(now: number): unknown {
    const near = new Date(now + (this.#random() - 0.4) * 1e9).toISOString();
    const odd = [
      "1969-12-31T23:59:59Z",
      "+275760-09-13T00:00:00Z",
      "2026-11-25T22:00:00+0000",
      null,
      undefined,
      now,
      now / 1000,
    ];
    return this.one<unknown>([
      near,
      near,
      near,
      near.replace("Z", "+00:00"),
      ...odd,
      this.number(),
      this.text(),
    ]);
  }

  any(now: number): unknown {
    return this.one<unknown>([
      null,
      undefined,
      true,
      [],
      {},
      [[[]]],
      this.number(),
      this.text(),
      this.time(now),
    ]);
  }

  field(value: unknown, now: number): unknown {
    return this.#random() < 0.1 ? this.any(now) : value;
  }

  window(now: number): unknown {
    return this.field({
      utilization: this.field(this.number(), now),
      resets_at: this.time(now),
      label: this.any(now),
      limit_dollars: this.any(now),
      used_dollars: this.any(now),
    }, now);
  }

  entry(now: number): unknown {
    const kind = this.one(["session", "weekly_all", "weekly_scoped", this.text()]);
    const name = this.one<unknown>([this.text(), { display_name: this.text(), id: this.any(now) }, [
      this.text(),
    ]]);
    return this.field({
      kind: this.field(kind, now),
      percent: this.field(this.number(), now),
      resets_at: this.time(now),
      scope: this.field({ model: this.field(name, now), surface: this.any(now) }, now),
    }, now);
  }

  money(now: number): unknown {
    const currency = this.one<unknown>(["USD", "JPY", "eur", "KWD", this.any(now)]);
    return { amount_minor: this.field(this.number(), now), currency, exponent: this.any(now) };
  }

  /** Percentages, times, amounts and names, each now and then what it cannot be. */
  body(now: number): unknown {
    const count = this.one([0, 1, 1, 2, 2, 2, 2, 3, 3, 60]);
    return this.field({
      five_hour: this.window(now),
      seven_day: this.window(now),
      [this.one(["seven_day_opus", "wattle_ember", this.text()])]: this.window(now),
      limits: this.field(Array.from({ length: count }, () => this.entry(now)), now),
      spend: this.field({
        used: this.money(now),
        limit: this.money(now),
        percent: this.number(),
        enabled: this.any(now),
      }, now),
      extra_usage: this.field({
        is_enabled: this.any(now),
        monthly_limit: this.number(),
        used_credits: this.number(),
        utilization: this.number(),
        currency: this.any(now),
        decimal_places: this.any(now),
      }, now),
    }, now);
  }
}

/** One more answer, as the provider and the notifier handle it; what is not data changes nothing. */
function answered(
  state: State,
  body: unknown,
  now: number,
): { readonly state: State; readonly read: boolean } {
  const parsed = parseUsage(body, now);
  if (parsed.kind !== "limits") return { state, read: false };
  const { limits, gaps } = parsed;
  const reading = {
    account: "one",
    observedAt: now,
    source: "endpoint" as const,
    limits,
    ...(gaps === undefined ? {} : { gaps }),
  };
  const event: Event = {
    type: "answered",
    answer: { kind: "reading", reading },
    tokenHash: "t1",
    random: 0,
    now,
  };
  const next = reduce(reduce(state, { type: "asked", now }), event);
  const told = alertsToTell(next, now);
  const words = { title: "", body: "", alerts: [] };
  return {
    state: reduce(next, { type: "told", told, ...words, pulse: false, spaced: true, now }),
    read: true,
  };
}

/** What is written holds nothing that is not read again. */
function assertReadable(state: State): void {
  const { readings } = state;
  const { lost, value } = savedStateParts(JSON.parse(JSON.stringify({ version: 1, readings }))) ??
    { lost: ["all"] };
  assertEquals(lost, []);
  assertEquals(value?.readings, readings);
  for (const { limits } of readings) {
    assert(limits.length <= 50);
    for (const limit of limits) assert(limit.id.length <= 200 && en.limitName(limit.title).length <= 200);
  }
}

Deno.test(`${runs * readingsPerRun} hostile answers: each can be shown, written and read again`, async () => {
  let read = 0;
  for (let run = 1; run <= runs; run++) {
    const hostile = new Hostile(run);
    const { host } = fakeHost(t0);
    let state = reduce(initialState(defaultSettings, nothingSaved), signedIn);
    let now = t0;
    for (let index = 0; index < readingsPerRun; index++) {
      now += hostile.one([1000, 5 * minute, 5 * minute, 5 * 60 * minute]);
      // What JSON cannot hold arrives as JSON has it.
      const body: unknown = JSON.parse(
        JSON.stringify(hostile.body(now))?.replaceAll("1e+306", "1e999") ?? "null",
      );
      const next = answered(state, body, now);
      state = next.state;
      if (next.read) read++;
      assertReadable(state);
    }
    trayView(state, now, { messages: en, demo: false });
    snapshot(state, now, en);
    const saved = savedStateOf(state);
    await saveState(host, file, saved);
    assertEquals(await loadSavedState(host, file), { saved, problem: null });
  }
  assert(read > runs * readingsPerRun / 2, `only ${read} of them were data`);
});

Deno.test("limits of ever new names, for weeks, leave a state that is small, and quick to work with", async () => {
  const { host } = fakeHost(t0);
  let state = reduce(initialState(defaultSettings, nothingSaved), signedIn);
  const began = performance.now();
  for (let index = 0; index < 1000; index++) {
    const now = t0 + index * 5 * minute;
    const limits = Array.from({ length: 60 }, (_, number) => ({
      kind: "weekly_scoped",
      percent: 76 + index % 20,
      resets_at: new Date(now + (index % 7) * 24 * 60 * minute).toISOString(),
      scope: { model: `${index}-${number}` },
    }));
    state = answered(state, {
      five_hour: { utilization: 76, resets_at: new Date(now + (index + 1) * 7 * minute).toISOString() },
      limits,
    }, now).state;
  }
  assertLess(performance.now() - began, 60_000);
  const saved = savedStateOf(state);
  await saveState(host, file, saved);
  assertLess((await host.files.read(file))?.length ?? Infinity, maxBytes / 2);
  assertEquals(await loadSavedState(host, file), { saved, problem: null });
});
