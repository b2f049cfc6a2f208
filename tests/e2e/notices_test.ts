/** Notices on a real desktop: what people see of them, and what comes of a press, with two notification services. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import type { Host } from "../../src/host/host.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { dbusSender } from "../../src/notify/dbus_sender.ts";
import type { NoticeSender } from "../../src/notify/sender.ts";
import { bubbles, pressBubble, XFCE4_NOTIFYD } from "./bubbles.ts";
import { type Desktop, startDesktop, until } from "./desktop.ts";
import { NOTICE, OPENS, presses, SHOW, SNOOZE } from "./notice_service.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";

const SHOWN = { kind: "shown" } as const;

function hostOn(desktop: Desktop): Host {
  return { ...denoHost(), env: (name) => desktop.env[name] };
}

/** A sender that is closed with its block, when the service is there. */
async function senderTo(
  desktop: Desktop,
  service: RegExp,
  host = hostOn(desktop),
): Promise<NoticeSender & AsyncDisposable> {
  const sender = dbusSender({ host });
  const detail = async () => {
    const description = await sender.describe();
    return description.kind === "works" ? reasonEn(description.detail) : "";
  };
  await until(async () => service.test(await detail()), "the notification service");
  return { ...sender, [Symbol.asyncDispose]: () => sender.close() };
}

Deno.test("dbusSender() shows a bubble under xfce4-notifyd, replaces it, and hears what is pressed on it", async () => {
  await using desktop = await startDesktop();
  desktop.start(XFCE4_NOTIFYD);
  await using sender = await senderTo(desktop, /Xfce Notify Daemon .*, with buttons$/i);
  const heard = presses();
  const body = "Session 90 %, week 75 % <b>& more</b>\nResets at 14:32";
  assertEquals(await sender.send({ ...NOTICE, title: "A < B & C", body }, heard.pressed), SHOWN);
  await until(async () => (await bubbles(desktop)).length === 1, "the bubble");
  assertEquals(await sender.send({ ...NOTICE, opens: OPENS, urgency: "critical" }, heard.pressed), SHOWN);
  assertEquals((await bubbles(desktop)).length, 1);
  await pressBubble(desktop, { fromRight: 189, fromBottom: 31 }, () => heard.actions.length > 0);
  assertEquals(heard.actions, [SNOOZE]);
  await until(async () => (await bubbles(desktop)).length === 0, "the bubble to go");

  assertEquals(await sender.send({ ...NOTICE, opens: OPENS }, heard.pressed), SHOWN);
  await until(async () => (await bubbles(desktop)).length === 1, "the new bubble");
  await pressBubble(desktop, { fromRight: 71, fromBottom: 31 }, () => heard.actions.length > 1);
  assertEquals(heard.actions, [SNOOZE, SHOW]);
});

/** dunst, with a script in the place of the menu from which a person picks an action. */
async function startDunst(desktop: Desktop, settings = ""): Promise<Deno.ChildProcess> {
  const picker = `${desktop.folder}/pick`;
  // The menu gets a line for each action, and prints the one that is picked: here the second.
  await Deno.writeTextFile(picker, `#!/bin/sh\ntee ${desktop.folder}/offered | sed -n 2p\n`, { mode: 0o755 });
  await Deno.writeTextFile(
    `${desktop.folder}/dunstrc`,
    `[global]\nmonitor = 0\nmarkup = full\nformat = "%s\\n%b"\ndmenu = ${picker}\n${settings}`,
  );
  return desktop.start("dunst", ["-conf", `${desktop.folder}/dunstrc`]);
}

/** Title and body of what dunst has closed last, as it has understood them. */
async function lastOfDunst(desktop: Desktop): Promise<readonly [string, string]> {
  const { data: [[last]] } = JSON.parse(await desktop.run("dunstctl", ["history"]));
  return [last.summary.data, last.body.data];
}

Deno.test("dbusSender() gives dunst a text that it shows as it is, and hears what is picked from its menu", async () => {
  await using desktop = await startDesktop();
  await startDunst(desktop);
  await using sender = await senderTo(desktop, /dunst .*, with buttons$/);
  const heard = presses();
  const notice = {
    ...NOTICE,
    title: "Quota & <i>time</i>",
    body: "90 % < 100 % & more",
    urgency: "critical",
  } as const;
  assertEquals(await sender.send(notice, heard.pressed), SHOWN);
  await desktop.run("dunstctl", ["context"]);
  await until(() => heard.actions.length > 0, "what was picked");
  assertEquals(heard.actions, [SHOW]);
  const offered = await Deno.readTextFile(`${desktop.folder}/offered`);
  assertMatch(offered, /Snooze 15 min.*\n.*Show/);
  assertEquals(await sender.send(notice, heard.pressed), SHOWN);
  await desktop.run("dunstctl", ["close-all"]);
  // The body is markup for dunst, in which this is what was sent.
  assertEquals(await lastOfDunst(desktop), [notice.title, "90 % &lt; 100 % &amp; more"]);
});

/** How many notices dunst has been given, whether they are still shown or not. */
async function givenToDunst(desktop: Desktop): Promise<number> {
  const counts = await Promise.all(
    ["displayed", "history", "waiting"].map((which) => desktop.run("dunstctl", ["count", which])),
  );
  return counts.reduce((sum, count) => sum + Number(count), 0);
}

Deno.test("dbusSender() leaves one notice to a dunst that hangs for over a minute, not a heap for when it goes on", async () => {
  await using desktop = await startDesktop();
  const dunst = await startDunst(desktop, "stack_duplicates = false\n");
  let minute = Promise.withResolvers<void>();
  const real = denoHost();
  const host: Host = {
    ...hostOn(desktop),
    // The long limits are what a person would wait; the longest ends when the test says so.
    sleep(ms, signal) {
      if (ms !== 60_000) return real.sleep(ms >= 9_000 ? ms / 20 : ms, signal);
      const ended = new Promise<void>((resolve) => {
        signal?.addEventListener("abort", () => resolve(), { once: true });
      });
      return Promise.race([minute.promise, ended]);
    },
  };
  await using sender = await senderTo(desktop, /dunst .*, with buttons$/, host);
  let sent = 0;
  const tryThrice = async () => {
    for (let i = 0; i < 3; i++) {
      sent += 1;
      const { kind } = await sender.send({ ...NOTICE, subject: `agent ${sent}` }, () => {});
      assertEquals(kind, "failed");
    }
  };
  dunst.kill("SIGSTOP");
  try {
    await tryThrice();
    minute.resolve();
    minute = Promise.withResolvers();
    await tryThrice();
  } finally {
    dunst.kill("SIGCONT");
  }
  // What came before this question was taken before it is answered.
  assertEquals(await givenToDunst(desktop), 1);
  assertEquals(await sender.send({ ...NOTICE, subject: "after all" }, () => {}), SHOWN);
  assertEquals(await givenToDunst(desktop), 2);
});

Deno.test("dbusSender() is told of the next service when dunst has died, and of the next bus", async () => {
  await using desktop = await startDesktop();
  const dunst = await startDunst(desktop);
  await using sender = await senderTo(desktop, /dunst/);
  let returns = 0;
  const stop = sender.onReturn(() => returns += 1);
  assertEquals(await sender.send(NOTICE, () => {}), SHOWN);
  dunst.kill("SIGKILL");
  await dunst.status;
  desktop.start(XFCE4_NOTIFYD);
  await until(() => returns === 1, "the news of the service");
  assertEquals(await sender.send(NOTICE, () => {}), SHOWN);
  await until(async () => (await bubbles(desktop)).length === 1, "the bubble");
  await desktop.killBus();
  assertEquals((await sender.send(NOTICE, () => {})).kind, "failed");
  stop();
});
