/** Refusals in the course of a day: those that concern the login, and those that only seem to. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { alertsToTell } from "../../src/core/alerts/due_alerts.ts";
import { defaultSettings } from "../../src/core/settings.ts";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { en } from "../../src/core/language/en/messages.ts";
import { initialState } from "../../src/core/state.ts";
import { trayView } from "../../src/core/views/tray_view.ts";
import { usageAt } from "../../src/core/usage/current_usage.ts";
import type { Failure } from "../../src/core/usage/usage_failure.ts";
import { createStore } from "../../src/app/store.ts";
import { createPoller } from "../../src/tasks/usage_poller.ts";
import { type FakeHost, fakeHost } from "../support/fake_host.ts";
import { type FakeAccount, fakeAccount, good, windowLimit } from "./fake_provider.ts";

const start = Date.UTC(2026, 6, 19, 0, 0, 30);
const second = 1000, minute = 60 * second, hour = 60 * minute;

/** A program that has read 42 % and is refused from then on. */
async function refused(
  failure: Failure,
  look: (parts: {
    readonly fake: FakeHost;
    readonly account: FakeAccount;
    readonly store: ReturnType<typeof createStore>;
  }) => Promise<void>,
): Promise<void> {
  const fake = fakeHost(start);
  const account = fakeAccount(fake.host.now);
  const limits = [windowLimit("session", 42, start + 20 * hour)];
  account.answer = (now) => good(limits, now);
  const store = createStore(initialState(defaultSettings, nothingSaved));
  const keep = () => Promise.resolve();
  const poller = createPoller({
    host: fake.host,
    store,
    provider: account.provider,
    timeoutMs: 5000,
    save: keep,
  });
  const ended = new AbortController();
  const running = poller.run(ended.signal);
  await fake.advance(minute);
  account.answer = () => ({ kind: "failure", failure });
  await look({ fake, account, store });
  ended.abort();
  await running;
  assertEquals(fake.sleeping(), 0, "a sleep stays behind");
}

function labels(store: ReturnType<typeof createStore>, now: number): readonly string[] {
  return trayView(store.state(), now, { messages: en, demo: false }).menu.flatMap((entry) =>
    entry.kind === "item" ? [entry.label] : []
  );
}

Deno.test("the poller asks on at the usual pace while something on the way refuses, and nobody is sent to sign in", async () => {
  await refused({ kind: "refused" }, async ({ fake, account, store }) => {
    const before = account.asked.length;
    await fake.advance(2 * hour);
    const asked = account.asked.length - before;
    assert(asked >= 22 && asked <= 25, `${asked} requests in two hours`);
    const now = fake.host.now();
    const usage = usageAt(store.state(), now);
    assert(usage.kind === "stale" && usage.reading.limits[0]?.usedPercent === 42);
    const menu = labels(store, now);
    assert(
      menu.some((label) => label.startsWith("refused on the way to the server (403): ")),
      menu.join("; "),
    );
    assert(!menu.includes(en.signIn), "sign in is offered");
    assertEquals(alertsToTell(store.state(), now), []);
    account.answer = (at) => good([windowLimit("session", 43, start + 20 * hour)], at);
    await fake.advance(6 * minute);
    assertEquals(usageAt(store.state(), fake.host.now()).kind, "fresh");
  });
});

Deno.test("the poller asks no more with a token that may not read the usage", async () => {
  await refused({ kind: "scope" }, async ({ fake, account, store }) => {
    await fake.advance(6 * minute);
    const before = account.asked.length;
    await fake.advance(2 * hour);
    assertEquals(account.asked.length, before);
    assert(labels(store, fake.host.now()).includes(en.signIn));
  });
});

const unproven: readonly (readonly [string, number | null, number])[] = [
  ["without Retry-After", null, 6 * minute],
  ["with Retry-After of 10 minutes", 10 * minute, 17 * minute],
  ["with Retry-After of an hour", hour, 17 * minute],
];
for (const [name, retryAfterMs, longest] of unproven) {
  Deno.test(`the poller is not locked out for long by a 429 that proves nothing, ${name}`, async () => {
    await refused(
      { kind: "rate-limited", retryAfterMs, unproven: true },
      async ({ fake, account, store }) => {
        await fake.advance(6 * hour);
        const waits = account.asked.slice(2).map((at, index) => at - (account.asked[index + 1] ?? 0));
        assertLessOrEqual(Math.max(...waits), longest);
        const hours = account.asked.map((at) =>
          account.asked.filter((other) => other <= at && at - other < hour).length
        );
        assertLessOrEqual(Math.max(...hours), 20);
        assert(labels(store, fake.host.now()).includes(en.unprovenRefusal));
      },
    );
  });
}

Deno.test("the poller keeps away for up to an hour where the endpoint itself refuses", async () => {
  await refused({ kind: "rate-limited", retryAfterMs: null }, async ({ fake, account }) => {
    await fake.advance(6 * hour);
    const waits = account.asked.slice(2).map((at, index) => at - (account.asked[index + 1] ?? 0));
    assert(Math.max(...waits) >= hour);
  });
});
