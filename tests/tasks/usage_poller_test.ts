// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { defaultSettings } from "../../src/core/settings.ts";
import { nothingSaved, type SavedState, savedStateOf } from "../../src/core/saved_state.ts";
import { initialState } from "../../src/core/state.ts";
import { usageAt } from "../../src/core/usage/current_usage.ts";
import type { Answer } from "../../src/core/usage/reading.ts";
import type { Failure } from "../../src/core/usage/usage_failure.ts";
import { createStore } from "../../src/app/store.ts";
import { createPoller, type Poller } from "../../src/tasks/usage_poller.ts";
import type { Store } from "../../src/tasks/task.ts";
import { fakeHost } from "../support/fake_host.ts";
import { type FakeAccount, fakeAccount, good, token, windowLimit } from "./fake_provider.ts";

const start = Date.UTC(2026, 6, 19, 0, 0, 30);
const second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

interface Running {
  readonly store: Store;
  readonly poller: Poller;
  stop(): Promise<void>;
}

function run(
  fake: ReturnType<typeof fakeHost>,
  account: FakeAccount,
  kept: SavedState = nothingSaved,
): Running {
  const store = createStore(initialState(defaultSettings, kept));
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
  return {
    store,
    poller,
    async stop() {
      ended.abort();
      await running;
      assertEquals(fake.sleeping(), 0, "a sleep stays behind");
    },
  };
}

function failed(failure: Failure): Answer {
  return { kind: "failure", failure };
}

/** The most requests in any rolling hour. */
function worstHour(asked: readonly number[]): number {
  return Math.max(...asked.map((at) => asked.filter((other) => other <= at && at - other < hour).length));
}

Deno.test("the poller asks at most 12 times an hour through a day of resets, and is never older than 10 minutes", async () => {
  const fake = fakeHost(start);
  const account = fakeAccount(fake.host.now);
  // Five-hour sessions, each begun 7 minutes after the last; a week that ends during the day; answers jitter.
  account.answer = (now) => {
    const session = Math.floor((now - start) / (5 * hour + 7 * minute));
    const resetsAt = start + session * (5 * hour + 7 * minute) + 5 * hour + (now % 3) * 400;
    return good([
      windowLimit("session", 40, resetsAt > now ? resetsAt : null),
      windowLimit("week", 20, start + 13 * hour),
    ], now);
  };
  const { store, stop } = run(fake, account);
  let oldest = 0;
  for (let at = 0; at < day; at += minute) {
    await fake.advance(minute);
    const usage = usageAt(store.state(), fake.host.now());
    assert(usage.kind === "fresh");
    oldest = Math.max(oldest, fake.host.now() - usage.reading.observedAt);
  }
  await stop();
  assertLessOrEqual(worstHour(account.asked), 12);
  assertLessOrEqual(oldest, 10 * minute);
  assert(account.asked.length > 250, `only ${account.asked.length} requests in a day`);
});

Deno.test("the poller asks at most 15 times an hour near a limit, and 5 s after its reset", async () => {
  const fake = fakeHost(start);
  const account = fakeAccount(fake.host.now);
  const resetsAt = start + 3 * hour;
  account.answer = (now) =>
    good([windowLimit("session", now < resetsAt ? 93 : 0, now < resetsAt ? resetsAt : null)], now);
  const { stop } = run(fake, account);
  await fake.advance(6 * hour);
  await stop();
  assertLessOrEqual(worstHour(account.asked), 15);
  assert(account.asked.includes(resetsAt + 5 * second));
});

const refusals: readonly [string, Answer][] = [
  ["a bare 429", failed({ kind: "rate-limited", retryAfterMs: null })],
  ["Retry-After of 5 s", failed({ kind: "rate-limited", retryAfterMs: 5 * second })],
  ["Retry-After of 1600 s", failed({ kind: "rate-limited", retryAfterMs: 1600 * second })],
];
for (const [name, refusal] of refusals) {
  Deno.test(`the poller keeps to 20 requests an hour through a day of impatience, restarts and ${name}`, async () => {
    const fake = fakeHost(start);
    const account = fakeAccount(fake.host.now);
    let refusedUntil = 0;
    account.answer = (now) => {
      // The server refuses more than 28 an hour, and prolongs the refusal when asked during it.
      const recent = account.asked.filter((at) => now - at < hour).length;
      if (now < refusedUntil || recent > 28 || Math.floor(now / hour) % 6 === 0) {
        refusedUntil = Math.max(refusedUntil, now + 45 * second);
        return refusal;
      }
      return good([windowLimit("session", 80, now + hour)], now);
    };
    let running = run(fake, account);
    for (let step = 0; step < 24 * 12; step++) {
      await fake.advance(5 * minute);
      const before = account.asked.length;
      const refreshed = await running.poller.refresh();
      if (refreshed.kind === "refused") {
        assertEquals(account.asked.length, before, "a refused refresh asks nobody");
        assert(refreshed.until > fake.host.now());
      }
      if (step % 7 !== 0) continue;
      // Over a restart only what is on disk is known.
      const kept: SavedState = JSON.parse(JSON.stringify(savedStateOf(running.store.state())));
      await running.stop();
      running = run(fake, account, kept);
    }
    await running.stop();
    assertLessOrEqual(worstHour(account.asked), 20);
    assert(account.asked.length > 100, `${account.asked.length} requests: it has locked itself out`);
  });
}

Deno.test("the poller notices a suspend: it asks at once on waking up, and retries until the network is there", async () => {
  const fake = fakeHost(start);
  const account = fakeAccount(fake.host.now);
  const { store, stop } = run(fake, account);
  await fake.advance(7 * minute);
  const before = account.asked.length;
  account.answer = () => failed({ kind: "offline", how: "dns" });
  fake.jump(8 * hour);
  await fake.advance(35 * second);
  const awake = fake.host.now();
  assert(account.asked.length > before, "nothing asked after waking up");
  account.answer = (now) => good([windowLimit("session", 3, null)], now);
  await fake.advance(10 * second);
  const usage = usageAt(store.state(), fake.host.now());
  assert(usage.kind === "fresh" && usage.reading.observedAt >= awake, usage.kind);
  await stop();
});

Deno.test("the poller takes a new token within 2 s of the change, and asks with it", async () => {
  const fake = fakeHost(start);
  const account = fakeAccount(fake.host.now);
  account.found = { kind: "none", failure: { kind: "token-expired", at: start - hour }, account: "one" };
  const { store, stop } = run(fake, account);
  await fake.advance(20 * second);
  assertEquals(account.asked.length, 0, "an expired token is known without asking");
  assertEquals(usageAt(store.state(), fake.host.now()).kind, "down");
  account.found = token("t2");
  await fake.host.files.write("/home/.claude/credentials", "x");
  await fake.advance(2 * second);
  assertEquals(account.asked.length, 1);
  assertEquals(usageAt(store.state(), fake.host.now()).kind, "fresh");
  await stop();
});

Deno.test("the poller asks at once with the token that replaces a refused one", async () => {
  const fake = fakeHost(start);
  const account = fakeAccount(fake.host.now);
  const { store, poller, stop } = run(fake, account);
  await fake.advance(second);
  const { answer } = account;
  account.answer = () => failed({ kind: "token-refused" });
  await poller.refresh();
  assertEquals(usageAt(store.state(), fake.host.now()).kind, "stale");
  account.answer = answer;
  account.found = token("t2");
  await fake.host.files.write("/home/.claude/credentials", "x");
  await fake.advance(2 * second);
  assertEquals([account.asked.length, usageAt(store.state(), fake.host.now()).kind], [3, "fresh"]);
  await stop();
});

Deno.test("the poller drops the old account's reading the moment another one signs in, and finds it again", async () => {
  const fake = fakeHost(start);
  const account = fakeAccount(fake.host.now);
  account.answer = (now, used) =>
    good([windowLimit("session", used.account === "one" ? 81 : 5, null)], now, used.account);
  const { store, stop } = run(fake, account);
  await fake.advance(minute);
  account.found = token("t2", "two");
  account.answer = () => failed({ kind: "offline", how: "dns" });
  await fake.host.files.write("/home/.claude/credentials", "x");
  await fake.advance(second);
  assertEquals(
    usageAt(store.state(), fake.host.now()).kind,
    "down",
    "the first account's figures are shown for the second",
  );
  account.found = token("t1", "one");
  await fake.host.files.write("/home/.claude/credentials", "y");
  await fake.advance(second);
  const usage = usageAt(store.state(), fake.host.now());
  assert("reading" in usage && usage.reading.account === "one");
  await stop();
});

Deno.test("the poller re-reads the credentials after a 401 and tries once more with a changed token, only then", async () => {
  const fake = fakeHost(start);
  const account = fakeAccount(fake.host.now);
  account.answer = (now, used) => {
    account.found = token("t2");
    return used.hash === "t1"
      ? failed({ kind: "token-refused" })
      : good([windowLimit("session", 9, null)], now);
  };
  const { store, poller, stop } = run(fake, account);
  await fake.advance(second);
  assertEquals([account.asked.length, usageAt(store.state(), fake.host.now()).kind], [2, "fresh"]);
  account.answer = () => failed({ kind: "token-refused" });
  await poller.refresh();
  assertEquals(account.asked.length, 3, "the same token is not tried again");
  await fake.advance(3 * hour);
  assertEquals(account.asked.length, 3);
  await stop();
});

Deno.test("the poller uses a newer stored answer instead of asking", async () => {
  const fake = fakeHost(start);
  const account = fakeAccount(fake.host.now);
  const limits = [windowLimit("session", 46, null)];
  account.cached = { account: "one", observedAt: start - minute, source: "cache", limits };
  const { store, stop } = run(fake, account);
  await fake.advance(second);
  assertEquals(account.asked.length, 0);
  const usage = usageAt(store.state(), fake.host.now());
  assert(usage.kind === "fresh" && usage.reading.source === "cache");
  await fake.advance(4 * minute);
  assertEquals(account.asked, [start + 4 * minute], "it is as good as one of ours, and no better");
  await stop();
});

Deno.test("two refreshes at once are one question", async () => {
  const fake = fakeHost(start);
  const account = fakeAccount(fake.host.now);
  const { poller, stop } = run(fake, account);
  await fake.advance(second);
  const before = account.asked.length;
  await Promise.all([poller.refresh(), poller.refresh()]);
  assertEquals(account.asked.length, before + 1);
  await stop();
});
