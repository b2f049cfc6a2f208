/** Notices that are taken away again over a real session bus: ours, by the number that the present service has given them. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { Notice } from "../../src/core/alerts/notice.ts";
import type { NoticeSender } from "../../src/notify/sender.ts";
import { until } from "./desktop.ts";
import { busProgram, startTestBus } from "./notice_bus.ts";
import { failed, ignore, senderOn, SHOWN } from "./notice_sender.ts";
import { fakeService, NAME, NOTICE, OBJECT, presses, SNOOZE } from "./notice_service.ts";

const AGENT: Notice = { ...NOTICE, subject: "agent" };
const LAST: Notice = { ...NOTICE, subject: "the last" };

/** Sends one more: what is withdrawn before it has come to the service when this has. */
async function sendLast(sender: NoticeSender): Promise<void> {
  assertEquals(await sender.send(LAST, ignore), SHOWN);
}

Deno.test("dbusSender() takes away the notice of the subject, once, and no other", async () => {
  await using bus = await startTestBus();
  await using service = await fakeService(bus);
  await using sender = senderOn(bus.host());
  sender.withdraw("usage");
  assertEquals(await sender.send(NOTICE, ignore), SHOWN);
  assertEquals(await sender.send(AGENT, ignore), SHOWN);
  sender.withdraw("never shown");
  sender.withdraw("agent");
  sender.withdraw("agent");
  await sendLast(sender);
  assertEquals(service.withdrawn(), [102]);
  assertEquals(await sender.send(AGENT, ignore), SHOWN);
  assertEquals(await sender.send(NOTICE, ignore), SHOWN);
  assertEquals(service.notices().slice(-2).map(({ replaces }) => replaces), [0, 101]);
});

Deno.test("dbusSender() takes nothing away that was closed already", async () => {
  await using bus = await startTestBus();
  await using service = await fakeService(bus);
  await using sender = senderOn(bus.host());
  assertEquals(await sender.send(NOTICE, ignore), SHOWN);
  service.close(101);
  await service.settled();
  await sender.describe();
  sender.withdraw("usage");
  await sendLast(sender);
  assertEquals(service.withdrawn(), []);
});

Deno.test("dbusSender() takes nothing away from the service that comes after", async () => {
  await using bus = await startTestBus();
  await using sender = senderOn(bus.host());
  let returns = 0;
  const stop = sender.onReturn(() => returns += 1);
  {
    await using _first = await fakeService(bus);
    assertEquals(await sender.send(NOTICE, ignore), SHOWN);
    assertEquals(await sender.send(AGENT, ignore), SHOWN);
  }
  await until(async () => (await sender.describe()).kind === "missing", "the end of the first service");
  sender.withdraw("usage");
  const before = returns;
  await using second = await fakeService(bus);
  await until(() => returns > before, "the news of the second service");
  sender.withdraw("usage");
  sender.withdraw("agent");
  await sendLast(sender);
  assertEquals(second.withdrawn(), []);
  stop();
});

Deno.test("dbusSender() takes nothing away by a number that another service has given", async () => {
  await using bus = await startTestBus();
  await using sender = senderOn(bus.host());
  // It has shown the notice, but says so only when another one has taken its name.
  await using first = await fakeService(bus, {
    notify(program, _, id) {
      program.release().then(() => program.answerLate("u", id));
      return null;
    },
  });
  await using second = await fakeService(bus);
  assertEquals(await sender.send(NOTICE, ignore), SHOWN);
  sender.withdraw("usage");
  assertEquals(await sender.send(NOTICE, ignore), SHOWN);
  await sendLast(sender);
  assertEquals([first.withdrawn(), second.withdrawn()], [[], []]);
  assertEquals(second.notices().map(({ replaces }) => replaces), [0, 0]);
});

Deno.test("dbusSender() takes away what was withdrawn on its way, as soon as it is shown", async () => {
  await using bus = await startTestBus();
  let answer = () => {};
  await using service = await fakeService(bus, {
    notify(program, _, id) {
      if (program.bodies("Notify").length > 1) return ["u", id];
      answer = () => program.answerLate("u", id);
      return null;
    },
  });
  await using sender = senderOn(bus.host());
  const heard = presses();
  assertEquals(
    await sender.send(NOTICE, heard.pressed),
    failed("silent-service"),
  );
  sender.withdraw("usage");
  const next = sender.send(NOTICE, ignore);
  answer();
  assertEquals(await next, SHOWN);
  await until(() => service.withdrawn().length > 0, "the withdrawal");
  assertEquals(service.withdrawn(), [101]);
  // What was sent after it is another one, which stays.
  assertEquals(service.notices().map(({ replaces }) => replaces), [0, 0]);
  sender.withdraw("usage");
  await sendLast(sender);
  assertEquals(service.withdrawn(), [101, 102]);
  // A press that was on its way counts.
  service.press(101, service.notices()[0]?.actions[0] ?? "");
  await until(() => heard.actions.length > 0, "the press");
  assertEquals(heard.actions, [SNOOZE]);
});

Deno.test("dbusSender() keeps what is on its way while another notice is withdrawn", async () => {
  await using bus = await startTestBus();
  let answer = () => {};
  await using service = await fakeService(bus, {
    notify(program, { replaces }, id) {
      if (program.bodies("Notify").length > 1) return ["u", replaces === 0 ? id : replaces];
      answer = () => program.answerLate("u", id);
      return null;
    },
  });
  await using sender = senderOn(bus.host());
  await sender.send(NOTICE, ignore);
  sender.withdraw("another");
  answer();
  await service.settled();
  assertEquals(await sender.send(NOTICE, ignore), SHOWN);
  assertEquals(service.notices().map(({ replaces }) => replaces), [0, 101]);
  assertEquals(service.withdrawn(), []);
});

Deno.test("dbusSender() is not held up by a service that does not take notices away", async () => {
  await using bus = await startTestBus();
  await using service = await busProgram(bus, NAME, ({ member }, self) => {
    if (member === "GetCapabilities") return ["as", ["actions"]];
    if (member === "Notify") return ["u", self.bodies("Notify").length];
    return self.bodies("CloseNotification").length > 1 ? null : { error: `${OBJECT.interface}.Error` };
  });
  await using sender = senderOn(bus.host());
  for (const subject of ["refused", "not answered"]) {
    assertEquals(await sender.send({ ...NOTICE, subject }, ignore), SHOWN);
    sender.withdraw(subject);
  }
  await sendLast(sender);
  assertEquals(service.bodies("CloseNotification"), [[1], [2]]);
});
