/** The program for Linux on arm64, started as it is on an emulated processor. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { formatOf, targetOf } from "../../packaging/targets.ts";
import project from "../../deno.json" with { type: "json" };
import { newAccount } from "../support/program.ts";
import { compiled, helpersIn, isToBeHad } from "./compiled.ts";
import { startDesktop, until } from "./desktop.ts";
import { iconIs, looks, menuSays } from "./seen.ts";
import { trayClient } from "./tray_client.ts";

const EMULATOR = "/usr/bin/qemu-aarch64-static";
/** Where Debian's packages for cross-compiling have the system's own libraries of that processor. */
const LIBRARIES = "/usr/aarch64-linux-gnu";

const target = targetOf("aarch64-unknown-linux-gnu");

Deno.test({
  name: "build() makes a program for Linux on arm64, without a tray helper, that shows its icon in a panel",
  ignore:
    !(await isThere(EMULATOR) && await isThere(`${LIBRARIES}/lib/libc.so.6`) && await isToBeHad(target)),
  fn: async () => {
    await using desktop = await startDesktop({ panel: "xfce4-panel" });
    const program = await compiled({ target: target.triple, out: desktop.folder });
    const bytes = Buffer.from(await Deno.readFile(program));
    assertEquals(formatOf(bytes), "elf-aarch64");
    assertEquals(helpersIn(bytes), []);

    const { DISPLAY = "" } = desktop.env;
    await using account = await newAccount({ DISPLAY, DBUS_SESSION_BUS_ADDRESS: desktop.busAddress });
    await account.signIn();
    const emulated = (...args: readonly string[]) =>
      new Deno.Command(EMULATOR, {
        args: ["-L", LIBRARIES, program, ...args],
        env: account.env,
        clearEnv: true,
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      });
    const version = await emulated("--version").output();
    assertEquals(new TextDecoder().decode(version.stdout), `${project.version}\n`);

    await using panel = await trayClient(desktop);
    const seen = { account, desktop, panel, driver: "sni" } as const;
    await using running = ended(emulated("run", "--config", join(account.folder, "none.toml")).spawn());
    // An emulated processor is slow, and the machine may have other work.
    const isThere = () => panel.item().then(() => true, () => false);
    await until(isThere, "the icon of the emulated program", 120_000);
    await menuSays(seen, /15%\s+Session · resets in/);
    await iconIs(seen, looks(81, "orange"));
    await until(
      async () => (await account.run("status")).stdout.startsWith("claudeminder: 15.0%"),
      "an answer",
    );
    assertEquals((await running.end()).code, 0);
  },
});

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/** A program that is ended with its block. */
function ended(child: Deno.ChildProcess) {
  let output: Promise<Deno.CommandOutput> | null = null;
  const end = () => {
    if (output === null) child.kill("SIGTERM");
    return output ??= child.output();
  };
  return {
    end,
    async [Symbol.asyncDispose]() {
      await end();
    },
  };
}
