/** Start at login as a person has it: the tick in the menu, what the desktop starts of it, and a program that is moved. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { dirname, join } from "node:path";
import { type Account, newAccount } from "../support/program.ts";
import { compiledProgram } from "./compiled.ts";
import { until } from "./desktop.ts";
import { click, iconIs, looks, menuSays, onDesktop, type Seen } from "./seen.ts";
import { allLines } from "./tray_client.ts";

const program = await compiledProgram();
Deno.env.set("CLAUDEMINDER_PROGRAM", program);

const entryOf = ({ folder }: Account) => join(folder, "config/autostart/claudeminder.desktop");

/** The line of the registered file that says what is started; null = there is no such file. */
async function execLine(account: Account): Promise<string | null> {
  const text = await Deno.readTextFile(entryOf(account)).catch(() => null);
  return text === null ? null : text.split("\n").find((line) => line.startsWith("Exec=")) ?? "";
}

/** Runs a copy of the program. */
async function runCopy(exe: string, { env }: Account, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(exe, { args: [...args], env, clearEnv: true })
    .output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
  return new TextDecoder().decode(stdout);
}

async function copyTo(account: Account, path: string): Promise<string> {
  const copy = join(account.folder, path);
  await Deno.mkdir(dirname(copy), { recursive: true });
  await Deno.copyFile(program, copy);
  return copy;
}

/** The ids of the processes that run this file. */
function processesOf(exe: string): readonly number[] {
  return [...Deno.readDirSync("/proc")].map(({ name }) => Number(name)).filter((pid) => {
    try {
      return Number.isInteger(pid) && Deno.readLinkSync(`/proc/${pid}/exe`) === exe;
    } catch {
      return false;
    }
  });
}

async function isTicked({ panel }: Seen): Promise<boolean> {
  const lines = allLines(await panel.menu(await panel.item()));
  const found = lines.find(({ properties }) => properties.label === "Start at login");
  return found?.properties["toggle-state"] === 1;
}

/** Waits until the menu shows that it is on, or off. */
async function shows(seen: Seen, on: boolean): Promise<void> {
  switch (seen.driver) {
    case "sni":
      await menuSays(seen, /^Start at login$/);
      return await until(async () => await isTicked(seen) === on, `the tick, ${on}`);
    case "systray2":
      return await menuSays(seen, on ? /^✓ Start at login$/ : /^Start at login$/);
  }
}

for (const driver of ["sni", "systray2"] as const) {
  Deno.test(`the menu's tick under a real panel, through ${driver}, is what is registered`, () =>
    onDesktop(driver, async (seen) => {
      const { account } = seen;
      account.start("run", "--tray", driver);
      await shows(seen, false);
      assertEquals(await execLine(account), null, "nothing is registered unasked");
      await click(seen, /Start at login$/);
      await shows(seen, true);
      assertEquals(await execLine(account), `Exec="${program}" run --autostart`);
      await click(seen, /Start at login$/);
      await shows(seen, false);
      assertEquals(await execLine(account), null);
      assertEquals((await account.run("autostart", "enable")).stdout, `enabled for ${program}\n`);
      await shows(seen, true);
      await Deno.writeTextFile(entryOf(account), '[Desktop Entry]\nExec="/bin/sh"\n');
      await menuSays(seen, /^Start at login · now it is \/bin\/sh$/);
      assertEquals((await account.run("autostart", "disable")).stdout, "disabled\n");
      await shows(seen, false);
    }));
}

Deno.test("what is registered passes desktop-file-validate, and the desktop starts it, once", () =>
  onDesktop("sni", async (seen) => {
    const { account } = seen;
    await account.signIn();
    const exe = await copyTo(account, "a b Đ é (1) ' ~/claudeminder");
    assertEquals(await runCopy(exe, account, "autostart", "enable"), `enabled for ${exe}\n`);
    const validate = await new Deno.Command("desktop-file-validate", { args: [entryOf(account)] }).output();
    assertEquals([validate.code, new TextDecoder().decode(validate.stdout)], [0, ""]);
    const env = { ...account.env, XDG_CONFIG_DIRS: "/nonexistent" };
    const login = () =>
      new Deno.Command("dex", {
        args: ["-a", "-e", "XFCE"],
        env,
        clearEnv: true,
        cwd: account.folder,
        stdin: "null",
        stdout: "null",
        stderr: "null",
      }).output();
    try {
      assertEquals((await login()).code, 0);
      await iconIs(seen, looks(81, "orange"));
      const { pid } = JSON.parse((await account.run("call", "system.version")).stdout);
      assertEquals(await Deno.readLink(`/proc/${pid}/exe`), exe);
      assertEquals((await login()).code, 0);
      await until(() => Promise.resolve(processesOf(exe).length === 1), "the end of the second one");
      assertMatch(
        await runCopy(exe, account, "uninstall"),
        new RegExp(`process ${pid}\n.*${entryOf(account)}\n`),
      );
      await until(() => Promise.resolve(processesOf(exe).length === 0), "the end of the program");
      assertEquals(await execLine(account), null);
    } finally {
      for (const pid of processesOf(exe)) Deno.kill(pid, "SIGKILL");
    }
  }));

Deno.test("a program that was moved is registered where it is at its next start; another copy stays the one", async () => {
  await using account = await newAccount();
  const first = await copyTo(account, "one/claudeminder");
  const second = await copyTo(account, "two/claudeminder");
  const says = (exe: string, ...args: readonly string[]) => runCopy(exe, account, ...args);
  const startAndEnd = async (exe: string) => {
    const child = new Deno.Command(exe, {
      args: ["run", "--headless"],
      env: account.env,
      clearEnv: true,
      stdout: "null",
      stderr: "null",
    }).spawn();
    try {
      await until(async () => (await account.run("call", "system.ping")).code === 0, "the program");
      const shown = async () => JSON.stringify((await account.run("call", "tray.get")).stdout);
      await until(async () => (await shown()).includes("toggle-autostart"), "the entry of the menu");
    } finally {
      child.kill("SIGTERM");
      await child.status;
    }
  };
  await says(first, "autostart", "enable");
  assertEquals(await says(second, "autostart", "enable"), `enabled for ${second}\n`);
  await startAndEnd(first);
  assertEquals(await says(first, "autostart", "status"), `enabled for another path: ${second}\n`);
  await Deno.remove(second);
  await startAndEnd(first);
  assertEquals(await says(first, "autostart", "status"), `enabled for ${first}\n`);
  await Deno.mkdir(join(account.folder, "100%"));
  const odd = join(account.folder, "100%/claudeminder");
  await Deno.rename(first, odd);
  const refused = await new Deno.Command(odd, {
    args: ["autostart", "enable"],
    env: account.env,
    clearEnv: true,
  })
    .output();
  assertEquals(refused.code, 1);
  assert(new TextDecoder().decode(refused.stderr).endsWith("the % in the path\n"));
});
