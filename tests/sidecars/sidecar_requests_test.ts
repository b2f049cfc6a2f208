/** What is asked of sidecars by name, on a clock that the test drives. */
import { assertEquals } from "@std/assert";
import { minute, second } from "../../src/core/time/units.ts";
import { createSidecars } from "../../src/sidecars/running_sidecars.ts";
import type { SidecarInput } from "./fixtures/real_sidecars.ts";
import { type MemorySidecars, refusalOf, withMemorySidecars } from "./memory_sidecars.ts";

const web: SidecarInput = {
  name: "web",
  command: ["web", "{port}"],
  health: { type: "http", token_env: "T" },
};

function on(inputs: readonly SidecarInput[], work: (stage: MemorySidecars) => Promise<void>): Promise<void> {
  return withMemorySidecars(createSidecars, inputs, work);
}

Deno.test("ensureRunning() starts a sidecar once, for all who need it, and says where it is", () =>
  on([web], async ({ sidecars, sidecar, started, settle, asked }) => {
    assertEquals([sidecar("web").phase.kind, started.length], ["idle", 0]);
    const [one, other] = await Promise.all([sidecars.ensureRunning("web"), sidecars.ensureRunning("web")]);
    assertEquals([started.length, one.url, other.url], [1, "http://127.0.0.1:60000", one.url]);
    assertEquals([one.token, started[0]?.command.env], ["ab".repeat(32), {
      PATH: "/bin",
      T: one.token ?? "",
    }]);
    assertEquals([one.rpc, one.ended.aborted], [null, false]);
    assertEquals(asked, ["GET http://127.0.0.1:60000/health"]);
    await sidecars.ensureRunning("web");
    assertEquals(started.length, 1);
    started[0]?.end({ code: 1, signal: null });
    await settle();
    assertEquals(one.ended.aborted, true);
  }));

Deno.test("ensureRunning() waits for the restart of one that has crashed", () =>
  on([web], async ({ sidecars, started, advance, settle, sidecar }) => {
    await sidecars.ensureRunning("web");
    started[0]?.end({ code: 1, signal: null });
    await settle();
    assertEquals(sidecar("web").phase.kind, "restarting");
    const needed = sidecars.ensureRunning("web");
    await advance(1.2 * second);
    assertEquals([(await needed).url, started.length], ["http://127.0.0.1:60001", 2]);
  }));

Deno.test("ensureRunning() is refused at once by one that is given up, and does not start it", () =>
  on([{ ...web, max_restarts: 0 }], async ({ sidecars, started, settle }) => {
    await sidecars.ensureRunning("web");
    started[0]?.end({ code: 1, signal: null });
    await settle();
    const refusal =
      '"web" is not started any more until you start it: given up at its first failure: it ended with status 1';
    assertEquals(await refusalOf(sidecars.ensureRunning("web")), refusal);
    assertEquals(started.length, 1);
    await sidecars.start("web");
    await sidecars.ensureRunning("web");
    assertEquals(started.length, 2);
  }));

Deno.test("ensureRunning() is refused when the sidecar is given up, stopped or removed meanwhile", () =>
  on([{ ...web, max_restarts: 0 }], async (stage) => {
    const { sidecars, started, settle, set, advance } = stage;
    stage.status = 503;
    const given = refusalOf(sidecars.ensureRunning("web"));
    await settle();
    started[0]?.end({ code: 1, signal: null });
    assertEquals((await given).startsWith('"web" is not started any more'), true);
    await sidecars.start("web");
    const stopped = refusalOf(sidecars.ensureRunning("web"));
    await settle();
    void sidecars.stop("web");
    assertEquals(await stopped, '"web" does not run');
    await advance(8 * second);
    const removed = refusalOf(sidecars.ensureRunning("web"));
    await settle();
    await set();
    assertEquals(await removed, '"web" does not run');
  }));

Deno.test("ensureRunning() waits a minute at the most", () =>
  on([{ ...web, max_restarts: 1000 }], async (stage) => {
    stage.status = 503;
    const needed = refusalOf(stage.sidecars.ensureRunning("web"));
    await stage.advance(minute);
    assertEquals(await needed, "It was not ready within 60 s");
  }));

Deno.test("stop() resolves when everything is gone, and a sidecar that is being ended is started anew when it is needed", () =>
  on([web], async ({ sidecars, sidecar, started, advance, settle }) => {
    await sidecars.ensureRunning("web");
    const [first] = started;
    first?.children.add(77);
    let isStopped = false;
    const stopping = sidecars.stop("web").then(() => isStopped = true);
    await advance(4 * second);
    assertEquals([isStopped, sidecar("web").phase.kind], [false, "stopping"]);
    const needed = sidecars.ensureRunning("web");
    await advance(second);
    await stopping;
    assertEquals([(await needed).ended.aborted, started.length], [false, 2]);
    void sidecars.stop("web");
    await settle();
    await advance(5 * second);
    assertEquals(sidecar("web").phase.kind, "stopped");
    // It is so already.
    await sidecars.stop("web");
  }));

Deno.test("restart() ends it and starts it again", () =>
  on([web], async ({ sidecars, started, advance }) => {
    await sidecars.ensureRunning("web");
    await sidecars.restart("web");
    await advance(5 * second);
    assertEquals([started.length, started[0]?.signals], [2, ["terminate"]]);
  }));

Deno.test("each is refused where there is no such sidecar, and names those that there are", () =>
  on([web], async ({ sidecars }) => {
    const refusals = [
      ...[sidecars.start("x"), sidecars.stop("x"), sidecars.restart("x"), sidecars.ensureRunning("x")],
      ...[sidecars.logs("x"), sidecars.call("x", "m"), sidecars.fetch("x", { method: "GET", path: "/" })],
      sidecars.stream("x", "/"),
    ].map(refusalOf);
    assertEquals(new Set(await Promise.all(refusals)), new Set(['There is no sidecar "x"; there are web']));
  }));
