/** Servers at other addresses than 127.0.0.1 and [::1], found or named in the settings. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { opencodeProgram } from "../../../src/core/agents/opencode/opencode_program.ts";
import { agentsFile } from "../../../src/core/agents/agents_plugin_file.ts";
import { denoHost } from "../../../src/host/deno_host.ts";
import { changingListeners } from "./changing_listeners.ts";
import { simulatedServer } from "./simulated_server.ts";
import { watching } from "./watching.ts";

const pid = 70_000;
const env = (name: string) => name === "SECRET" ? "hunter2" : undefined;
/** An address of this machine that is not a loopback address; null = it has none. */
const own =
  Deno.networkInterfaces().find(({ family, address }) => family === "IPv4" && !address.startsWith("127."))
    ?.address ?? null;
const needsAddress = own === null || Deno.build.os !== "linux";

function listening(address: string, port: number, at = pid) {
  const listeners = changingListeners();
  listeners.set([{ pid: at, address, port }]);
  return { listeners: listeners.source, host: { ...listeners.host, env } };
}

Deno.test("createOpencodeServers() follows a server at another loopback address, under a name of its own", async () => {
  await using server = simulatedServer({ hostname: "127.0.0.2", sessions: [{ id: "ses_a" }] });
  await using watched = watching(listening("127.0.0.2", server.port));
  await watched.until(
    () => [...watched.instances.values()].some(({ fullStateAt: picturedAt }) => picturedAt !== null),
    "it",
  );
  const instance = watched.at(server.port);
  assertEquals([instance.key, instance.host], [`127.0.0.2:${server.port}:${pid}`, "127.0.0.2"]);
  assertEquals(
    agentsFile([opencodeProgram(instance, Date.now())], "untitled").instances[0]?.host,
    "127.0.0.2",
  );
});

Deno.test("createOpencodeServers() asks a server that listens at several addresses at the best of them, once", async () => {
  await using server = simulatedServer({ hostname: "127.0.0.1", sessions: [] });
  const listeners = changingListeners();
  listeners.set(["fd00::7", "::1", "127.0.0.2", "127.0.0.1"].map((address) => ({
    pid,
    address,
    port: server.port,
  })));
  await using watched = watching({ listeners: listeners.source, host: listeners.host });
  await watched.until(() => watched.instances.size > 0, "the server");
  assertEquals([...watched.instances.keys()], [`${server.port}:${pid}`]);
});

Deno.test({
  name: "createOpencodeServers() follows a listener at this machine's own address, with its password",
  ignore: needsAddress,
  async fn() {
    const address = own ?? "";
    await using server = simulatedServer({ hostname: address, sessions: [], password: "hunter2" });
    await using watched = watching({ ...listening(address, server.port), passwordEnv: "SECRET" });
    await watched.until(() => [...watched.instances.values()][0]?.reach.kind === "connected", "the server");
    assertEquals(watched.at(server.port).host, address);
  },
});

Deno.test({
  name: "createOpencodeServers() asks nothing at an address that is this machine's no longer",
  ignore: needsAddress,
  async fn() {
    const address = own ?? "";
    await using server = simulatedServer({ hostname: address, sessions: [], password: "hunter2" });
    const { kernel } = denoHost();
    const lost = {
      ...kernel,
      read: (path: string) => path.startsWith("/proc/net/") ? "" : kernel.read(path),
    };
    const found = listening(address, server.port);
    let reads = 0;
    const counted = { ...lost, read: (path: string) => (reads++, lost.read(path)) };
    await using watched = watching({
      ...found,
      host: { ...found.host, kernel: counted },
      passwordEnv: "SECRET",
    });
    // The first question, the connection behind it, and the question that comes half a second later.
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (reads < 6) return;
        clearInterval(timer);
        resolve();
      }, 20);
    });
    assertEquals([server.requests, watched.instances.size], [[], 0]);
  },
});

Deno.test({
  name:
    "createOpencodeServers() follows servers of the settings, and sends another machine no password by http",
  ignore: needsAddress,
  async fn() {
    const address = own ?? "";
    await using open = simulatedServer({ hostname: address, sessions: [{ id: "ses_a" }] });
    await using closed = simulatedServer({ hostname: address, sessions: [], password: "hunter2" });
    const servers = [open, closed].map(({ port }) => `http://${address}:${port}`);
    await using watched = watching({ servers, passwordEnv: "SECRET", host: { env } });
    await watched.until(
      () =>
        watched.instances.size === 2 &&
        [...watched.instances.values()].every(({ reach: { kind } }) =>
          kind === "connected" || kind === "locked"
        ),
      "both servers",
    );
    assertEquals([watched.at(open.port).reach.kind, watched.at(closed.port).reach.kind], [
      "connected",
      "locked",
    ]);
    assertEquals(watched.at(open.port).key, `${address}:${open.port}:-`);
    assert(closed.requests.length > 0, "it was asked");
    assertEquals(closed.headers.filter((each) => each.has("authorization")).length, 0);
  },
});
