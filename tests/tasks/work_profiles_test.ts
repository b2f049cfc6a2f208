/** A person's days are learned from the history a while after the start and once a day, and not where there is none. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { createStore } from "../../src/app/store.ts";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { initialState } from "../../src/core/state.ts";
import type { LimitRow } from "../../src/core/history/limit_row.ts";
import { workProfiles } from "../../src/tasks/work_profiles.ts";
import { settingsWith } from "../core/alerts/teller.ts";
import { hour, minute, read, requestBudget, signedIn, t0, window } from "../core/situations.ts";
import { fakeHost } from "../support/fake_host.ts";

const day = 24 * hour, week = 7 * day;
const reset = t0 + 2 * day;

/** Four weeks in which a percent is used each hour, from half an hour before the full one on. */
function rows(): readonly LimitRow[] {
  const begin = reset - 5 * week;
  return Array.from({ length: 4 * 168 + 100 }, (_, index): LimitRow => {
    const at = begin + index * hour, percent = Math.min(100, Math.floor((at - begin) % week / hour / 1.7));
    return {
      ...{ at, low: percent, high: percent, last: percent, source: "endpoint" },
      ...{ resetsAt: begin + (Math.floor((at - begin) / week) + 1) * week, seenBefore: at - 5 * minute },
    };
  });
}

function started(settings: Parameters<typeof settingsWith>[0], samples: () => Promise<readonly LimitRow[]>) {
  const { host, advance } = fakeHost(t0);
  const store = createStore(initialState(settingsWith(settings), nothingSaved));
  const asked: string[] = [];
  const ended = new AbortController();
  const task = workProfiles({
    host,
    store,
    samples: (account, limit) => {
      asked.push(`${account} ${limit}`);
      return samples();
    },
  })(ended.signal);
  const limits = [window({ kind: "week" }, "week", 40, reset), window({ kind: "extra" }, "extra", 1, null)];
  store.dispatch(signedIn);
  store.dispatch(read(limits));
  return {
    ...{ store, asked, advance },
    async [Symbol.asyncDispose]() {
      ended.abort();
      await task;
    },
  };
}

/** What is loaded late comes in its own time. */
async function learned({ store }: { readonly store: ReturnType<typeof createStore> }): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = store.subscribe(({ type }) => {
      if (type !== "profiles") return;
      stop();
      resolve();
    });
  });
}

Deno.test("workProfiles() learns of each limit of the account, and again after a day", async () => {
  await using program = started({}, () => Promise.resolve(rows()));
  const first = learned(program);
  await program.advance(minute);
  assertEquals(program.asked, []);
  await program.advance(2 * minute);
  await first;
  assertEquals(program.asked, ["one week"]);
  const [profile] = program.store.state().profiles;
  assertEquals([profile?.account, profile?.limit], ["one", "week"]);
  assert((profile?.usual[30] ?? 0) > 0.3, `${profile?.usual[30]}`);
  await program.advance(day - 20 * minute);
  assertEquals(program.asked.length, 1);
  const again = learned(program);
  await program.advance(30 * minute);
  await again;
  assertEquals(program.asked.length, 2);
});

Deno.test("workProfiles() learns soon of another account", async () => {
  await using program = started({}, () => Promise.resolve(rows()));
  const first = learned(program);
  await program.advance(3 * minute);
  await first;
  const now = t0 + 3 * minute;
  program.store.dispatch({
    type: "credential",
    credential: {
      ...{ kind: "token", account: "two", origin: "test", tokenHash: "t2", expiresAt: t0 + day },
      requestBudget,
    },
    now,
  });
  const limits = [window({ kind: "week" }, "week", 5, reset)];
  const reading = { account: "two", observedAt: now, source: "endpoint" as const, limits };
  program.store.dispatch({
    type: "answered",
    answer: { kind: "reading", reading },
    ...{ tokenHash: "t2", random: 0, now },
  });
  const second = learned(program);
  await program.advance(11 * minute);
  await second;
  assertEquals(program.asked, ["one week", "two week"]);
  assertEquals(program.store.state().profiles.map(({ account }) => account), ["two"]);
});

Deno.test("workProfiles() tries again soon where the history cannot be read", async () => {
  let fails = true;
  await using program = started({}, () => fails ? Promise.reject(new Error("no")) : Promise.resolve(rows()));
  await program.advance(5 * minute);
  assertEquals(program.store.state().profiles, []);
  fails = false;
  const then = learned(program);
  await program.advance(20 * minute);
  await then;
  assertEquals(program.store.state().profiles.length, 1);
});

Deno.test("workProfiles() asks nothing where the history is off", async () => {
  await using program = started({ history: { enabled: false } }, () => Promise.resolve(rows()));
  await program.advance(2 * day);
  assertEquals([program.asked, program.store.state().profiles], [[], []]);
});

Deno.test("workProfiles() forgets what it learned when the history is turned off", async () => {
  await using program = started({}, () => Promise.resolve(rows()));
  const first = learned(program);
  await program.advance(3 * minute);
  await first;
  assertEquals(program.store.state().profiles.length, 1);
  const settings = settingsWith({ history: { enabled: false } });
  program.store.dispatch({ type: "settings", settings, now: t0 + 3 * minute });
  await program.advance(minute);
  assertEquals(program.store.state().profiles, []);
});
