/** What the person at a clean machine does and sees in one session, under a panel along the top of the screen. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import type { IconSpec } from "../../src/core/icon/icon_spec.ts";
import { createIconPixels } from "../../src/tray/icon_pixels.ts";
import type { Login } from "./clean_login.ts";
import type { Machine } from "./clean_machine.ts";
import { until } from "./desktop.ts";
import { coloursOf, mainColours } from "./screen.ts";
import { click, iconIs, looks } from "./seen.ts";
import { type TrayClient, trayClient } from "./tray_client.ts";

/** The icon with the simulated account's figures, on a desktop without a notification service. */
export const USED: IconSpec = { ...looks(81, "orange"), attention: "alert" };
/** Likewise, without a login. */
export const SIGNED_OUT: IconSpec = { ...USED, condition: "signed-out", percent: null, level: null };

/** The person at the machine, in one session. */
export interface Person {
  readonly machine: Machine;
  readonly login: Login;
  readonly panel: TrayClient;
  readonly driver: "sni";
}

/** From login to logout; `url` is the simulated endpoint. */
export async function inSession(
  machine: Machine,
  url: string,
  work: (person: Person) => Promise<void>,
): Promise<void> {
  await using login = await machine.logIn({ CLAUDEMINDER_USAGE_URL: url });
  await using panel = await trayClient(login);
  await work({ machine, login, panel, driver: "sni" });
}

/** What a command prints that succeeds without a complaint. */
export async function says({ login }: Person, command: string): Promise<string> {
  const { code, stdout, stderr } = await login.types(command);
  assertEquals([code, stderr], [0, ""], command);
  return stdout;
}

/** Whether the colours of the icon are on the panel, which is along the top. */
export async function isSeen({ login }: Person, spec: IconSpec): Promise<boolean> {
  const env = { DISPLAY: login.display, PATH: Deno.env.get("PATH") ?? "" };
  const colours = await coloursOf(env, { x: 0, y: 0, width: 1024, height: 32 });
  return mainColours(createIconPixels().iconArgb(spec, 64)).isSubsetOf(colours);
}

/** Waits until the icon is with the panel, and on the screen. A whole session takes its time to come up. */
export async function showsIcon(person: Person, spec: IconSpec): Promise<void> {
  await until(async () => (await person.panel.items()).length === 1, "the icon", 60_000);
  await iconIs(person, spec);
  await until(() => isSeen(person, spec), "the icon on the screen");
}

/** Waits until the program has ended, and its icon with it. */
export async function hasEnded(person: Person): Promise<void> {
  await person.login.ended("claudeminder");
  await until(async () => !(await isSeen(person, USED)), "the icon to go");
}

/** Ticks or unticks the menu's entry; what is then started at login, null = nothing. */
export async function ticks(person: Person): Promise<string | null> {
  const file = join(person.machine.home, ".config/autostart/claudeminder.desktop");
  const text = () => Deno.readTextFile(file).catch(() => null);
  const before = await text();
  await click(person, /^Start at login$/);
  await until(async () => await text() !== before, "the change at login");
  return /^Exec=(.*)$/m.exec(await text() ?? "")?.[1] ?? null;
}

/** What the desktop does (a command in words) starts the program of that path, and no other. */
export async function isStartedBy(person: Person, desktop: string, exe: string): Promise<void> {
  const { login } = person;
  login.start(...desktop.split(" "));
  await showsIcon(person, USED);
  assertEquals(await login.running("claudeminder"), [exe]);
}
