/** The end of the program with sidecars that do not want to end; src/sidecars/ as a whole. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { isAlive } from "../support/living_processes.ts";
import { agentServer, healthServer, naughty } from "./fixtures/real_sidecars.ts";
import { onSidecars } from "./sidecar_stage.ts";

const withApp = { start: "with-app" } as const;

Deno.test("the end of the program ends all sidecars at the same time, whatever they do against it", () =>
  onSidecars([
    agentServer("agents", withApp),
    healthServer("exits", ["shutdown=exits"], withApp),
    healthServer("hangs", ["shutdown=hangs"], withApp),
    naughty("deaf", "ignores-term", withApp),
    naughty("slow", "ends-slowly 1", withApp),
    naughty("forks", "forks 3", withApp),
    naughty("leaves", "leaves", withApp),
  ], async ({ account, reaches, pidsOf, endProgram }) => {
    const names = ["agents", "exits", "hangs", "deaf", "slow", "forks", "leaves"];
    for (const name of names) await reaches(name, ({ state }) => state === "healthy");
    assertEquals([pidsOf("forks").length, pidsOf("leaves").length], [4, 2]);
    const pids = names.flatMap(pidsOf);
    await endProgram();
    assertEquals(pids.filter(isAlive), []);
    const log = (name: string) =>
      Deno.readTextFile(`${account.folder}/state/claudeminder/logs/sidecars/${name}`);
    assert((await log("slow.stdout.log")).includes("ended\n"), "it had the time that it needs");
    assert((await log("exits.stdout.log")).includes("asked to end\n"));
  }));

Deno.test("uninstall --purge ends the program with its sidecars, and leaves nothing of what they have printed", () =>
  onSidecars([
    healthServer("hangs", ["shutdown=hangs"], withApp),
    naughty("deaf", "ignores-term", withApp),
  ], async ({ account, reaches, pidsOf, endProgram }) => {
    for (const name of ["hangs", "deaf"]) await reaches(name, ({ state }) => state === "healthy");
    const { code, stdout, stderr } = await account.run("uninstall", "--purge");
    assertEquals([code, stderr], [0, ""], stdout);
    assertEquals([pidsOf("hangs"), pidsOf("deaf")], [[], []]);
    assertEquals(await Deno.stat(`${account.folder}/state/claudeminder`).catch(() => null), null);
    await endProgram();
  }));

Deno.test("a stop ends children that have left their parent, and a crash leaves none of them", () =>
  onSidecars([
    naughty("leaves", "leaves", withApp),
    naughty("crashes", "leaves crashes", { ...withApp, auto_restart: false }),
    naughty("forks", "forks 2 crashes", { ...withApp, auto_restart: false }),
  ], async ({ call, reaches, pidsOf }) => {
    await reaches("leaves", ({ state }) => state === "healthy");
    assertEquals(pidsOf("leaves").length, 2);
    await call("sidecar.stop", { name: "leaves" });
    assertEquals(pidsOf("leaves"), []);
    for (const name of ["crashes", "forks"]) {
      const { reason } = await reaches(name, ({ state }) => state === "failed");
      assertEquals(reason, "It ended with status 3");
      while (pidsOf(name).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }));
