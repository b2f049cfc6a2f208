/** What the program writes to the registry, and how it is started from there: under Wine, which splits command lines as Windows does. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { dirname } from "node:path";
import type { RegistryPlace } from "../../src/platform/platform.ts";
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

/** `hive`: HKCU, where the program writes it, or HKLM. */
async function write(
  windows: Windows,
  hive: "HKCU" | "HKLM",
  values: readonly (RegistryPlace & { readonly text: string })[],
): Promise<void> {
  for (const { key, name, text } of values) {
    const value = name === "" ? ["/ve"] : ["/v", name];
    const args = ["add", `${hive}\\${key}`, ...value, "/t", "REG_SZ", "/d", text, "/f"];
    await windows.run({ program: "C:\\windows\\system32\\reg.exe", args });
  }
}

/** The arguments of the only process that runs the program. */
async function argumentsOf(windows: Windows, exe: string): Promise<readonly string[]> {
  const found = () => windows.processes().filter(([program]) => program === exe);
  await until(() => found().length === 1, `one process of ${exe}`);
  return found()[0]?.slice(1) ?? [];
}

Deno.test({
  name: "windowsPlatform() has lines in the registry that start the program, and nothing else, under Wine",
  ignore: !hasWine,
  async fn() {
    await using desktop = await startDesktop({ bus: false });
    await using windows = await startWindows(desktop);
    assert(autostart.kind === "registry" && linkProtocol !== null);
    for (const exe of EXES) {
      await install(windows, exe);
      const entry = autostart.entry(exe);
      assert(entry.kind === "text", JSON.stringify(entry));
      await write(windows, "HKCU", [{ ...autostart.value, text: entry.text }]);
      await windows.end();
      // As at a login.
      await windows.run({ program: "wineboot", args: [] });
      assertEquals(await argumentsOf(windows, exe), ["run", "--autostart"]);
      await windows.end();

      const registration = linkProtocol.register(exe);
      assert(registration.kind === "values", JSON.stringify(registration));
      // Wine looks for such links in the machine's part of the registry only.
      await write(windows, "HKLM", registration.values);
      for (const [link, operands] of LINKS) {
        await windows.run({ program: "start", args: [link] });
        assertEquals(await argumentsOf(windows, exe), ["link", "--", ...operands]);
        await windows.end();
      }
    }
  },
});
