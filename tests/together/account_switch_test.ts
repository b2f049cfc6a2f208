/**
 * One folder, several logins: what src/tasks/usage_poller.ts, src/providers/claude/ and src/core/alerts/ show and tell together while
 * tokens, names and stored answers are swapped under the running program.
 */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { alertsToTell } from "../../src/core/alerts/due_alerts.ts";
import { defaultSettings } from "../../src/core/settings.ts";
import { nothingSaved, type SavedState, savedStateOf } from "../../src/core/saved_state.ts";
import { initialState } from "../../src/core/state.ts";
import { readingOf } from "../../src/core/usage/current_usage.ts";
import { linuxPlatform } from "../../src/platform/linux.ts";
import { claudeProvider } from "../../src/providers/claude/claude_provider.ts";
import { createStore } from "../../src/app/store.ts";
import { createPoller } from "../../src/tasks/usage_poller.ts";
import { shortly } from "../core/alerts/teller.ts";
import { type FakeHost, fakeHost } from "../support/fake_host.ts";

const start = Date.UTC(2026, 6, 19, 8);
const minute = 60_000, hour = 60 * minute, day = 24 * hour;
const credentials = "/home/p/.claude/.credentials.json", settings = "/home/p/.claude.json";

/** What the server knows: whose each token is, and how much they have used. */
interface Account {
  readonly user: string;
  readonly organisation: string;
  session: number;
  week: number;
  readonly sessionEnd: number;
  readonly weekEnd: number;
}

interface World {
  readonly fake: FakeHost;
  readonly a: Account;
  readonly b: Account;
  /** Whose each token is. */
  readonly tokens: Map<string, Account>;
  /** Whether answers name the organisation. */
  names: boolean;
  /** How long an answer takes; null = the network is away. */
  answerMs: number | null;
  signIn(token: string): Promise<void>;
  label(account: Account, more?: unknown): Promise<void>;
}

function world(): World {
  const a = {
    user: "a",
    organisation: "1",
    session: 70,
    week: 60,
    sessionEnd: start + 2 * hour,
    weekEnd: start + 5 * day,
  };
  const b = {
    user: "b",
    organisation: "2",
    session: 12,
    week: 20,
    sessionEnd: start + 4 * hour,
    weekEnd: start + 2 * day,
  };
  const fake = fakeHost(start, { HOME: "/home/p", USER: "p" });
  const { files } = fake.host;
  return {
    fake,
    a,
    b,
    tokens: new Map([["a1", a], ["a2", a], ["b1", b]]),
    names: false,
    answerMs: 100,
    signIn: (accessToken) =>
      files.write(
        credentials,
        JSON.stringify({
          claudeAiOauth: { accessToken, expiresAt: start + 30 * day, scopes: ["user:profile"] },
        }),
      ),
    label: ({ user, organisation }, more = {}) =>
      files.write(
        settings,
        JSON.stringify({
          oauthAccount: { accountUuid: user, organizationUuid: organisation },
          ...Object(more),
        }),
      ),
  };
}

interface Running {
  shown(): readonly number[] | null;
  readonly told: readonly string[];
  /** Ends it; what it has kept. */
  stop(): Promise<SavedState>;
}

function run(of: World, kept: SavedState = nothingSaved): Running {
  const { host } = of.fake;
  const store = createStore(initialState(defaultSettings, kept));
  const told: string[] = [];
  store.subscribe(() => {
    const now = host.now();
    const alerts = alertsToTell(store.state(), now);
    if (alerts.length === 0) return;
    told.push(...alerts.map(shortly));
    store.dispatch({
      type: "told",
      told: alerts,
      alerts: [],
      title: "",
      body: "",
      pulse: false,
      spaced: false,
      now,
    });
  });
  const request = async (_: string, { headers }: { readonly headers: Readonly<Record<string, string>> }) => {
    const account = of.tokens.get(headers.authorization?.replace("Bearer ", "") ?? "");
    const { names, answerMs } = of;
    if (account === undefined || answerMs === null) {
      return { kind: "failure" as const, failure: { kind: "offline" as const, how: "dns" as const } };
    }
    await host.sleep(answerMs);
    const window = (utilization: number, end: number) => ({
      utilization,
      resets_at: new Date(end).toISOString(),
    });
    const body = JSON.stringify({
      five_hour: window(account.session, account.sessionEnd),
      seven_day: window(account.week, account.weekEnd),
    });
    const all = new Headers(names ? { "anthropic-organization-id": account.organisation } : {});
    return { kind: "response" as const, status: 200, headers: all, body, contentType: "application/json" };
  };
  const provider = claudeProvider({
    host: { ...host, run: () => Promise.reject(new Error("nothing is run here")) },
    platform: linuxPlatform((name) => host.env(name), "x86_64"),
    net: () => ({ request, probe: () => Promise.resolve(null) }),
    userAgent: "claudeminder/0",
    url: "https://x/",
  });
  const keep = () => Promise.resolve();
  const poller = createPoller({ host, store, provider, timeoutMs: 5000, save: keep });
  const ended = new AbortController();
  const running = poller.run(ended.signal);
  return {
    shown: () => readingOf(store.state())?.limits.map(({ usedPercent }) => usedPercent ?? NaN) ?? null,
    told,
    async stop() {
      ended.abort();
      await Promise.all([running, of.fake.advance(10_000)]);
      assertEquals(of.fake.sleeping(), 0, "a sleep stays behind");
      return JSON.parse(JSON.stringify(savedStateOf(store.state())));
    },
  };
}

/**
 * Lets time pass until that is shown, and a while more. Tokens are hashed on another thread, which takes no time of the fake clock:
 * between two steps of that clock the thread has its turn.
 */
async function until(one: World, program: Running, expected: readonly number[] | null): Promise<void> {
  const isShown = () => JSON.stringify(program.shown()) === JSON.stringify(expected);
  for (let step = 0; step < 1000 && !isShown(); step++) await passing(one, 5_000);
  assertEquals(program.shown(), expected);
  await passing(one, minute);
  assertEquals(program.shown(), expected, "not for long");
}

async function passing(one: World, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 5_000) {
    await one.fake.advance(Math.min(left, 5_000));
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

for (const names of [false, true]) {
  const how = names ? "whose answers name the organisation" : "whose answers name nobody";
  Deno.test(`a token that is swapped alone, and back, is told as no reset, with a server ${how}`, async () => {
    const one = world();
    one.names = names;
    await one.label(one.a);
    await one.signIn("a1");
    const program = run(one);
    await until(one, program, [70, 60]);
    await one.signIn("b1");
    await until(one, program, [12, 20]);
    await one.signIn("a1");
    await until(one, program, [70, 60]);
    assertEquals(program.told, []);
    await program.stop();
  });
}

Deno.test("a token that is renewed every hour changes nothing: figures stay, each threshold and reset is told once", async () => {
  const one = world();
  one.a.session = 76;
  await one.label(one.a);
  await one.signIn("a1");
  const program = run(one);
  await until(one, program, [76, 60]);
  for (let turn = 0; turn < 6; turn++) {
    await passing(one, 15 * minute);
    await one.signIn(turn % 2 === 0 ? "a2" : "a1");
    // The moment after, before any answer.
    await passing(one, 150);
    assertEquals(program.shown(), [76, 60]);
  }
  one.answerMs = null;
  await one.signIn("a2");
  await passing(one, 10 * minute);
  assertEquals(program.shown(), [76, 60], "nothing is lost while the network is away");
  assertEquals(program.told.filter((what) => what === "session 75%"), ["session 75%"]);
  await program.stop();
});

Deno.test("a start with another token than that of the kept figures shows none of them before it has its own", async () => {
  const one = world();
  await one.label(one.a);
  await one.signIn("b1");
  const first = run(one);
  await until(one, first, [12, 20]);
  const kept = await first.stop();
  await one.signIn("a1");
  one.answerMs = null;
  const second = run(one, kept);
  await until(one, second, null);
  one.answerMs = 100;
  await until(one, second, [70, 60]);
  assertEquals(second.told, []);
  await second.stop();
});

Deno.test("an answer that comes after its token was swapped is nobody's", async () => {
  const one = world();
  await one.label(one.a);
  await one.signIn("a1");
  const program = run(one);
  await until(one, program, [70, 60]);
  one.answerMs = 4000;
  await passing(one, 4 * minute + 100);
  await one.signIn("b1");
  for (let at = 0; at < 20; at++) {
    await passing(one, 500);
    const shown = program.shown();
    assert(shown === null || shown[0] === 70 || shown[0] === 12);
  }
  one.a.session = 71;
  await until(one, program, [12, 20]);
  assertEquals(program.told, []);
  await program.stop();
});

Deno.test("a stored answer counts for a login only if it came after it was first seen", async () => {
  const one = world();
  await one.label(one.a);
  await one.signIn("a1");
  const program = run(one);
  await until(one, program, [70, 60]);
  one.answerMs = null;
  const stored = (age: number, utilization: number) => ({
    cachedUsageUtilization: {
      fetchedAtMs: one.fake.host.now() - age,
      accountUuid: "a",
      utilization: { five_hour: { utilization, resets_at: new Date(one.b.sessionEnd).toISOString() } },
    },
  });
  // The same user, in another organisation: the stored answer may be of either.
  const elsewhere = { ...one.a, organisation: "9" };
  await one.signIn("b1");
  await one.label(elsewhere, stored(30_000, 99));
  await until(one, program, null);
  await one.label(elsewhere, stored(0, 33));
  await until(one, program, [33]);
  assertEquals(program.told.filter((what) => what.includes("reset")), []);
  await program.stop();
});
