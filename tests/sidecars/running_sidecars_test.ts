/** createSidecars(): which run, what is kept of them, and that all end together; on a clock that the test drives. */
import { assertEquals } from "@std/assert";
import { second } from "../../src/core/time/units.ts";
import { createSidecars } from "../../src/sidecars/running_sidecars.ts";
import type { SidecarInput } from "./fixtures/real_sidecars.ts";
import { type MemorySidecars, withMemorySidecars } from "./memory_sidecars.ts";

const stays = { command: ["stays"], health: { type: "process" } } satisfies Partial<SidecarInput>;
const withApp: SidecarInput = { ...stays, name: "with", start: "with-app" };
const onDemand: SidecarInput = { ...stays, name: "demand" };

function on(inputs: readonly SidecarInput[], work: (stage: MemorySidecars) => Promise<void>): Promise<void> {
  return withMemorySidecars(createSidecars, inputs, work);
}

Deno.test("those that start with the program run, and the others do not", () =>
  on([withApp, onDemand], async ({ sidecar, started, advance, files }) => {
    await advance(second);
    assertEquals([sidecar("with").phase.kind, sidecar("demand").phase.kind], ["healthy", "idle"]);
    assertEquals(started.length, 1);
    const { sidecars } = JSON.parse(await files.read("/state/sidecars.json") ?? "");
    assertEquals(sidecars, [{ name: "with", ...started[0]?.record }]);
  }));

Deno.test("all are ended at the same time, and no record of them is left", () =>
  on(["a", "b", "c"].map((name) => ({ ...withApp, name })), async ({ started, advance, end, files }) => {
    await advance(second);
    for (const program of started) program.endsAt = "kill";
    end();
    await advance(2 * second);
    assertEquals(started.map(({ isReleased }) => isReleased), [true, true, true]);
    assertEquals(await files.read("/state/sidecars.json"), null);
  }));

Deno.test("changed settings start, end and start anew just what has changed", () =>
  on([withApp, onDemand], async ({ set, started, advance, sidecar, store, sidecars }) => {
    await sidecars.start("demand");
    await advance(second);
    const other: SidecarInput = { ...withApp, name: "other" };
    await set(withApp, { ...onDemand, env: { A: "1" } }, other);
    await advance(second);
    assertEquals(started.map(({ isReleased, command: { env } }) => [isReleased, env.A]), [
      [false, undefined],
      [true, undefined],
      [false, undefined],
      [false, "1"],
    ]);
    assertEquals(
      ["with", "demand", "other"].map((name) => sidecar(name).phase.kind),
      Array(3).fill("healthy"),
    );
    await set(onDemand);
    await advance(second);
    assertEquals(store.state().sidecars.map(({ name }) => name), ["demand"]);
    assertEquals(started.slice(0, 4).map(({ isReleased }) => isReleased), [true, true, true, true]);
    // One of that name has been there before.
    await set(onDemand, withApp);
    await advance(second);
    assertEquals([sidecar("with").phase.kind, started.length], ["healthy", 6]);
  }));

Deno.test("logs() has the last lines, and files have all of them", () =>
  on([withApp], async ({ started, settle, sidecars, files }) => {
    started[0]?.print("one\ntwo\n");
    started[0]?.print("three\n", "stderr");
    await settle();
    const texts = async (after?: number) => (await sidecars.logs("with", after)).map(({ text }) => text);
    assertEquals([await texts(), await texts(2)], [["one", "two", "three"], ["three"]]);
    assertEquals(sidecars.logFiles("with"), {
      stdout: "/state/logs/sidecars/with.stdout.log",
      stderr: "/state/logs/sidecars/with.stderr.log",
    });
    assertEquals(await files.read("/state/logs/sidecars/with.stdout.log"), "one\ntwo\n");
  }));

Deno.test("a sidecar does not run where its folder is missing", () =>
  on([{ ...withApp, cwd: "/no/such", auto_restart: false }], ({ sidecar, started }) => {
    const { phase } = sidecar("with");
    assertEquals(phase.kind === "failed" && phase.why, {
      ...{ about: "sidecar", kind: "folder-missing", folder: "/no/such" },
    });
    assertEquals(started.length, 0);
    return Promise.resolve();
  }));

Deno.test("a taken port leads to the next one, which is shown", () =>
  on([], async ({ takenPorts, set, sidecar, advance, started }) => {
    takenPorts.add(8765);
    await set({ ...withApp, command: ["a", "{port}"], port: 8765, fallback_ports: [8766] });
    await advance(second);
    const { phase } = sidecar("with");
    assertEquals(phase.kind === "healthy" && phase.process.port, 8766);
    assertEquals(started[0]?.command.args, ["8766"]);
  }));
