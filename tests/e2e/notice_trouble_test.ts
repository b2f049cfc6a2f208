/** Notices over a real session bus, to notification services that hang, refuse, end or are not there. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertLess, assertMatch } from "@std/assert";
import { dbusSender } from "../../src/notify/dbus_sender.ts";
import { until } from "./desktop.ts";
import { busProgram, startTestBus } from "./notice_bus.ts";
import { failed, ignore, senderOn, SHOWN } from "./notice_sender.ts";
import { fakeService, NAME, NOTICE, presses } from "./notice_service.ts";
import { inEnglish } from "../support/in_english.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";

Deno.test("dbusSender() gives a service that never answers up, and sends it no heap of notices", async () => {
  await using bus = await startTestBus();
  let hung = true;
  await using service = await fakeService(bus, {
    getCapabilities: () => hung && service.notices().length > 0 ? null : ["as", ["actions"]],
    notify: () => null,
  });
  await using sender = senderOn(bus.host());
  const late = "silent-service";
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
  const late = "silent-service";
  assertEquals(await sender.send(NOTICE, ignore), failed(late));
  const description = await sender.describe();
  assertEquals(description.kind === "missing" && description.why, { about: "notifications", kind: late });
});

Deno.test("dbusSender() says that the service refused, without the words of either", async () => {
  const error = "org.freedesktop.Notifications.Error.ExcessNotificationGeneration";
  await using bus = await startTestBus();
  await using _service = await fakeService(bus, { notify: () => ({ error }) });
  await using sender = senderOn(bus.host());
  const sent = await sender.send(NOTICE, ignore);
  assertEquals(inEnglish(sent), { kind: "failed", why: `the notification service refused it (${error})` });
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
  const none = failed("no-service");
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
    const detail = "D-Bus, by fake 1.0, with buttons";
    assertEquals(inEnglish(await sender.describe()), { kind: "works", detail });
    const ended = failed("service-ended");
    assertEquals(await sender.send({ ...NOTICE, title: "the last" }, ignore), ended);
    assertEquals(first.notices().length, 2);
  }
  assertEquals(await sender.send(NOTICE, ignore), none);
  await using second = await fakeService(bus);
  await until(() => returns === 2, "the news of the second service");
  assertEquals(await sender.send({ ...NOTICE, subject: "new" }, ignore), SHOWN);
  // The numbers of the first service mean nothing to the second.
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
  assertMatch(sent.kind === "failed" ? reasonEn(sent.why) : "", /session bus/);
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
  assertEquals(inEnglish(await sender.send(NOTICE, ignore)), {
    kind: "failed",
    why: "the program is ending",
  });
});

Deno.test("dbusSender() says what is missing: the bus, the service, or its program", async () => {
  await using bus = await startTestBus({ startable: { [NAME]: "/bin/false" } });
  const why = async (address?: null) => {
    await using sender = senderOn(bus.host(address));
    const sent = await sender.send(NOTICE, ignore);
    return [sent.kind === "failed" ? reasonEn(sent.why) : "", (await sender.describe()).kind];
  };
  assertEquals(await why(), ["the notification service cannot be started", "works"]);
  assertEquals(await why(null), ["there is no D-Bus session bus", "missing"]);
  await bus.kill();
  assertMatch((await why())[0] ?? "", /^no way to the session bus/);
});
