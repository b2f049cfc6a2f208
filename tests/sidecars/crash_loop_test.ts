/** Programs that crash again and again: when they are given up, and who may start them then; src/sidecars/ as a whole. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { RpcError } from "../../src/server/rpc_client.ts";
import { healthServer, naughty } from "./fixtures/real_sidecars.ts";
import { onSidecars, type Told } from "./sidecar_stage.ts";

Deno.test("a crash loop ends after five restarts, and only a person starts such a sidecar again", () =>
  onSidecars([naughty("broken", "crashes 0")], async (stage) => {
    const { account, call, saw, told } = stage;
    const first = await assertRejects(() => call("sidecar.ensureRunning", { name: "broken" }), RpcError);
    assertMatch(first.message, /given up after 5 restarts: it ended with status 3$/);
    const given = await stage.status("broken");
    assertEquals(given.state, "failed");
    assertEquals([given.circuitBreakerOpen, given.status, given.pid, given.restartCount], [
      true,
      "error",
      null,
      5,
    ]);
    assertMatch(given.reason ?? "", /^Given up after 5 restarts: it ended with status 3/);
    const isGivenUp = ({ event }: Told) => event === "circuit-breaker-open";
    await saw(isGivenUp);
    const count = (event: string) => told.filter((each) => each.event === event).length;
    assertEquals([count("process-exit"), count("restarting"), count("circuit-breaker-open")], [6, 5, 1]);
    const restarts = told.filter(({ event }) => event === "restarting").map((event) => event.count);
    assertEquals(restarts, [1, 2, 3, 4, 5]);

    const refused = await assertRejects(() => call("sidecar.ensureRunning", { name: "broken" }), RpcError);
    assertMatch(refused.message, /"broken" is not started any more until you start it/);
    assertEquals([count("process-exit"), (await stage.status("broken")).circuitBreakerOpen], [6, true]);

    const from = told.length;
    const started = await account.run("sidecar", "start", "broken");
    assertEquals([started.code, started.stdout], [1, ""]);
    assertEquals(started.stderr.split("\n"), [
      ...Array<string>(5).fill("broken: restarts soon · It ended with status 3"),
      "broken: Given up after 5 restarts: it ended with status 3",
      "",
    ]);
    await saw(isGivenUp, from);
    assertEquals(
      told.slice(from).filter(({ event }) => event === "process-exit").length,
      6,
      "it counts anew",
    );
    const { stdout } = await account.run("sidecar", "logs", "broken");
    assertMatch(stdout, /cannot go on after 0 s/);
  }));

Deno.test("a person's start closes the circuit breaker once the cause is gone", () =>
  onSidecars([], async ({ account, set, reaches }) => {
    const cause = `${account.folder}/cause`;
    const script = 'if [ -e "$1" ]; then exec sleep 1000; fi; echo nothing at "$1" >&2; exit 7';
    await set([{
      ...naughty("waiting", "stays", { start: "with-app", max_restarts: 2 }),
      command: ["sh", "-c", script, "sh", cause],
    }]);
    const given = await reaches("waiting", ({ state }) => state === "failed");
    assertEquals([given.circuitBreakerOpen, given.restartCount], [true, 2]);
    await Deno.writeTextFile(cause, "");
    const started = await account.run("sidecar", "start", "waiting");
    assertEquals([started.code, started.stderr], [0, ""]);
    assertMatch(started.stdout, /^waiting runs: process \d+\n$/);
    const now = await reaches("waiting", ({ state }) => state === "healthy");
    assertEquals([now.circuitBreakerOpen, now.restartCount, now.reason], [false, 0, null]);
  }));

Deno.test("without restarts one crash is the end, and a command that is not there is told as such", () =>
  onSidecars([
    naughty("once", "crashes 0.1 kill", { auto_restart: false }),
    { ...naughty("absent", "stays", { start: "with-app", max_restarts: 0 }), command: ["no-such-program"] },
  ], async ({ call, reaches, saw }) => {
    await call("sidecar.start", { name: "once" });
    const once = await reaches("once", ({ state }) => state === "failed");
    assertEquals([once.circuitBreakerOpen, once.reason], [false, "It was ended by SIGKILL"]);
    await saw(({ name, event, signal }) =>
      name === "once" && event === "process-exit" && signal === "SIGKILL"
    );
    const absent = await reaches("absent", ({ state }) => state === "failed");
    assertMatch(absent.reason ?? "", /[Tt]he program "no-such-program" is not there/);
  }));

Deno.test("a crash is told when it happens, at once, after 0, 1 and 30 s, with the last words", () => {
  const names = ["0", "1", "30"].map((seconds) => [`after-${seconds}`, `crashes ${seconds}`] as const);
  const once = { auto_restart: false } as const;
  return onSidecars(names.map(([name, behaviour]) => naughty(name, behaviour, once)), async (stage) => {
    const { call, reaches, saw, pidsOf } = stage;
    for (const [name] of names) await call("sidecar.start", { name });
    const startedAt = performance.now();
    for (const [name] of names) {
      await saw((told) => told.name === name && told.event === "process-exit" && told.code === 3, 0, 40_000);
      const seconds = Number(name.slice("after-".length));
      const took = (performance.now() - startedAt) / 1000;
      assert(took > seconds - 0.5 && took < seconds + 5, `${name}: ${took} s`);
      const { last_lines } = await reaches(name, ({ state }) => state === "failed");
      assertEquals((last_lines as readonly string[]).at(-1), `cannot go on after ${seconds} s`);
      assertEquals(pidsOf(name), []);
    }
  });
});

Deno.test("a sidecar that is killed is seen to be gone long before its next check, and started again", () =>
  onSidecars(
    [healthServer("agents", [], { health_interval_seconds: 3600 })],
    async ({ call, saw, reaches, told }) => {
      const { pid } = await call("sidecar.ensureRunning", { name: "agents" }) as { pid: number };
      const from = told.length;
      const killedAt = performance.now();
      Deno.kill(pid, "SIGKILL");
      const exit = await saw(({ event }) => event === "process-exit", from);
      assert(performance.now() - killedAt < 3_000);
      assertEquals([exit.code, exit.signal], [null, "SIGKILL"]);
      const again = await reaches("agents", (now) => now.state === "healthy" && now.pid !== pid);
      assertEquals(again.restartCount, 1);
    },
  ));
