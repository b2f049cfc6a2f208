/** sidecarsWhenConfigured(): nothing is loaded before there is a sidecar. */
import { assertEquals } from "@std/assert";
import { second } from "../../src/core/time/units.ts";
import type { ConnectionTold, PassedOn } from "../../src/sidecars/sidecars_port.ts";
import { sidecarsWhenConfigured } from "../../src/sidecars/sidecars_when_configured.ts";
import type { SidecarInput } from "./fixtures/real_sidecars.ts";
import { type MemorySidecars, refusalOf, withMemorySidecars } from "./memory_sidecars.ts";

const file = "/state/sidecars.json";
const withApp: SidecarInput = {
  name: "with",
  command: ["stays"],
  start: "with-app",
  health: { type: "process" },
};

function on(inputs: readonly SidecarInput[], work: (stage: MemorySidecars) => Promise<void>): Promise<void> {
  return withMemorySidecars(sidecarsWhenConfigured, inputs, work);
}

/** What is loaded comes from the disk, so no clock that the test drives waits for it. */
async function until(isSo: () => boolean, { settle }: MemorySidecars): Promise<void> {
  while (!isSo()) await settle();
}

Deno.test("without a sidecar it waits for one, and keeps it running then", () =>
  on([], async (stage) => {
    const { sidecars, set, sidecar, started, advance } = stage;
    assertEquals(
      await refusalOf(sidecars.ensureRunning("with")),
      'There is no sidecar "with": the settings have none',
    );
    assertEquals(sidecars.endStream("1"), false);
    assertEquals(sidecars.logFiles("with").stdout, "/state/logs/sidecars/with.stdout.log");
    await set(withApp);
    await until(() => started.length === 1, stage);
    await advance(second);
    assertEquals(sidecar("with").phase.kind, "healthy");
    assertEquals((await sidecars.ensureRunning("with")).name, "with");
  }));

Deno.test("who has listened from the beginning hears of the sidecars that come later", () =>
  on([], async (stage) => {
    const { sidecars, set, settle } = stage;
    const told: (PassedOn | ConnectionTold)[] = [];
    sidecars.listen((each) => void told.push(each));
    sidecars.listen(() => {
      throw new Error("It was not to be told");
    })();
    await set({ ...withApp, health: { type: "jsonrpc" }, port: 9123 });
    await until(() => told.length > 0, stage);
    assertEquals(told, [{ name: "with", note: { kind: "ipc-connected" } }]);
    const later: (PassedOn | ConnectionTold)[] = [];
    const end = sidecars.listen((each) => void later.push(each));
    await set();
    await stage.advance(10 * second);
    end();
    await settle();
    assertEquals(later, [{ name: "with", note: { kind: "ipc-disconnected" } }]);
  }));

Deno.test("what a crash has left is ended, though the settings have no sidecar any more", () =>
  withMemorySidecars(sidecarsWhenConfigured, [], async (stage) => {
    const [left] = stage.started;
    while (await stage.files.read(file) !== null) await stage.settle();
    assertEquals(left?.signals, ["terminate"]);
  }, async ({ programs, files }) => {
    const { record } = await programs.start({ program: "a", args: [], env: {}, stdin: "null" });
    await files.write(file, JSON.stringify({ version: 1, sidecars: [{ name: "a", ...record }] }));
  }));
