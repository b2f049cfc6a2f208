/** Calls, requests and streams through the whole program, to real sidecars: src/sidecars/passthrough/, src/server/methods/sidecar_methods.ts. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { RpcError } from "../../../src/server/rpc_client.ts";
import { withFolder } from "../../support/test_folder.ts";
import { agentServer, rpcDaemon, rpcServer, type SidecarInput } from "../fixtures/real_sidecars.ts";
import { onSidecars, type SidecarStage, type Told } from "../sidecar_stage.ts";

async function errorOf(work: Promise<unknown>): Promise<RpcError> {
  const error = await work.catch((error: unknown) => error);
  assert(error instanceof RpcError, `${JSON.stringify(error)} is no error`);
  return error;
}

/** What was told under that id. */
function streamed({ told }: SidecarStage, stream: string): readonly Told[] {
  return told.filter((event) => event.stream === stream);
}

const ways: Readonly<Record<string, (folder: string) => SidecarInput>> = {
  "TCP": () => rpcServer("bridge"),
  "a Unix socket": (folder) => rpcServer("bridge", { socket: `${folder}/bridge.sock` }),
  "TCP, where it says itself": () => rpcDaemon("bridge"),
};

for (const [way, sidecar] of Object.entries(ways)) {
  Deno.test(`calls reach a JSON-RPC sidecar over ${way}, with chunks and errors`, () =>
    withFolder((folder) =>
      onSidecars([sidecar(folder)], async (stage) => {
        const call = (method: string, params?: unknown, stream?: string) =>
          stage.call("sidecar.call", { name: "bridge", method: `dashboard.${method}`, params, stream });
        // It was not started yet.
        assertEquals((await call("getData", { board: 7 }) as { given: unknown }).given, { board: 7 });
        const slow = call("wait", { seconds: 0.3 });
        assertEquals(await call("wait", { seconds: 0 }), { waited: 0 });
        assertEquals(await slow, { waited: 0.3 });
        const seconds = Array.from({ length: 100 }, (_, number) => (number * 37 % 100) / 1000);
        const waited = await Promise.all(seconds.map((each) => call("wait", { seconds: each })));
        assertEquals(waited, seconds.map((each) => ({ waited: each })));
        assertEquals(await call("tailLogs", { count: 10_000, size: 50 }, "logs"), { stream: "complete" });
        await stage.saw(function lastChunk({ data }) {
          return (data as { number?: number })?.number === 9_999;
        });
        assertEquals(
          streamed(stage, "logs").map(({ event, data }) => [event, (data as { number: number }).number]),
          Array.from({ length: 10_000 }, (_, number) => ["dashboard.tailLogs.chunk", number]),
        );
        const failed = await errorOf(call("fail"));
        assertEquals([failed.code, failed.message], [-32000, "no such board"]);
        assertEquals((await errorOf(call("unknown"))).code, -32601);
      })
    ));
}

Deno.test("a connection that drops is opened again, and a call on its way says so", () =>
  onSidecars([rpcServer("bridge")], async (stage) => {
    const call = (method: string, params?: unknown) =>
      stage.call("sidecar.call", { name: "bridge", method: `dashboard.${method}`, params });
    await call("getData");
    const waiting = errorOf(call("wait", { seconds: 60 }));
    assertEquals((await errorOf(call("drop"))).code, 4);
    assertEquals((await waiting).message, "The connection was lost");
    assertEquals((await call("getData", { again: true }) as { given: unknown }).given, { again: true });
    const told = stage.told.filter(({ event }) => event.startsWith("ipc-")).map(({ event }) => event);
    assertEquals(told, ["ipc-connected", "ipc-disconnected", "ipc-connected"]);
    assertEquals((await stage.status("bridge")).restartCount, 0);
    // Where the program itself ends, the next call has it started again.
    assertEquals((await errorOf(call("crash"))).code, 4);
    await stage.saw(({ event }) => event === "process-exit");
    assertEquals((await call("getData", { after: 1 }) as { given: unknown }).given, { after: 1 });
  }));

Deno.test("requests and streams reach an agent server", () =>
  onSidecars([agentServer("agents")], async (stage) => {
    const ready = await stage.call("sidecar.ensureRunning", { name: "agents" }) as {
      baseUrl: string;
      running: boolean;
    };
    const { url } = await stage.status("agents");
    assertEquals([ready.baseUrl, ready.running], [url ?? "", true]);
    const fetched = (method: string, path: string, body?: unknown) =>
      stage.call("sidecar.fetch", { name: "agents", method, path, ...(body === undefined ? {} : { body }) });
    assertEquals(await fetched("POST", "/echo?a=%2F", { b: [1] }), {
      status: 200,
      headers: { "content-type": "application/json" },
      body: { body: { b: [1] }, query: { a: "/" }, content_type: "application/json" },
    });
    assertEquals((await fetched("GET", "/nothing") as { status: number }).status, 404);
    const open = (path: string, stream: string) =>
      stage.call("sidecar.stream", { name: "agents", path, stream });
    assertEquals(await open("/agent/stream/7?thoughts=2", "seven"), { stream: "seven" });
    await open("/agent/stream/8?thoughts=1000&end=error", "eight");
    await stage.saw((event) => event.stream === "seven" && event.event === "end");
    assertEquals(streamed(stage, "seven").map(({ event }) => event), [
      ...["thinking", "thinking", "tool_call", "result", "end"],
    ]);
    assertEquals((streamed(stage, "seven")[1]?.data as { data: unknown }).data, { agent: "7", number: 1 });
    await stage.saw((event) => event.stream === "eight" && event.event === "end");
    const eight = streamed(stage, "eight");
    assertEquals([eight.length, eight.at(-2)?.event, eight.at(-1)?.data], [1003, "error", { reason: null }]);
    // One that is long silent ends with endStream, another one with its sidecar.
    for (const stream of ["nine", "ten"]) await open("/agent/stream/9?silence=60", stream);
    assertEquals(await stage.call("sidecar.endStream", { stream: "nine" }), { success: true });
    await stage.saw((event) => event.stream === "nine" && event.event === "end");
    await stage.call("sidecar.stop", { name: "agents" });
    const end = await stage.saw((event) => event.stream === "ten" && event.event === "end");
    assertEquals(end.data, { reason: "The connection was lost" });
    assertEquals((await errorOf(open("/agent/stream/1", "a b"))).code, -32602);
  }));

Deno.test("each kind of sidecar says no to what it does not speak", () =>
  onSidecars([agentServer("agents"), rpcServer("bridge")], async ({ call }) => {
    const http = await errorOf(call("sidecar.fetch", { name: "bridge", method: "GET", path: "/" }));
    const rpc = await errorOf(call("sidecar.call", { name: "agents", method: "system.ping" }));
    assertEquals([http.code, rpc.code], [5, 5]);
  }));
