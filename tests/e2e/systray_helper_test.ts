/** The helper of the systray2 driver: how it is placed and started, what it is given, and what becomes of it when something breaks. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertLess, assertNotEquals, assertStringIncludes } from "@std/assert";
import { startDesktop, until } from "./desktop.ts";
import { inEnglish } from "../support/in_english.ts";
import { type Stage, startStage, trayClient } from "./tray_client.ts";
import { helperFolder, running } from "./tray_helpers.ts";
import type { StageEvent } from "./tray_stage.ts";
import { VIEW } from "./tray_views.ts";

Deno.test("systrayDriver() leaves no helper behind, however early it is stopped", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  const folder = helperFolder(desktop);
  for (const stopAt of ["chosen", "running", "helper", "status"] as const) {
    await using stage = await startStage(desktop, "systray2", VIEW);
    await (stopAt === "helper"
      ? until(async () => (await running(folder)).length > 0, "the helper")
      : stage.event(stopAt));
    assertEquals(await stage.stop(), 0, stopAt);
    assertEquals(stage.events.at(-1), { kind: "resolved" });
    await until(async () => (await running(folder)).length === 0, `the helper's end after ${stopAt}`);
  }
});

/** Why there is no icon, as soon as that is told for the first time. */
async function brokenBecause(stage: Stage): Promise<string> {
  const { status } = await stage.event("status", ({ status }) => Object(status).kind === "broken");
  return String(Object(inEnglish(status)).why);
}

Deno.test("systrayDriver() shows the icon again within 2 s when its helper is killed, and says what has happened", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  await using panel = await trayClient(desktop);
  await using stage = await startStage(desktop, "systray2", VIEW);
  await stage.event("status");
  const before = await panel.item();
  const [helper] = await running(helperFolder(desktop));
  assert(helper !== undefined);
  Deno.kill(helper, "SIGKILL");
  const killedAt = performance.now();
  assertEquals(await brokenBecause(stage), "The tray helper has ended: signal SIGKILL");
  await until(async () => (await panel.items()).some(({ name }) => name !== before.name), "the new icon");
  assertLess(performance.now() - killedAt, 2_000);
  await until(() => stage.events.filter(isShown).length === 2, "the word of it");
  assertEquals((await running(helperFolder(desktop))).length, 1);
  assertEquals(zombiesOf(stage.pid), []);
  assertEquals(await stage.stop(), 0);
});

function isShown(event: StageEvent): boolean {
  return event.kind === "status" && Object(event.status).kind === "shown";
}

/** The children of a process that have ended and were not asked how. */
function zombiesOf(parent: number): readonly string[] {
  return [...Deno.readDirSync("/proc")].filter(({ name }) => /^\d+$/.test(name)).flatMap(({ name }) => {
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      const [state, parentOfIt] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return state === "Z" && Number(parentOfIt) === parent ? [stat] : [];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

Deno.test("systrayDriver() says what a helper said that cannot start, and tries again", async () => {
  await using desktop = await startDesktop();
  await using stage = await startStage(desktop, "systray2", VIEW, { DISPLAY: ":9999" });
  const why = await brokenBecause(stage);
  assertStringIncludes(why, "The tray helper ended at its start: status 1");
  assertStringIncludes(why, "display");
  await until(() => stage.events.filter(({ kind }) => kind === "status").length > 1, "the second try");
  assertEquals(await stage.stop(), 0);
});

Deno.test("systrayDriver() leaves no helper behind when its program is killed, not even one that does nothing any more", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  const folder = helperFolder(desktop);
  await using stage = await startStage(desktop, "systray2", VIEW);
  await stage.event("status");
  const [helper] = await running(folder);
  assert(helper !== undefined);
  // By itself it ends when its standard input does. So stopped, it does not notice.
  Deno.kill(helper, "SIGSTOP");
  Deno.kill(stage.pid, "SIGKILL");
  const killedAt = performance.now();
  await until(async () => (await running(folder)).length === 0, "the end of the helper");
  assertLess(performance.now() - killedAt, 5_000);
});

Deno.test("systrayDriver() gives its helper nothing of the environment but what it needs", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  const secrets = ["CLAUDE_CODE_OAUTH_TOKEN", "ANTHROPIC_API_KEY", "HTTPS_PROXY", "OPENCODE_SERVER_PASSWORD"];
  const env = Object.fromEntries(secrets.map((name) => [name, "http://secret"]));
  await using stage = await startStage(desktop, "systray2", VIEW, env);
  await stage.event("status");
  const [helper] = await running(helperFolder(desktop));
  const variables = (await Deno.readTextFile(`/proc/${helper}/environ`)).split("\0");
  for (const name of ["DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "HOME", "PATH"]) {
    assert(variables.includes(`${name}=${desktop.env[name]}`), name);
  }
  assertEquals(variables.filter((each) => each.includes("secret")), []);
  assertEquals(await stage.stop(), 0);
});

Deno.test("systrayDriver() replaces a helper that is not byte for byte its own, and never runs it", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  await using panel = await trayClient(desktop);
  const folder = helperFolder(desktop);
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  await Deno.chmod(`${desktop.env.XDG_STATE_HOME}/claudeminder/systray2`, 0o700);
  const trap = `${desktop.folder}/trap`;
  await Deno.writeTextFile(trap, `#!/bin/sh\ntouch ${desktop.folder}/sprung\n`, { mode: 0o755 });
  await Deno.copyFile(trap, `${folder}/claudeminder`);
  await Deno.symlink(trap, `${folder}/tray_linux_release`);
  // systray2 by itself would run this one, from the folder that the program happens to be started in.
  await Deno.mkdir(`${desktop.folder}/traybin`);
  await Deno.copyFile(trap, `${desktop.folder}/traybin/tray_linux_release`);

  await using stage = await startStage(desktop, "systray2", VIEW);
  await panel.item();
  assertEquals((await stage.event("status")).status, { kind: "shown" });
  assertEquals(await stage.stop(), 0);
  assertEquals(await Deno.stat(`${desktop.folder}/sprung`).catch(() => null), null);
  assertNotEquals(await Deno.readFile(`${folder}/claudeminder`), await Deno.readFile(trap));
});

Deno.test("systrayDriver() refuses folders that other people may write to, and says what to do", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  const { XDG_STATE_HOME, XDG_RUNTIME_DIR, XDG_CACHE_HOME } = desktop.env;
  for (const each of [XDG_STATE_HOME, XDG_RUNTIME_DIR, XDG_CACHE_HOME]) {
    const folder = `${each}/claudeminder/systray2`;
    await Deno.mkdir(folder, { recursive: true });
    await Deno.chmod(folder, 0o777);
  }
  await using stage = await startStage(desktop, "systray2", VIEW);
  const why = await brokenBecause(stage);
  const folder = `${XDG_STATE_HOME}/claudeminder/systray2`;
  assertStringIncludes(why, `Cannot use "${folder}" for the tray helper: its mode must be 700, it is 777`);
  assertStringIncludes(
    why,
    `. Run: chmod 700 "${folder}". Or set XDG_STATE_HOME to a folder of your own elsewhere`,
  );
});
