/** What reg.exe has written of ours, as it is started from there: under Wine, which takes command lines apart as Windows does. */
// @ts-types="../../types/std/assert.d.ts"
import { assert, assertEquals, assertRejects } from "@std/assert";
import { dirname } from "node:path";
import type { Registration } from "../../src/platform/platform.ts";
import { windowsPlatform } from "../../src/platform/windows.ts";
import { startDesktop, until } from "./desktop.ts";
import { hasWine, startWindows, type Windows } from "./wine.ts";

const { autostart, linkProtocol } = windowsPlatform((name) =>
  name === "USERPROFILE" ? "C:\\users\\ann" : undefined
);

/** Paths that need their quotation marks. */
const EXES = [
  "C:\\Program Files\\a & b (x86)\\claudeminder.exe",
  "C:\\Users\\Đặng\\'a' ^b!\\$c=, -d.exe",
] as const;

/** Links, and what the program is given behind "--": the last breaks out of its quotation marks, and is no option for all that. */
const LINKS: readonly (readonly [link: string, operands: readonly string[]])[] = [
  ["claudeminder:snooze?minutes=5&key=a%20b", ["claudeminder:snooze?minutes=5&key=a%20b"]],
  ["claudeminder:a b --headless", ["claudeminder:a b --headless"]],
  ['claudeminder:a" --headless "b', ["claudeminder:a", "--headless", "b"]],
];

/** What needs a path on the drive, and stays when it is started with whatever arguments. */
async function install(windows: Windows, exe: string): Promise<void> {
  const path = windows.pathOf(exe);
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.copyFile(windows.pathOf("C:\\windows\\system32\\clock.exe"), path);
}

async function carryOut(windows: Windows, registration: Registration): Promise<void> {
  assert(registration.kind === "commands", JSON.stringify(registration));
  for (const command of registration.commands) await windows.run(command);
}

/** The arguments of the only process that runs the program. */
async function argumentsOf(windows: Windows, exe: string): Promise<readonly string[]> {
  const found = () => windows.processes().filter(([program]) => program === exe);
  await until(() => found().length === 1, `one process of ${exe}`);
  return found()[0]?.slice(1) ?? [];
}

Deno.test({
  name: "windowsPlatform() has reg.exe write lines that start the program, and nothing else, under Wine",
  ignore: !hasWine,
  async fn() {
    await using desktop = await startDesktop({ bus: false });
    await using windows = await startWindows(desktop);
    assert(autostart.kind === "commands" && linkProtocol !== null);
    for (const exe of EXES) {
      await install(windows, exe);
      await carryOut(windows, autostart.register(exe));
      const printed = await windows.run(autostart.query);
      // Letters that the console lacks are printed as others.
      assertEquals(autostart.startedBy(printed)?.length, exe.length);
      assertEquals(autostart.startedBy(printed)?.replace("D?ng", "Đặng"), exe);
      await windows.end();
      // As at a login.
      await windows.run({ program: "wineboot", args: [] });
      assertEquals(await argumentsOf(windows, exe), ["run", "--autostart"]);
      for (const command of autostart.unregister()) await windows.run(command);
      await assertRejects(() => windows.run(autostart.query));
      await windows.end();

      const registration = linkProtocol.register(exe);
      await carryOut(windows, registration);
      await windows.run(linkProtocol.query);
      for (const command of linkProtocol.unregister()) await windows.run(command);
      await assertRejects(() => windows.run(linkProtocol.query));
      // Wine looks for such links in the machine's part of the registry only.
      await carryOut(windows, forTheMachine(registration));
      for (const [link, operands] of LINKS) {
        await windows.run({ program: "start", args: [link] });
        assertEquals(await argumentsOf(windows, exe), ["link", "--", ...operands]);
        await windows.end();
      }
    }
  },
});

function forTheMachine(registration: Registration): Registration {
  if (registration.kind === "refused") return registration;
  const commands = registration.commands.map(({ program, args }) => ({
    program,
    args: args.map((arg) => arg.replace(/^HKCU\\/, "HKLM\\")),
  }));
  return { kind: "commands", commands };
}
