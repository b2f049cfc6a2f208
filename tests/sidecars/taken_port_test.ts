/** What a sidecar does whose port another program has; src/sidecars/ as a whole. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { healthServer } from "./fixtures/real_sidecars.ts";
import { onSidecars } from "./sidecar_stage.ts";

const listening = () => Deno.listen({ hostname: "127.0.0.1", port: 0 });
const portOf = (listener: Deno.TcpListener) => listener.addr.port;

Deno.test("where the port is taken the next one is used and shown, and where all are it is told", async () => {
  using taken = listening(), alsoTaken = listening(), closed = listening();
  const ports = [taken, alsoTaken, closed].map(portOf);
  const [first = 0, second = 0, free = 0] = ports;
  closed.close();
  const wanted = healthServer("agents", [], { port: first, fallback_ports: [second, free], max_restarts: 1 });
  await onSidecars([wanted], async ({ account, status }) => {
    const started = await account.run("sidecar", "start", "agents");
    assertEquals([started.code, started.stdout], [0, `agents runs: http://127.0.0.1:${free}\n`]);
    assertEquals((await status("agents")).port, free);
    const { stdout } = await account.run("sidecar", "list");
    assertMatch(stdout, new RegExp(`\nagents +running +under 1 min +http://127.0.0.1:${free} +0\n`));
  });
  await onSidecars([{ ...wanted, fallback_ports: [second] }], async ({ account, status }) => {
    const started = await account.run("sidecar", "start", "agents");
    assertEquals([started.code, started.stdout], [1, ""]);
    assertMatch(started.stderr, new RegExp(`[Aa]nother program has the ports ${first}, ${second}\n`));
    assertEquals((await status("agents")).state, "failed");
  });
});
