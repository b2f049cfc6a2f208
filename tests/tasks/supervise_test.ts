// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { defaultSettings } from "../../src/core/settings.ts";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { initialState } from "../../src/core/state.ts";
import { createStore } from "../../src/app/store.ts";
import { createBell, sleepUntil } from "../../src/tasks/sleep_until.ts";
import { supervise } from "../../src/tasks/supervise.ts";
import type { Task } from "../../src/tasks/task.ts";
import { fakeHost } from "../support/fake_host.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";

const start = Date.UTC(2026, 6, 19);

async function supervised(task: Task, seconds: number) {
  const fake = fakeHost(start);
  const store = createStore(initialState(defaultSettings, nothingSaved));
  const ended = new AbortController();
  const running = supervise("a task", task, { host: fake.host, store, signal: ended.signal });
  await fake.advance(seconds * 1000);
  const { breakdowns } = store.state();
  ended.abort();
  await running;
  return breakdowns;
}

Deno.test("supervise() starts a task that throws again, after pauses that double up to a minute, and says so", async () => {
  const starts: number[] = [];
  const fake = fakeHost(start);
  const store = createStore(initialState(defaultSettings, nothingSaved));
  const ended = new AbortController();
  const running = supervise("a task", () => {
    starts.push((fake.host.now() - start) / 1000);
    return Promise.reject(new Error("no"));
  }, { host: fake.host, store, signal: ended.signal });
  await fake.advance(300_000);
  assertEquals(starts, [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
  assertEquals(store.state().breakdowns.map(({ task, why }) => [task, reasonEn(why)]), [["a task", "no"]]);
  ended.abort();
  await running;
  assertEquals(fake.sleeping(), 0);
});

Deno.test("supervise() ends with a task that ends, and reports nothing of one that runs", async () => {
  assertEquals(await supervised(() => Promise.resolve(), 10), []);
  const forEver: Task = (signal) =>
    new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
  assertEquals(await supervised(forEver, 1000), []);
});

Deno.test("supervise() takes the report back once the task runs again", async () => {
  let times = 0;
  const task: Task = (signal) =>
    times++ === 0
      ? Promise.reject(new Error("once"))
      : new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
  assertEquals(await supervised(task, 10), []);
  assertEquals(times, 2);
});

Deno.test("sleepUntil() notices within a slice that the clock has jumped ahead", async () => {
  const fake = fakeHost(start);
  const sleep = sleepUntil(fake.host, start + 3_600_000, new AbortController().signal);
  await fake.advance(45_000);
  fake.jump(1_800_000);
  await fake.advance(30_000);
  assertEquals(await sleep, "woke");
});

Deno.test("createBell(): a ring during a sleep ends it, one before it ends the next, and none is heard twice", async () => {
  const fake = fakeHost(start);
  const bell = createBell();
  const { signal } = new AbortController();
  const sleeping = bell.sleepUntil(fake.host, start + 60_000, signal);
  bell.ring();
  assertEquals(await sleeping, "rung");
  bell.ring();
  assertEquals(await bell.sleepUntil(fake.host, start + 60_000, signal), "rung");
  const last = bell.sleepUntil(fake.host, start + 60_000, signal);
  await fake.advance(60_000);
  assertEquals(await last, "done");
});
