/** The notifier: what it shows, what its buttons do, and what becomes of an alert that cannot be shown. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { statusNotice } from "../../src/core/views/status_notice.ts";
import { en } from "../../src/core/language/en/messages.ts";
import { trayView } from "../../src/core/views/tray_view.ts";
import { settingsWith } from "../core/alerts/teller.ts";
import { fail, hour, minute, t0 } from "../core/situations.ts";
import { agentSays, asksPermission, type Stage, startAgent, test } from "./notifier_stage.ts";

const icon = ({ store, fake }: Stage) =>
  trayView(store.state(), fake.host.now(), { messages: en, demo: false }).icon;
const menu = ({ store, fake }: Stage) =>
  trayView(store.state(), fake.host.now(), { messages: en, demo: false }).menu.flatMap((entry) =>
    entry.kind === "item" ? [entry.label] : []
  );

test("the notifier shows what is due, with buttons that carry Actions", async ({ fake, sender, performed, use }) => {
  use(76);
  await fake.settle();
  assertEquals(sender.shown, [{
    subject: "usage",
    title: "Claude Usage Warning",
    body: "Session: 76% used, resets in 3h (17:00)",
    urgency: "normal",
    buttons: [
      { id: "snooze:15", label: "Snooze 15 min", action: { kind: "snooze", minutes: 15 } },
      { id: "show", label: "Show", action: { kind: "show" } },
    ],
    opens: { label: "Show", action: { kind: "show" } },
  }]);
  sender.press("snooze:15");
  assertEquals(performed, [{ kind: "snooze", minutes: 15 }]);
});

test("an alert that cannot be shown marks the icon, stands in the menu, and is shown when it can be", async (stage) => {
  const { fake, sender, use } = stage;
  sender.outcome = { kind: "failed", why: { about: "notifications", kind: "no-service" } };
  use(92);
  await fake.settle();
  assertEquals(icon(stage).attention, "alert");
  assertEquals(menu(stage).slice(0, 2), [
    "Session 92%",
    "Notifications cannot be shown: there is no notification service. Next try 14:00",
  ]);
  sender.outcome = { kind: "shown" };
  await fake.advance(31_000);
  assertEquals(sender.shown.map(({ title }) => title), ["Claude Usage Critical"]);
  assertEquals(icon(stage).attention, null);
  assertEquals(menu(stage).includes("Session 92%"), false);
});

test("it is tried less and less often, and at once when the service is back", async ({ fake, sender, use }) => {
  const tries: number[] = [];
  sender.outcome = () => {
    tries.push((fake.host.now() - t0) / 1000);
    return Promise.resolve({ kind: "failed", why: { about: "system", text: "no" } });
  };
  use(92);
  await fake.advance(20 * minute);
  assertEquals(tries, [0, 30, 90, 210, 450, 930]);
  sender.outcome = { kind: "shown" };
  sender.comeBack();
  await fake.settle();
  assertEquals(sender.shown.length, 1);
});

test("what was crossed while a notice was on its way is told a minute later", async ({ fake, sender, use }) => {
  let arrive = () => {};
  sender.outcome = () => new Promise((resolve) => arrive = () => resolve({ kind: "shown" }));
  use(76);
  await fake.settle();
  use(91);
  await fake.settle();
  arrive();
  sender.outcome = { kind: "shown" };
  await fake.advance(59_000);
  assertEquals(sender.shown.length, 1);
  await fake.advance(1_000);
  assertEquals(sender.shown.map(({ title }) => title), ["Claude Usage Warning", "Claude Usage Critical"]);
});

test("the icon pulses for half a second on an alert", async (stage) => {
  const { fake, use } = stage;
  use(76);
  await fake.settle();
  const frames = [];
  for (let i = 0; i < 7; i++) {
    frames.push(icon(stage).pulse > 0);
    await fake.advance(100);
  }
  assertEquals(frames, [true, true, true, true, true, false, false]);
});

test("the icon does not pulse where motion is not wanted", async (stage) => {
  stage.use(76);
  await stage.fake.settle();
  assertEquals([stage.sender.shown.length, icon(stage).pulse], [1, 0]);
}, { reducedMotion: true });

test("the icon does not pulse where the settings say so", async (stage) => {
  stage.use(76);
  await stage.fake.settle();
  assertEquals([stage.sender.shown.length, icon(stage).pulse], [1, 0]);
}, { config: settingsWith({ icon: { pulse: false } }) });

test("the icon does not pulse for what is suppressed", async (stage) => {
  stage.store.dispatch({ type: "snoozed", until: t0 + hour, now: t0 });
  stage.use(76);
  await stage.fake.settle();
  assertEquals([stage.sender.shown.length, icon(stage).pulse], [0, 0]);
});

test("reminder.command gets each alert once, as JSON, also while it cannot be shown", async (stage) => {
  const { fake, sender, ran, use } = stage;
  sender.outcome = { kind: "failed", why: { about: "system", text: "no" } };
  use(76);
  await fake.advance(5 * minute);
  assertEquals(ran.length, 1);
  assertEquals(ran[0]?.command, { program: "/usr/bin/say-it", args: ["--loud", "$(x)"] });
  assertEquals(ran[0]?.options?.timeoutMs, 10_000);
  assertEquals(JSON.parse(ran[0]?.options?.stdin ?? ""), {
    time: new Date(t0).toISOString().replace(".000Z", "+00:00"),
    title: "Claude Usage Warning",
    body: "Session: 76% used, resets in 3h (17:00)",
    alerts: [{ kind: "threshold", limit: "session", name: "Session", percent: 76, threshold: 75 }],
  });
}, { config: settingsWith({ reminder: { command: ["/usr/bin/say-it", "--loud", "$(x)"] } }) });

test("reminder.command gets an alert again when it is told again", async (stage) => {
  const { fake, store, sender, ran, use } = stage;
  const breaks = async () => {
    store.dispatch(fail({ kind: "offline", how: "dns" }, fake.host.now()));
    await fake.advance(3 * minute);
    use(40);
    await fake.advance(hour);
    use(40);
  };
  use(40);
  await breaks();
  await breaks();
  assertEquals(sender.shown.map(({ title }) => title), ["Network Error", "Network Error"]);
  assertEquals(ran.map(({ options }) => JSON.parse(options?.stdin ?? "").title), [
    "Network Error",
    "Network Error",
  ]);
}, { config: settingsWith({ reminder: { command: ["/usr/bin/say-it"], before_reset_minutes: [] } }) });

test("show() shows what is asked for: all limits and how old they are", async (stage) => {
  const { fake, store, sender, notifier, use } = stage;
  use(40);
  await fake.advance(12_000);
  await notifier.show(statusNotice(store.state(), fake.host.now(), en));
  assertEquals(sender.shown.map(({ body }) => body), [
    "Session: 40% · resets in 3h (17:00)\nupdated 12 s ago from the endpoint",
  ]);
});

test("a service that hangs does not hold up the end", async ({ fake, sender, use }) => {
  sender.outcome = () => new Promise(() => {});
  use(92);
  // The end of each of these tests waits for the notifier.
  await fake.settle();
});

test("an agent that waits is told at once, whatever was told before, and once", async (stage) => {
  const { fake, sender, use } = stage;
  use(76);
  await fake.settle();
  startAgent(stage);
  agentSays(stage, asksPermission("per_1"));
  await fake.advance(4_900);
  assertEquals(sender.shown.length, 1);
  await fake.advance(200);
  assertEquals(sender.shown[1]?.title, "app: wants to run `git push`");
  assertEquals(sender.shown[1]?.buttons.map(({ label }) => label), ["Allow once", "Reject"]);
  sender.press("once");
  assertEquals(stage.performed.at(-1), {
    kind: "answer-permission",
    instance: "4096:7",
    permission: "per_1",
    reply: "once",
  });
  use(91);
  await fake.advance(60_000);
  assertEquals(sender.shown.map(({ subject }) => subject.split(":")[0]), ["usage", "opencode", "usage"]);
});
