/**
 * A working week on a clock that the test drives, from src/tasks/usage_poller.ts over src/core/ to what src/tasks/notifier.ts tells a
 * person. The list of what is told is a golden file.
 */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { nothingSaved, type SavedState, savedStateOf } from "../../src/core/saved_state.ts";
import { en } from "../../src/core/language/en/messages.ts";
import { initialState } from "../../src/core/state.ts";
import type { Limit } from "../../src/core/usage/limit.ts";
import { createStore } from "../../src/app/store.ts";
import { createNotifier } from "../../src/tasks/notifier.ts";
import { createPoller } from "../../src/tasks/usage_poller.ts";
import type { Store } from "../../src/tasks/task.ts";
import { settingsWith } from "../core/alerts/teller.ts";
import { fakeHost } from "../support/fake_host.ts";
import { fakeAccount, good, token } from "../tasks/fake_provider.ts";
import { fakeSender } from "../tasks/fake_sender.ts";

const golden = join(import.meta.dirname ?? "", "../testdata/alerts_week.txt");
const minute = 60_000, hour = 60 * minute, day = 24 * hour;
/** Monday morning, local time. */
const monday = new Date(2026, 6, 13, 8, 0, 0).getTime();
const at = (days: number, hours: number, minutes = 0) =>
  monday + days * day + (hours - 8) * hour + minutes * minute;

/** How fast a person uses a session, in percent an hour, from when to when. */
const work: readonly { readonly from: number; readonly to: number; readonly pace: number }[] = [
  { from: at(0, 9), to: at(0, 12, 30), pace: 12 },
  { from: at(0, 13, 30), to: at(0, 18), pace: 21 },
  { from: at(1, 9), to: at(1, 13), pace: 30 },
  { from: at(1, 15), to: at(1, 18), pace: 8 },
  { from: at(2, 9), to: at(2, 18), pace: 15 },
  { from: at(2, 20), to: at(2, 23, 30), pace: 35 },
  { from: at(3, 9), to: at(3, 17), pace: 10 },
  { from: at(4, 9, 30), to: at(4, 12), pace: 42 },
  { from: at(4, 14), to: at(4, 17), pace: 12 },
  { from: at(5, 11), to: at(5, 13), pace: 5 },
];

/** The vendor's side: sessions begin with the first use, the week ends on Thursday at ten. */
function vendor() {
  let looked = monday;
  let session = { percent: 0, resetsAt: 0 };
  let week = { percent: 52, resetsAt: at(3, 10) };
  return (now: number): readonly Limit[] => {
    for (; looked < now; looked += minute) {
      if (looked >= week.resetsAt) week = { percent: 0, resetsAt: week.resetsAt + 7 * day };
      const pace = work.find(({ from, to }) => from <= looked && looked < to)?.pace ?? 0;
      if (looked >= session.resetsAt && pace > 0) session = { percent: 0, resetsAt: looked + 5 * hour };
      if (looked < session.resetsAt) session.percent = Math.min(100, session.percent + pace / 60);
      week.percent = Math.min(100, week.percent + pace / 60 * 0.12);
    }
    const running = session.resetsAt > now;
    return [
      {
        kind: "window",
        id: "session",
        title: { kind: "session" },
        usedPercent: running ? Math.floor(session.percent) : 0,
        resetsAt: running ? session.resetsAt + (now % 5 - 2) * 300 : null,
      },
      {
        kind: "window",
        id: "week",
        title: { kind: "week" },
        usedPercent: Math.floor(week.percent),
        resetsAt: week.resetsAt + (now % 3) * 400,
      },
    ];
  };
}

Deno.test("a week's alerts are those that a person would want", async () => {
  const fake = fakeHost(monday);
  const account = fakeAccount(fake.host.now);
  const limits = vendor();
  let offline = false, refused = false;
  account.answer = (now) => {
    if (offline) return { kind: "failure", failure: { kind: "offline", how: "dns" } };
    if (refused) return { kind: "failure", failure: { kind: "rate-limited", retryAfterMs: 20 * minute } };
    return good(limits(now), now);
  };
  account.found = token("t1", "one", at(0, 16));
  const config = settingsWith({
    focus_mode: { enabled: true, quiet_hours_start: "22:00", quiet_hours_end: "07:29", dnd_threshold: 100 },
    reminder: { before_reset_minutes: [15], before_reset_from_percent: 50 },
  });
  const log: string[] = [];
  const sender = fakeSender((notice) => {
    const now = fake.host.now();
    const lines = notice.body.split("\n");
    log.push(
      `${stamp(now)}  ${notice.title}: ${lines[0]}`,
      ...lines.slice(1).map((line) => `${" ".repeat(11)}  ${line}`),
    );
  });

  let running = start(nothingSaved);
  await story([
    [at(0, 16, 40), "Claude Code renews the token", () => account.found = token("t2", "one", at(9, 0))],
    [at(1, 15, 30), "the network goes away", () => offline = true],
    [at(1, 16, 10), "the network is back", () => offline = false],
    [at(2, 10), "the server refuses", () => refused = true],
    [at(2, 10, 40), "the server answers", () => refused = false],
    [
      at(3, 12),
      "signed out",
      () => account.found = { kind: "none", failure: { kind: "signed-out" }, account: "one" },
    ],
    [at(3, 12, 20), "signed in", () => account.found = token("t3", "one", null)],
    [at(4, 11), "snoozed for two hours", () => {
      const now = fake.host.now();
      running.store.dispatch({ type: "snoozed", until: now + 2 * hour, now });
    }],
    [at(5, 9), "restarted", async () => {
      const kept = JSON.parse(JSON.stringify(savedStateOf(running.store.state())));
      await running.stop();
      running = start(kept);
    }],
    [at(6, 8), "the end", () => {}],
  ]);
  await running.stop();

  const text = log.join("\n") + "\n";
  if (Deno.env.get("UPDATE_GOLDEN") === "1") Deno.writeTextFileSync(golden, text);
  assertEquals(text, Deno.readTextFileSync(golden));

  async function story(steps: readonly (readonly [number, string, () => unknown])[]): Promise<void> {
    for (const [when, what, happen] of steps) {
      await fake.advance(when - fake.host.now());
      log.push(`${stamp(when)}  -- ${what}`);
      await happen();
    }
  }

  function start(kept: SavedState): { readonly store: Store; stop(): Promise<void> } {
    const ended = new AbortController();
    const store = createStore(initialState(config, kept));
    const keep = () => Promise.resolve();
    const poller = createPoller({
      host: fake.host,
      store,
      provider: account.provider,
      timeoutMs: 5000,
      save: keep,
    });
    const notifier = createNotifier({
      host: { ...fake.host, run: () => Promise.reject(new Error("no command is set")) },
      store,
      sender,
      messages: () => en,
      perform: () => {},
      save: keep,
      demo: false,
      reducedMotion: () => Promise.resolve(true),
    });
    const tasks = [poller.run(ended.signal), notifier.run(ended.signal)];
    return {
      store,
      async stop() {
        ended.abort();
        await Promise.all(tasks);
      },
    };
  }
});

function stamp(now: number): string {
  const date = new Date(now);
  const name = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][date.getDay()];
  const two = (value: number) => String(value).padStart(2, "0");
  return `${name} ${two(date.getHours())}:${two(date.getMinutes())}`.padEnd(11);
}
