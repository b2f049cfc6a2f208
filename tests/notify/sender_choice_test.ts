/** Notices that programs show: which program is run, and what its end means. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { RunResult } from "../../src/host/host.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { createButtonLinks, parseLink } from "../../src/notify/button_links.ts";
import { chooseSender } from "../../src/notify/sender_choice.ts";
import { commandSender } from "../../src/notify/command_sender.ts";
import { tidyNotice } from "../../src/notify/notice_text.ts";
import { macosPlatform } from "../../src/platform/macos.ts";
import { windowsPlatform } from "../../src/platform/windows.ts";
import { fakeHost } from "../support/fake_host.ts";
import { NOTICE, TEXTS } from "../platform/hostile_texts.ts";
import { ENDED, running } from "./programs.ts";
import { inEnglish } from "../support/in_english.ts";

const env = (name: string) => ({ HOME: "/Users/ann", USERPROFILE: "C:\\Users\\ann" })[name];
const macos = macosPlatform(env);
const windows = windowsPlatform(env);

Deno.test("chooseSender() runs the system's own program, within 10 s", async () => {
  const { runs, host } = running({});
  const sender = chooseSender({ host, platform: macos, links: () => null });
  assertEquals(sender.name, "osascript");
  assertEquals(await sender.send({ ...NOTICE, title: "a\0b" }, () => {}), { kind: "shown" });
  const { program, args } = macos.notify({ ...NOTICE, title: "a\ufffdb" }, null);
  assertEquals(runs, [{ program, args, timeoutMs: 10_000 }]);
  assertEquals((await sender.describe()).kind, "works");
});

Deno.test("chooseSender() gives Windows buttons where there are links, and presses come back by them", async () => {
  const { runs, host } = running({});
  const links = createButtonLinks({ random: (bytes) => crypto.getRandomValues(bytes) });
  let on = false;
  const sender = chooseSender({ host, platform: windows, links: () => on ? links : null });
  await sender.send(NOTICE, () => {});
  on = true;
  await sender.send(NOTICE, () => {});
  const [without, with_] = runs.map(({ stdin }) => JSON.parse(stdin ?? ""));
  assertEquals([without.buttons, without.opens], [[], ""]);
  assertEquals(with_.buttons.map(({ label }: { label: string }) => label), ["Snooze 15 min", "Show"]);
  assertEquals(links.press(parseLink(with_.buttons[0].link) ?? ""), { kind: "snooze", minutes: 15 });
});

Deno.test("commandSender() takes a notice away where the system can, after it was shown", async () => {
  const { runs, host } = running({ code: 1 });
  const onWindows = chooseSender({ host, platform: windows, links: () => null });
  const sent = onWindows.send(NOTICE, () => {});
  onWindows.withdraw(NOTICE.subject);
  await sent;
  await onWindows.send({ ...NOTICE, subject: "other" }, () => {});
  const withdrawal = windows.withdrawNotice(NOTICE.subject);
  assertEquals(runs.map(({ args }) => args.join() === withdrawal?.args.join()), [false, true, false]);
  assertEquals(runs[1]?.stdin, withdrawal?.stdin);
  assertEquals(runs[1]?.timeoutMs, 10_000);

  // A program that takes its time has shown it before the next one is run.
  const ends: (() => void)[] = [];
  const slow = commandSender({
    host: {
      run: () => new Promise((resolve) => ends.push(() => resolve({ ...ENDED, stdout: "notice shown\r\n" }))),
    },
    name: "slow",
    command: (notice) => windows.notify(notice, null),
    withdraw: windows.withdrawNotice,
    describe: () => Promise.resolve({ kind: "works", detail: { about: "system", text: "" } }),
  });
  const showing = slow.send(NOTICE, () => {});
  slow.withdraw(NOTICE.subject);
  const { settle } = fakeHost(0);
  await settle();
  assertEquals(ends.length, 1);
  ends[0]?.();
  assertEquals(await showing, { kind: "shown" });
  await settle();
  assertEquals(ends.length, 2);

  const other = running({});
  const onMac = chooseSender({ host: other.host, platform: macos, links: () => null });
  onMac.withdraw(NOTICE.subject);
  await onMac.send(NOTICE, () => {});
  assertEquals(other.runs.length, 1, "nothing is run but what shows");
});

Deno.test("commandSender() says in a line why nothing was shown, without any text of the notice", async () => {
  const secret = "the text of the notice";
  const cases: readonly (readonly [Partial<RunResult> | Error, string])[] = [
    [{ code: 1, stderr: secret, stdout: secret }, "PowerShell failed (exit status 1)"],
    [{ code: 3 }, "notifications are turned off in Windows' settings"],
    [{ code: 0, stdout: secret }, "PowerShell shows nothing"],
    [{ code: 137, timedOut: true }, "PowerShell did not end within 10 s"],
    [new Error(`Cannot run ${secret}`), "PowerShell cannot be run"],
  ];
  for (const [result, why] of cases) {
    const { host } = running(result);
    const sender = chooseSender({ host, platform: windows, links: () => null });
    const sent = await sender.send({ ...NOTICE, title: secret, body: secret }, () => {});
    assertEquals(inEnglish(sent), { kind: "failed", why });
    assertEquals((await sender.describe()).kind, "missing");
  }
});

Deno.test("commandSender() hands every text to a real program as one argument", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/texts`;
    const sender = commandSender({
      host: denoHost(),
      name: "printf",
      command: ({ title, body }) => ({
        program: "/bin/sh",
        args: ["-c", 'printf "%s\\0" "$@" >"$0"', file, title, body],
      }),
      withdraw: () => null,
      describe: () => Promise.resolve({ kind: "works", detail: { about: "system", text: "" } }),
    });
    for (const text of TEXTS) {
      const notice = { ...NOTICE, title: text, body: text };
      assertEquals(await sender.send(notice, () => {}), { kind: "shown" });
      const { title, body } = tidyNotice(notice);
      assertEquals((await Deno.readTextFile(file)).split("\0"), [title, body, ""]);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
