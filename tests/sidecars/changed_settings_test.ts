/** What becomes of running sidecars when their settings change, and when these are wrong; src/sidecars/ as a whole. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { healthServer, naughty } from "./fixtures/real_sidecars.ts";
import { onSidecars, type Status } from "./sidecar_stage.ts";

/** Told to end by a signal: this is not about how it ends. */
const withApp = { start: "with-app", shutdown: { type: "signal" } } as const;
const isWell = ({ state }: Status) => state === "healthy";

Deno.test("a change of settings starts, stops and restarts just what has changed", () => {
  const kept = healthServer("kept", [], withApp);
  const changed = healthServer("changed", [], withApp);
  const removed = naughty("removed", "ignores-term", withApp);
  return onSidecars([kept, changed, removed], async (stage) => {
    const { account, set, reaches, pidsOf, saw, call, told } = stage;
    const before = await reaches("kept", isWell);
    const old = await reaches("changed", isWell);
    await reaches("removed", isWell);
    const from = told.length;

    await set([
      healthServer("added", [], withApp),
      { ...changed, env: { MORE: "yes" } },
      // What counts only at the next failure needs no restart.
      { ...kept, unhealthy_after: 5, max_restarts: 2 },
    ]);
    await reaches("added", isWell);
    const renewed = await reaches("changed", (now) => isWell(now) && now.pid !== old.pid);
    assert(renewed.pid !== null && !pidsOf("changed").includes(old.pid ?? 0));
    assertEquals(pidsOf("changed").length, 1);
    while (pidsOf("removed").length > 0) await saw(({ name }) => name === "removed", from);
    const names = async () =>
      (await call("sidecar.list") as { sidecars: readonly Status[] }).sidecars.map(({ name }) => name);
    // Its processes are gone a moment before the program has seen that.
    while ((await names()).includes("removed")) await new Promise((resolve) => setTimeout(resolve, 20));
    assertEquals(await names(), ["added", "changed", "kept"]);
    const after = await reaches("kept", isWell);
    assertEquals([after.pid, after.url], [before.pid, before.url]);
    assertEquals(told.slice(from).filter(({ name }) => name === "kept"), []);

    await set([]);
    while (["added", "changed", "kept"].some((name) => pidsOf(name).length > 0)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { code, stdout } = await account.run("sidecar", "list");
    assertEquals(code, 0);
    assertMatch(stdout, /^no sidecars: add a \[\[sidecar\]\] to the settings, .*config\.toml\n$/);
  });
});

Deno.test("wrong settings change nothing that runs, and doctor and the menu say what is wrong", () =>
  onSidecars([healthServer("kept", [], withApp)], async ({ account, set, reaches, call }) => {
    const { pid } = await reaches("kept", isWell);
    await set([
      healthServer("kept", [], { port: 70_000 }),
      naughty("twice", "stays"),
      naughty("twice", "stays"),
      { name: "empty", command: [] },
    ]);
    const menu = async () => JSON.stringify(await call("tray.get"));
    while (!(await menu()).includes("Settings: ")) await new Promise((resolve) => setTimeout(resolve, 20));
    assertMatch(
      await menu(),
      /Cannot read config .*: sidecar\[kept\]\.port must be at most 65535, got 70000/,
    );
    const { stdout, code } = await account.run("doctor");
    assertEquals(code, 1);
    for (const key of ["port", "name", "command"]) {
      assertMatch(stdout, new RegExp(`PROBLEM {2}settings: .*sidecar.*${key} `));
    }
    assertEquals((await reaches("kept", isWell)).pid, pid);
    await set([healthServer("kept", [], withApp)]);
    while ((await menu()).includes("Settings: ")) await new Promise((resolve) => setTimeout(resolve, 20));
    assertEquals((await reaches("kept", isWell)).pid, pid);
  }));
