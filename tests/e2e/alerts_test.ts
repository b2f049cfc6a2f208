/**
 * Alerts as a person has them: the compiled program, a panel and a real notification service; what the bubble says, what its
 * buttons do, and what becomes of it all when the program or the service dies.
 */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { end, json, julyBody } from "../support/program.ts";
import { bubbles, pressBubble, XFCE4_NOTIFYD } from "./bubbles.ts";
import { compiledProgram } from "./compiled.ts";
import { until } from "./desktop.ts";
import { fakeService } from "./notice_service.ts";
import { click, iconIs, labels, looks, menuSays, onDesktop, type Seen } from "./seen.ts";

Deno.env.set("CLAUDEMINDER_PROGRAM", await compiledProgram());

async function focusMode({ account }: Seen): Promise<Record<string, unknown>> {
  return json(await account.run("get_usage")).focus_mode as Record<string, unknown>;
}

Deno.test("a press on the bubble's Snooze snoozes, which menu and get_usage show, and outlives kill -9", () =>
  onDesktop("sni", async (seen) => {
    const { account, desktop } = seen;
    desktop.start(XFCE4_NOTIFYD);
    await account.signIn();
    const program = account.start("run", "--tray", "sni");
    await until(async () => (await bubbles(desktop)).length === 1, "the bubble");
    assertEquals((await focusMode(seen)).is_snoozed, false);
    // "Snooze 15 min", left of "Show".
    await pressBubble(desktop, { fromRight: 150, fromBottom: 31 }, async () => {
      return (await labels(seen)).some((label) => label.startsWith("Snoozed until"));
    });
    const { is_snoozed, snooze_remaining, notifications_suppressed } = await focusMode(seen);
    assertEquals([is_snoozed, notifications_suppressed], [true, true]);
    assert(Number(snooze_remaining) > 14 * 60 && Number(snooze_remaining) <= 15 * 60, `${snooze_remaining}`);

    program.kill("SIGKILL");
    await program.status;
    account.endpoint.answer = () => Response.json(julyBody({ fable: 100 }));
    account.start("run", "--tray", "sni");
    await menuSays(seen, /^Snoozed until \d\d:\d\d$/);
    assertEquals((await focusMode(seen)).is_snoozed, true);
    await click(seen, /^Refresh now$/);
    await iconIs(seen, { ...looks(100, "red"), snoozed: true });
    assertEquals((await bubbles(desktop)).length, 0, "what is suppressed is not shown");
  }));

Deno.test("an alert is told once, over a restart too, and what is wrong offers the way to sign in", () =>
  onDesktop("sni", async (seen) => {
    const { account, desktop } = seen;
    await using service = await fakeService({ address: desktop.busAddress });
    await account.signIn();
    const program = account.start("run", "--tray", "sni");
    await until(() => service.notices().length === 1, "the notice");
    const [first] = service.notices();
    assertMatch(
      `${first?.title}: ${first?.body}`,
      /^Claude Usage Warning: Week · Fable: 81% used, resets in/,
    );
    const shown = first?.actions.filter((_, index) => index % 2 === 1) ?? [];
    assertEquals(shown.slice(0, 2), ["Snooze 15 min", "Show"]);
    await end(program);

    account.endpoint.answer = () =>
      Response.json({ error: { type: "authentication_error" } }, { status: 401 });
    account.start("run", "--tray", "sni");
    await click(seen, /^Refresh now$/);
    await menuSays(seen, /^Sign in \.\.\.$/);
    assertEquals(service.notices().length, 1, "within a minute of the last one nothing is told");
  }));

Deno.test("without a service the icon has a mark and the menu the alert, until there is one", () =>
  onDesktop("sni", async (seen) => {
    const { account, desktop } = seen;
    const refusing = await fakeService({ address: desktop.busAddress }, {
      notify: () => ({ error: "org.freedesktop.DBus.Error.Failed" }),
    });
    await account.signIn();
    account.start("run", "--tray", "sni");
    await iconIs(seen, { ...looks(81, "orange"), attention: "alert" });
    await menuSays(seen, /^Week · Fable 81%$/);
    await menuSays(seen, /^Notifications cannot be shown: .*\. Next try \d\d:\d\d$/);
    await refusing[Symbol.asyncDispose]();
    await using service = await fakeService({ address: desktop.busAddress });
    await until(() => service.notices().length === 1, "the notice, once there is a service");
    await iconIs(seen, looks(81, "orange"));
    assert(!(await labels(seen)).some((label) => label.startsWith("Notifications cannot")));
  }));

Deno.test("a second start shows the state of the running one, unless it was started at login", () =>
  onDesktop("sni", async (seen) => {
    const { account, desktop } = seen;
    await using service = await fakeService({ address: desktop.busAddress });
    await account.signIn();
    account.endpoint.answer = () => Response.json(julyBody({ fable: 7 }));
    account.start("run", "--tray", "sni");
    await menuSays(seen, /15%.*Session/);
    assertEquals((await account.run("run", "--autostart")).code, 3);
    assertEquals((await account.run("run", "--headless")).code, 3);
    assertEquals(service.notices().length, 0);
    assertEquals((await account.run()).code, 3);
    const [shown] = service.notices();
    assertEquals(shown?.title, "Claude Usage");
    assertMatch(shown?.body ?? "", /^Session: 15% · resets in .*\nWeek: /);
  }));
