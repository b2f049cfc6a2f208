/** Which port a sidecar gets. */
import { assertEquals, assertRejects } from "@std/assert";
import { denoHost } from "../../src/host/deno_host.ts";
import { sidecarSettings } from "../../src/core/sidecars/sidecar_settings.ts";
import { createPortChoice, portsOf } from "../../src/sidecars/port_choice.ts";
import { fakeHost } from "../support/fake_host.ts";
import type { SidecarInput } from "./fixtures/real_sidecars.ts";

const settings = (changes: Partial<SidecarInput>) =>
  sidecarSettings.parse({ name: "a", command: ["a", "{port}"], ...changes });
const own = { port: 8765, fallback_ports: [8766, 8767] };

const wanted: readonly (readonly [string, Partial<SidecarInput>, readonly number[]])[] = [
  ["the wanted one, then the others", own, [8765, 8766, 8767]],
  ["any free one", {}, [0]],
  ["its only one, where it is not told another", { port: 8765, command: ["a"] }, [8765]],
  ["none over a socket", { command: ["a"], port: 1, socket: "/s", health: { type: "jsonrpc" } }, []],
  ["none, where it says itself which one", { command: ["a"], health: { type: "jsonrpc" } }, []],
  ["none, where nothing is asked", { command: ["a"], health: { type: "process" } }, []],
];

for (const [what, changes, ports] of wanted) {
  Deno.test(`portsOf() is ${what}`, () => assertEquals(portsOf(settings(changes)), ports));
}

Deno.test("createPortChoice() takes the first that is free", async () => {
  const { host, takenPorts } = fakeHost(0);
  takenPorts.add(8765);
  const choice = createPortChoice(host);
  assertEquals((await choice.choose(settings(own))).port, 8766);
});

Deno.test("createPortChoice() gives no port to two sidecars, and each again when its program is gone", async () => {
  const { host } = fakeHost(0);
  const choice = createPortChoice(host);
  const chosen = await Promise.all([1, 2, 3].map(() => choice.choose(settings(own))));
  assertEquals(chosen.map(({ port }) => port).toSorted(), [8765, 8766, 8767]);
  const error = await assertRejects(() => choice.choose(settings(own)), Error);
  assertEquals(error.message, "Another program has the ports 8765, 8766, 8767");
  for (const { free } of chosen) free();
  assertEquals((await choice.choose(settings(own))).port, 8765);
});

Deno.test("createPortChoice() gives a free port that no other sidecar is about to take", async () => {
  let offered = 0;
  const choice = createPortChoice({
    isPortFree: () => Promise.resolve(true),
    // The system may offer one twice that nobody listens on yet.
    freePort: () => Promise.resolve(50_000 + Math.floor(offered++ / 2)),
  });
  const ports = [await choice.choose(settings({})), await choice.choose(settings({}))];
  assertEquals(ports.map(({ port }) => port), [50_000, 50_001]);
});

Deno.test("createPortChoice() sees who listens on this machine", async () => {
  const host = denoHost();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  try {
    const taken = listener.addr.port;
    const free = await host.freePort("127.0.0.1");
    const { port } = await createPortChoice(host).choose(settings({ port: taken, fallback_ports: [free] }));
    assertEquals(port, free);
  } finally {
    listener.close();
  }
});
