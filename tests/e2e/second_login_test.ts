/** A person logs in again while the program of the last session still runs: the icon appears on the panel of the new session. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { type Account, end, newAccount } from "../support/program.ts";
import { type Desktop, startDesktop, until } from "./desktop.ts";
import { iconIs, looks } from "./seen.ts";
import { trayClient } from "./tray_client.ts";

/** What a program that is started on that desktop has in its environment. */
function loginOn(account: Account, { env, busAddress }: Desktop): void {
  const { DISPLAY = "" } = env;
  Object.assign(account.env, { DISPLAY, DBUS_SESSION_BUS_ADDRESS: busAddress });
}

async function iconOn(desktop: Desktop): Promise<void> {
  await using panel = await trayClient(desktop);
  await iconIs({ panel, driver: "sni" }, looks(81, "orange"));
}

Deno.test("a second login has the icon: the program of the session that is over gives way", async () => {
  await using account = await newAccount();
  await account.signIn();
  const first = await startDesktop({ panel: "xfce4-panel" });
  let old: Deno.ChildProcess;
  try {
    loginOn(account, first);
    old = account.start("run", "--autostart");
    await iconOn(first);
    assertEquals((await account.run("call", "system.ping")).code, 0);
  } finally {
    // As a log-out does, with services of the person that go on.
    await first[Symbol.asyncDispose]();
  }
  assertEquals((await account.run("call", "system.ping")).code, 0, "it runs on");
  await using second = await startDesktop({ panel: "xfce4-panel" });
  loginOn(account, second);
  const next = account.start("run", "--autostart");
  await iconOn(second);
  assertEquals((await old.status).code, 0);
  const { pid } = JSON.parse((await account.run("call", "system.version")).stdout);
  assertEquals(pid, next.pid);
  await end(next);
});

Deno.test("two sessions that are there take nothing from each other", async () => {
  await using account = await newAccount();
  await account.signIn();
  await using first = await startDesktop({ panel: "xfce4-panel" });
  await using second = await startDesktop({ panel: "xfce4-panel" });
  loginOn(account, first);
  const program = account.start("run", "--autostart");
  await iconOn(first);
  loginOn(account, second);
  assertEquals((await account.run("run", "--autostart")).code, 3);
  await iconOn(first);
  // A start from a terminal of a session that is over takes nothing over, either.
  await second.killBus();
  assertEquals((await account.run("run", "--autostart")).code, 3);
  await until(async () => (await account.run("call", "system.ping")).code === 0, "the first one");
  await end(program);
});
