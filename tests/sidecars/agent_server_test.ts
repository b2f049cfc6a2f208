/** An agent server, FastAPI under uvicorn, from its first use to its end; src/sidecars/ as a whole. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { RpcError } from "../../src/server/rpc_client.ts";
import { agentServer } from "./fixtures/real_sidecars.ts";
import { onSidecars } from "./sidecar_stage.ts";

/** Told to end by a signal, where this is not about how it ends. */
const quick = { shutdown: { type: "signal" } } as const;

Deno.test("an agent server is started by its first use, asked, streamed from, and stopped", () =>
  onSidecars([agentServer("agents")], async ({ call, status, pidsOf, saw, told }) => {
    const before = await status("agents");
    assertEquals([before.state, before.status, before.running, before.pid], ["idle", "idle", false, null]);
    assertEquals(pidsOf("agents"), []);

    const { baseUrl } = await call("sidecar.ensureRunning", { name: "agents" }) as { baseUrl: string };
    const { url, port, pid, ...now } = await status("agents");
    assertEquals([url, now.state, now.status, now.running, now.restartCount], [
      baseUrl,
      "healthy",
      "running",
      true,
      0,
    ]);
    assertEquals(baseUrl, `http://127.0.0.1:${port}`);
    assertEquals(pidsOf("agents"), [pid ?? 0]);
    assertEquals(await (await fetch(`${baseUrl}/health`)).json(), { status: "ok", version: "1.0.0" });
    assertEquals(
      (await call("sidecar.ensureRunning", { name: "agents" }) as { baseUrl: string }).baseUrl,
      baseUrl,
    );
    assertEquals(pidsOf("agents"), [pid ?? 0], "it is not started twice");

    const body = { text: "ünïcödé", list: [1, null] };
    const answer = await call("sidecar.fetch", {
      name: "agents",
      method: "POST",
      path: "/echo?a=b",
      body,
    }) as { status: number; body: unknown };
    assertEquals([answer.status, answer.body], [200, {
      body,
      query: { a: "b" },
      content_type: "application/json",
    }]);
    const missing = await call("sidecar.fetch", {
      name: "agents",
      method: "GET",
      path: "/no",
    }) as typeof answer;
    assertEquals([missing.status, missing.body], [404, { detail: "Not Found" }]);

    const from = told.length;
    const path = "/agent/stream/ses_1?thoughts=3&silence=0.2&keepalive=0.15";
    const { stream } = await call("sidecar.stream", { name: "agents", path }) as { stream: string };
    await saw((event) => event.stream === stream && event.event === "result", from);
    const streamed = told.slice(from).filter((event) => event.stream === stream);
    const names = streamed.map(({ event }) => event).filter((event) => event !== "keepalive");
    assertEquals(names.slice(0, 5), ["thinking", "thinking", "thinking", "tool_call", "result"]);
    assert(streamed.some(({ event }) => event === "keepalive"));
    assertEquals(streamed.map(({ name }) => name), streamed.map(() => "agents"));
    const [thought] = streamed.filter(({ event }) => event === "thinking");
    const { timestamp, ...data } = thought?.data as Record<string, unknown>;
    assertEquals(data, { event_type: "thinking", data: { agent: "ses_1", number: 0 } });
    assertEquals(typeof timestamp, "number");

    await call("sidecar.stop", { name: "agents" });
    const after = await status("agents");
    assertEquals([after.state, after.running, after.pid, after.url], ["stopped", false, null, null]);
    assertEquals(pidsOf("agents"), []);
    await assertRejects(() => fetch(`${baseUrl}/health`));
    await saw(({ event }) => event === "stopped");
    const own = told.filter((event) => !("stream" in event)).map(({ event }) => event);
    for (const event of ["started", "healthy", "stopped"]) assert(own.includes(event), own.join());
  }));

Deno.test("an agent server with an open stream ends by itself, and is not forced to", () =>
  onSidecars([{ ...agentServer("agents"), ...quick }], async ({ call, saw }) => {
    const path = "/agent/stream/ses_1?thoughts=1&silence=60&keepalive=60";
    const { stream } = await call("sidecar.stream", { name: "agents", path }) as { stream: string };
    await call("sidecar.stop", { name: "agents" });
    const { code, signal } = await saw(({ event }) => event === "process-exit");
    assertEquals([code, signal], [0, null]);
    const { data } = await saw((event) => event.stream === stream && event.event === "end");
    assertEquals(data, { reason: "The connection was lost" });
  }));

Deno.test("an agent server gets the little environment that it is allowed, and no token of ours", () =>
  onSidecars(
    [agentServer("agents", {
      env: { MINE: "port {port}" },
      health: { type: "http", token_env: "THEIR_TOKEN" },
      ...quick,
    })],
    async ({ account, call, status }) => {
      await call("sidecar.start", { name: "agents" });
      await call("sidecar.ensureRunning", { name: "agents" });
      const { body } = await call("sidecar.fetch", {
        name: "agents",
        method: "GET",
        path: "/environment",
      }) as {
        body: Record<string, string>;
      };
      const { port } = await status("agents");
      assertEquals(Object.keys(body).filter((name) => name !== "LC_CTYPE").sort(), [
        "CLAUDEMINDER_SIDECAR",
        "HOME",
        "MINE",
        "PATH",
        "SIDECAR_OF_TEST",
        "THEIR_TOKEN",
        "TMPDIR",
      ]);
      assertEquals([body.MINE, body.HOME, body.PATH], [`port ${port}`, account.folder, account.env.PATH]);
      assertMatch(body.THEIR_TOKEN ?? "", /^[\w-]{43,64}$/);
      const first = body.THEIR_TOKEN;
      await call("sidecar.restart", { name: "agents" });
      await call("sidecar.ensureRunning", { name: "agents" });
      const again = await call("sidecar.fetch", { name: "agents", method: "GET", path: "/environment" }) as {
        body: Record<string, string>;
      };
      assert(again.body.THEIR_TOKEN !== first, "each start has a token of its own");
    },
  ));

Deno.test("what is no sidecar, or speaks no HTTP, is an error that says so", () =>
  onSidecars([agentServer("agents", quick), {
    name: "sleeper",
    command: ["sleep", "1000"],
    health: { type: "process" },
  }], async ({ call }) => {
    const refused = async (method: string, params: unknown) =>
      (await assertRejects(() => call(method, params), RpcError)).message;
    assertMatch(
      await refused("sidecar.ensureRunning", { name: "other" }),
      /There is no sidecar "other"; there are agents, sleeper/,
    );
    assertMatch(
      await refused("sidecar.fetch", { name: "sleeper", method: "GET", path: "/" }),
      /"sleeper" does not speak HTTP/,
    );
    assertMatch(
      await refused("sidecar.call", { name: "agents", method: "system.ping" }),
      /"agents" does not speak JSON-RPC/,
    );
  }));
