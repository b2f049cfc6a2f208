/** The notifier withdraws notices that are no longer true, and no others. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { fail, hour, minute, t0 } from "../core/situations.ts";
import { settingsWith } from "../core/alerts/teller.ts";
import { AGENT, agentSays, asksPermission, type Stage, startAgent, test } from "./notifier_stage.ts";

const subjectOf = (id: string) => `opencode:${AGENT}:${id}`;

/** The agent asks, and the person is told. */
async function shownFor(stage: Stage, id: string): Promise<void> {
  agentSays(stage, asksPermission(id));
  await stage.fake.advance(5_000);
  assertEquals(stage.sender.shown.at(-1)?.subject, subjectOf(id));
  assertEquals(stage.sender.withdrawn, [], "withdrawn while it waits");
}

test("a permission that is answered elsewhere is withdrawn at once, and no other", async (stage) => {
  const { fake, sender } = stage;
  startAgent(stage);
  await shownFor(stage, "per_1");
  await shownFor(stage, "per_2");
  agentSays(stage, { type: "permission-replied", permission: "per_1" });
  await fake.settle();
  assertEquals(sender.withdrawn, [subjectOf("per_1")]);
  await fake.advance(10 * minute);
  assertEquals(sender.withdrawn, [subjectOf("per_1")], "once");
});

test("what an agent asks is withdrawn when its server is gone, not while it does not answer", async (stage) => {
  const { fake, store, sender } = stage;
  startAgent(stage);
  await shownFor(stage, "per_1");
  const now = fake.host.now();
  const reach = { kind: "not-answering", since: now } as const;
  store.dispatch({
    type: "agents",
    report: {
      source: "opencode",
      content: { type: "happened", key: AGENT, event: { type: "reach", reach } },
    },
    now,
  });
  await fake.advance(10 * minute);
  assertEquals(sender.withdrawn, []);
  store.dispatch({
    type: "agents",
    report: { source: "opencode", content: { type: "gone", key: AGENT } },
    now: fake.host.now(),
  });
  await fake.settle();
  assertEquals(sender.withdrawn, [subjectOf("per_1")]);
});

test("what an agent asks is withdrawn when the person wants to hear of none, not by a snooze", async (stage) => {
  const { fake, store, sender } = stage;
  startAgent(stage);
  await shownFor(stage, "per_1");
  store.dispatch({ type: "snoozed", until: fake.host.now() + hour, now: fake.host.now() });
  await fake.advance(minute);
  assertEquals(sender.withdrawn, []);
  const settings = settingsWith({ opencode: { alert_permission: false } });
  store.dispatch({ type: "settings", settings, now: fake.host.now() });
  await fake.settle();
  assertEquals(sender.withdrawn, [subjectOf("per_1")]);
});

test("what only seemed to wait is withdrawn when its tool goes on", async (stage) => {
  const { fake, store, sender } = stage;
  startAgent(stage);
  const session = "ses_1";
  const tokens = { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0 };
  const info = { id: session, parent: null, title: "T", directory: "/app", createdAt: 1, updatedAt: 1 };
  agentSays(stage, { type: "session", info: { ...info, archivedAt: null, cost: 0, tokens } });
  const now = fake.host.now();
  // A server without a list of permissions: what runs since before its stream was opened is taken to wait for one.
  const fullState = {
    directory: "",
    sessions: { kind: "unknown" },
    statuses: { kind: "known", value: { [session]: { kind: "busy" } } },
    permissions: { kind: "absent" },
    questions: { kind: "absent" },
    todos: {},
    tools: {},
  } as const;
  for (
    const event of [{ type: "full-state-requested", number: 2 }, {
      type: "full-state",
      number: 2,
      fullState,
    }] as const
  ) {
    store.dispatch({
      type: "agents",
      report: { source: "opencode", content: { type: "happened", key: AGENT, event } },
      now,
    });
  }
  const tool = { id: "prt_1", session, name: "bash", arg: "make", startedAt: now - 1 } as const;
  agentSays(stage, { type: "tool", tool: { ...tool, status: "running" } });
  await fake.advance(11_000);
  assertEquals(sender.shown.map(({ subject }) => subject), [subjectOf("prt_1")]);
  agentSays(stage, { type: "tool", tool: { ...tool, status: "completed" } });
  await fake.settle();
  assertEquals(sender.withdrawn, [subjectOf("prt_1")]);
});

test("a permission that is answered while its notice is on its way is withdrawn when that is shown", async (stage) => {
  const { fake, sender } = stage;
  let arrive = () => {};
  sender.outcome = () => new Promise((resolve) => arrive = () => resolve({ kind: "shown" }));
  startAgent(stage);
  agentSays(stage, asksPermission("per_1"));
  await fake.advance(5_000);
  agentSays(stage, { type: "permission-replied", permission: "per_1" });
  await fake.settle();
  assertEquals(sender.withdrawn, []);
  arrive();
  await fake.settle();
  assertEquals(sender.withdrawn, [subjectOf("per_1")]);
});

test("what a service has not taken in time is withdrawn too, since it may still come", async (stage) => {
  const { fake, sender } = stage;
  sender.outcome = { kind: "failed", why: { about: "notifications", kind: "silent-service" } };
  startAgent(stage);
  agentSays(stage, asksPermission("per_1"));
  await fake.advance(5_000);
  agentSays(stage, { type: "permission-replied", permission: "per_1" });
  await fake.settle();
  assertEquals([sender.shown.length, sender.withdrawn], [0, [subjectOf("per_1")]]);
});

test("that there is no network is withdrawn when there is", async (stage) => {
  const { fake, store, sender, use } = stage;
  use(40);
  store.dispatch(fail({ kind: "offline", how: "dns" }, fake.host.now()));
  await fake.advance(3 * minute);
  assertEquals(sender.shown.map(({ title }) => title), ["Network Error"]);
  store.dispatch(fail({ kind: "offline", how: "refused" }, fake.host.now()));
  await fake.advance(3 * minute);
  assertEquals(sender.withdrawn, []);
  use(41);
  await fake.settle();
  assertEquals(sender.withdrawn, ["usage"]);
});

test("that a person has signed in again takes the place of that they had not", async (stage) => {
  const { fake, store, sender, use } = stage;
  use(40);
  await fake.advance(minute);
  store.dispatch(fail({ kind: "token-refused" }, fake.host.now()));
  await fake.advance(3 * minute);
  use(41);
  await fake.advance(3 * minute);
  assertEquals(sender.shown.map(({ subject }) => subject), ["usage", "usage"]);
  assertEquals(sender.withdrawn, [], "the second takes the place of the first");
});

test("a warning stays under a snooze and while less is used, until its period is over", async (stage) => {
  const { fake, store, sender, use } = stage;
  use(76);
  await fake.settle();
  store.dispatch({ type: "snoozed", until: t0 + 2 * hour, now: t0 });
  await fake.advance(minute);
  use(74);
  await fake.advance(3 * hour - 2 * minute);
  assertEquals([sender.shown.length, sender.withdrawn], [1, []]);
  // The session is reset at three hours and half a minute.
  await fake.advance(2 * minute);
  assertEquals([sender.shown.length, sender.withdrawn], [1, ["usage"]]);
}, { config: settingsWith({ reminder: { on_reset: false, before_reset_minutes: [] } }) });

test("what was reset is told in the place of the warning, and stays", async (stage) => {
  const { fake, sender, use } = stage;
  use(76);
  await fake.advance(4 * hour);
  assertEquals(sender.shown.map(({ title }) => title), ["Claude Usage Warning", "Claude Reset"]);
  assertEquals(sender.withdrawn, []);
}, { config: settingsWith({ reminder: { before_reset_minutes: [] } }) });

test("one stray low answer is neither told nor takes anything away", async (stage) => {
  const { fake, sender, use, store } = stage;
  use(76);
  await fake.advance(5 * minute);
  store.dispatch({ type: "snoozed", until: t0 + 2 * hour, now: fake.host.now() });
  use(8);
  await fake.advance(5 * minute);
  assertEquals(store.state().snoozedUntil, t0 + 2 * hour);
  use(76);
  store.dispatch({ type: "snoozed", until: null, now: fake.host.now() });
  await fake.advance(5 * minute);
  assertEquals([sender.shown.length, sender.withdrawn], [1, []]);
}, { config: settingsWith({ reminder: { before_reset_minutes: [] } }) });

test(
  "an early reset is told after a second answer, and withdrawn when a third has the old figure again",
  async (stage) => {
    const { fake, sender, use } = stage;
    use(60);
    for (const percent of [2, 3]) {
      assertEquals(sender.shown.length, 0, "told after one answer");
      await fake.advance(5 * minute);
      use(percent);
    }
    await fake.advance(minute);
    assertEquals(sender.shown.map(({ title }) => title), ["Claude Reset"]);
    await fake.advance(5 * minute);
    use(61);
    await fake.settle();
    assertEquals(sender.withdrawn, ["usage"]);
    // The reset that comes in truth is told: the limit was orange by then.
    use(80);
    await fake.advance(4 * hour);
    assertEquals(sender.shown.map(({ title }) => title), [
      "Claude Reset",
      "Claude Usage Warning",
      "Claude Reset",
    ]);
  },
  { config: settingsWith({ reminder: { before_reset_minutes: [] } }) },
);

test("a threshold of one stray high answer is withdrawn after the next", async (stage) => {
  const { fake, sender, use } = stage;
  use(40);
  await fake.advance(5 * minute);
  use(93);
  await fake.advance(5 * minute);
  assertEquals([sender.shown.length, sender.withdrawn], [1, []]);
  use(41);
  await fake.settle();
  assertEquals([sender.shown.length, sender.withdrawn], [1, ["usage"]]);
}, { config: settingsWith({ reminder: { before_reset_minutes: [] } }) });
