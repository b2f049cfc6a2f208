/** Notices over a real session bus, and what is pressed on them, to a notification service that works. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import type { Notice } from "../../src/core/alerts/notice.ts";
import { until } from "./desktop.ts";
import { busProgram, startTestBus } from "./notice_bus.ts";
import { ignore, senderOn, SHOWN } from "./notice_sender.ts";
import { fakeService, NAME, NOTICE, OBJECT, OPENS, presses, SHOW, SNOOZE } from "./notice_service.ts";

Deno.test("dbusSender() hands over all of a notice, and does what is pressed, once", async () => {
  await using bus = await startTestBus();
  await using service = await fakeService(bus);
  await using sender = senderOn(bus.host());
  const heard = presses();
  assertEquals(await sender.send({ ...NOTICE, opens: OPENS, urgency: "critical" }, heard.pressed), SHOWN);
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
  await sender.send({ ...NOTICE, opens: OPENS, subject: "other" }, heard.pressed);
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
