/** Notices over a real session bus, to notification services of every behaviour. */
// @ts-types="../../types/std/assert.d.ts"
import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import type { Notice } from "../../src/core/notice.ts";
import { dbusSender } from "../../src/notify/dbus_sender.ts";
import type { NoticeSender, Sent } from "../../src/notify/sender.ts";
import { until } from "./desktop.ts";
import { busProgram, startTestBus } from "./notice_bus.ts";
import { fakeService, NAME, NOTICE, OBJECT, presses, SHOW, SNOOZE } from "./notice_service.ts";

const SHOWN = { kind: "shown" } as const;
const ignore = () => {};
const failed = (why: string): Sent => ({ kind: "failed", why });

/** A sender that is closed with its block. */
function senderOn(host: Parameters<typeof dbusSender>[0]["host"]): NoticeSender & AsyncDisposable {
  const sender = dbusSender({ host });
  return { ...sender, [Symbol.asyncDispose]: () => sender.close() };
}

Deno.test("dbusSender() hands over all of a notice, and does what is pressed, once", async () => {
  await using bus = await startTestBus();
  await using service = await fakeService(bus);
  await using sender = senderOn(bus.host());
  const heard = presses();
  assertEquals(await sender.send({ ...NOTICE, opens: SHOW, urgency: "critical" }, heard.pressed), SHOWN);
  const [received] = service.notices();
  const { actions = [], ...rest } = received ?? {};
  assertEquals(rest, {
    app: "claudeminder",
    replaces: 0,
    icon: "dialog-warning",
    title: NOTICE.title,
    body: NOTICE.body,
    hints: {
      urgency: ["y", 2],
      category: ["s", "x-claudeminder.alert"],
      "desktop-entry": ["s", "claudeminder"],
    },
    expireMs: -1,
  });
  const [snooze = "", ...others] = actions;
  assert(snooze.startsWith("snooze:15"));
  assertEquals(others, ["Snooze 15 min", "default", "Show"]);

  service.press(101, "no such key");
  service.press(102, snooze);
  await service.settled();
  // What was sent to the sender before its question is there with the answer.
  await sender.describe();
  assertEquals(heard.actions, []);
  service.press(101, snooze);
  service.press(101, snooze);
  await sender.send({ ...NOTICE, opens: SHOW, subject: "other" }, heard.pressed);
  assertEquals(heard.actions, [SNOOZE]);
  service.press(102, "default");
  await until(() => heard.actions.length === 2, "the click on the notice itself");
  assertEquals(heard.actions, [SNOOZE, SHOW]);
});

Deno.test("dbusSender() puts a notice in the place of the one of its subject that is still shown", async () => {
  await using bus = await startTestBus();
  await using service = await fakeService(bus);
  await using sender = senderOn(bus.host());
  const replaced = async (subject: string) => {
    assertEquals(await sender.send({ ...NOTICE, subject }, ignore), SHOWN);
    return service.notices().at(-1)?.replaces;
  };
  assertEquals(await replaced("usage"), 0);
  assertEquals(await replaced("other"), 0);
  assertEquals(await replaced("usage"), 101);
  assertEquals(await replaced("other"), 102);
  service.close(101);
  await service.settled();
  await sender.describe();
  assertEquals([await replaced("usage"), await replaced("other")], [0, 102]);
  // Both at once: the second waits for the number of the first.
  await Promise.all([replaced("new"), replaced("new")]);
  assertEquals(service.notices().at(-1)?.replaces, 104);
});

Deno.test("dbusSender() tells a press on a replaced notice from one on its successor", async () => {
  await using bus = await startTestBus();
  await using service = await fakeService(bus);
  await using sender = senderOn(bus.host());
  const [first, second] = [presses(), presses()];
  await sender.send(NOTICE, first.pressed);
  await sender.send(NOTICE, second.pressed);
  const [old, now] = service.notices().map(({ actions }) => actions[0] ?? "");
  service.press(101, old ?? "");
  service.press(101, now ?? "");
  await until(() => second.actions.length === 1, "the press on the second");
  assertEquals([first.actions, second.actions], [[SNOOZE], [SNOOZE]]);
});

Deno.test("dbusSender() hears a press that comes before the answer", async () => {
  await using bus = await startTestBus();
  await using service = await fakeService(bus, {
    notify(program, { actions }, id) {
      program.signal({ ...OBJECT, member: "ActionInvoked" }, "us", id, actions[0]);
      program.signal({ ...OBJECT, member: "ActionInvoked" }, "us", 7, actions[0]);
      return ["u", id];
    },
  });
  await using sender = senderOn(bus.host());
  const heard = presses();
  await sender.send(NOTICE, heard.pressed);
  assertEquals(heard.actions, [SNOOZE]);
  assertEquals(service.notices().length, 1);
});

Deno.test("dbusSender() sends no more than the service can show", async () => {
  const cases: readonly [readonly string[], { body: string; buttons: number }][] = [
    [[], { body: "a < b & c > d", buttons: 0 }],
    [["actions"], { body: "a < b & c > d", buttons: 4 }],
    [["body-markup", "persistence"], { body: "a &lt; b &amp; c &gt; d", buttons: 0 }],
  ];
  for (const [capabilities, expected] of cases) {
    await using bus = await startTestBus();
    await using service = await fakeService(bus, { capabilities });
    await using sender = senderOn(bus.host());
    const notice: Notice = { ...NOTICE, title: "x < y & z", body: "a < b & c > d" };
    await sender.send(notice, ignore);
    await sender.send(notice, ignore);
    const [received] = service.notices();
    assertEquals({ body: received?.body, buttons: received?.actions.length }, expected);
    assertEquals(received?.title, "x < y & z");
    assertEquals(service.bodies("GetCapabilities").length, 1);
  }
});

Deno.test("dbusSender() does nothing for signals that are forged or make no sense", async () => {
  await using bus = await startTestBus();
  await using service = await fakeService(bus);
  await using forger = await busProgram(bus, null, () => null);
  await using sender = senderOn(bus.host());
  const heard = presses();
  await sender.send(NOTICE, heard.pressed);
  const [key = ""] = service.notices()[0]?.actions ?? [];
  const invoked = { ...OBJECT, member: "ActionInvoked" };
  const closed = { ...OBJECT, member: "NotificationClosed" };
  forger.signal(invoked, "us", 101, key);
  forger.signal(closed, "uu", 101, 2);
  // To each of the first clients of the bus by its name, as one of them is the sender.
  for (let client = 0; client < 6; client++) {
    forger.signal({ ...invoked, destination: `:1.${client}` }, "us", 101, key);
    forger.signal({ ...closed, destination: `:1.${client}` }, "uu", 101, 2);
  }
  const owner = {
    path: "/org/freedesktop/DBus",
    interface: "org.freedesktop.DBus",
    member: "NameOwnerChanged",
  };
  forger.signal(owner, "sss", NAME, "", ":1.999");
  await forger.settled();
  service.signal(invoked, "s", key);
  service.signal(invoked, "ss", "101", key);
  service.signal(invoked, "us", 101, "snooze");
  service.signal(closed, "s", "101");
  await service.settled();
  assertEquals(await sender.send({ ...NOTICE, subject: "other" }, ignore), SHOWN);
  assertEquals(heard.actions, []);
  assertEquals(await sender.send(NOTICE, ignore), SHOWN);
  assertEquals(service.notices().at(-1)?.replaces, 101);
  service.press(101, key);
  await until(() => heard.actions.length === 1, "the real press");
});

Deno.test("dbusSender() gives a service that never answers up, and sends it no heap of notices", async () => {
  await using bus = await startTestBus();
  let hung = true;
  await using service = await fakeService(bus, {
    getCapabilities: () => hung && service.notices().length > 0 ? null : ["as", ["actions"]],
    notify: () => null,
  });
  await using sender = senderOn(bus.host());
  const late = "the notification service does not answer";
  const started = performance.now();
  assertEquals(await sender.send(NOTICE, ignore), failed(late));
  assertEquals(await sender.send(NOTICE, ignore), failed(late));
  assertLess(performance.now() - started, 5_000);
  assertEquals(service.notices().length, 1);
  hung = false;
  assertEquals(await sender.send(NOTICE, ignore), failed(late));
  assertEquals(service.notices().length, 2);
});

Deno.test("dbusSender() gives a service up that never says what it can do", async () => {
  await using bus = await startTestBus();
  await using _service = await busProgram(bus, NAME, () => null);
  await using sender = senderOn(bus.host());
  const late = "the notification service does not answer";
  assertEquals(await sender.send(NOTICE, ignore), failed(late));
  const description = await sender.describe();
  assertEquals(description.kind === "missing" && description.why, late);
});

Deno.test("dbusSender() says that the service refused, without the words of either", async () => {
  const error = "org.freedesktop.Notifications.Error.ExcessNotificationGeneration";
  await using bus = await startTestBus();
  await using _service = await fakeService(bus, { notify: () => ({ error }) });
  await using sender = senderOn(bus.host());
  const sent = await sender.send(NOTICE, ignore);
  assertEquals(sent, { kind: "failed", why: `the notification service refused it (${error})` });
});

Deno.test("dbusSender() survives an answer that makes no sense", async () => {
  await using bus = await startTestBus();
  await using _service = await fakeService(bus, {
    notify: () => ["s", "101"],
    getCapabilities: () => ["u", 3],
  });
  await using sender = senderOn(bus.host());
  assertEquals((await sender.send(NOTICE, ignore)).kind, "failed");
});

Deno.test("dbusSender() tells when the service is back that ended in between", async () => {
  await using bus = await startTestBus();
  await using sender = senderOn(bus.host());
  let returns = 0;
  const stop = sender.onReturn(() => returns += 1);
  const none = failed("there is no notification service");
  assertEquals(await sender.send(NOTICE, ignore), none);
  assertEquals((await sender.describe()).kind, "missing");
  const heard = presses();
  {
    await using first = await fakeService(bus, {
      notify: (program, { title }, id) => {
        if (title === "the last") {
          program[Symbol.asyncDispose]();
          return null;
        }
        return ["u", id];
      },
    });
    await until(() => returns === 1, "the news of the service");
    assertEquals(await sender.send(NOTICE, heard.pressed), SHOWN);
    assertEquals(await sender.describe(), { kind: "works", detail: "D-Bus, by fake 1.0, with buttons" });
    const ended = failed("the notification service ended before it answered");
    assertEquals(await sender.send({ ...NOTICE, title: "the last" }, ignore), ended);
    assertEquals(first.notices().length, 2);
  }
  assertEquals(await sender.send(NOTICE, ignore), none);
  await using second = await fakeService(bus);
  await until(() => returns === 2, "the news of the second service");
  assertEquals(await sender.send({ ...NOTICE, subject: "new" }, ignore), SHOWN);
  // The numbers of the first service are worth nothing for the second.
  second.press(101, "snooze:15#1");
  assertEquals(await sender.send(NOTICE, ignore), SHOWN);
  assertEquals(second.notices().map(({ replaces }) => replaces), [0, 0]);
  assertEquals(heard.actions, []);
  stop();
});

Deno.test("dbusSender() does not take a service that its own notice has started for one that is back", async () => {
  // The bus waits for the name, as the program may have gone to the background; the test takes it.
  await using bus = await startTestBus({ startable: { [NAME]: "/bin/true" } });
  await using sender = senderOn(bus.host());
  let returns = 0;
  const stop = sender.onReturn(() => returns += 1);
  await sender.describe();
  let answered = false;
  const sending = sender.send(NOTICE, ignore).finally(() => answered = true);
  await using service = await fakeService(bus);
  assertEquals([answered, await sending], [false, SHOWN]);
  assertEquals([service.notices().length, returns], [1, 0]);
  stop();
});

Deno.test("dbusSender() survives the end of the bus, and connects to the next one", async () => {
  await using bus = await startTestBus();
  await using sender = senderOn(bus.host());
  let returns = 0;
  const stop = sender.onReturn(() => returns += 1);
  {
    await using _service = await fakeService(bus);
    assertEquals(await sender.send(NOTICE, ignore), SHOWN);
    await bus.kill();
  }
  const sent = await sender.send(NOTICE, ignore);
  assertMatch(sent.kind === "failed" ? sent.why : "", /session bus/);
  const before = returns;
  await bus.start();
  await using service = await fakeService(bus);
  await until(() => returns > before, "the news of the bus");
  assertEquals(await sender.send(NOTICE, ignore), SHOWN);
  assertEquals(service.notices()[0]?.replaces, 0);
  stop();
});

Deno.test("dbusSender() tries a missing bus seldom, and ends at once when it is closed", async () => {
  await using bus = await startTestBus();
  await bus.kill();
  const host = bus.host();
  const sleeps: number[] = [];
  const sender = dbusSender({
    host: {
      ...host,
      sleep: (ms, signal) => {
        sleeps.push(ms);
        return host.sleep(Math.min(ms, 1), signal);
      },
    },
  });
  sender.onReturn(ignore);
  await until(() => sleeps.filter((ms) => ms === 60_000).length > 3, "the longest waits");
  await sender.close();
  const waits = sleeps.filter((ms) => ms >= 1_000 && ms !== 1_500);
  assertEquals(waits.slice(0, 7), [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000]);
  assertEquals(await sender.send(NOTICE, ignore), { kind: "failed", why: "the program is ending" });
});

Deno.test("dbusSender() says what is missing: the bus, the service, or its program", async () => {
  await using bus = await startTestBus({ startable: { [NAME]: "/bin/false" } });
  const why = async (address?: null) => {
    await using sender = senderOn(bus.host(address));
    const sent = await sender.send(NOTICE, ignore);
    return [sent.kind === "failed" ? sent.why : "", (await sender.describe()).kind];
  };
  assertEquals(await why(), ["the notification service cannot be started", "works"]);
  assertEquals(await why(null), ["there is no D-Bus session bus", "missing"]);
  await bus.kill();
  assertMatch((await why())[0] ?? "", /^no way to the session bus/);
});
