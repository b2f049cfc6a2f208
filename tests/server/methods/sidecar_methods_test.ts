/** The methods about sidecars on a real server: what they ask of the sidecars, and their errors. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { denoHost } from "../../../src/host/deno_host.ts";
import { onStage, post, type Stage } from "../server_stage.ts";
import { sidecarsAtWork } from "../sidecars_at_work.ts";

const host = denoHost();

function onSidecars(work: (stage: Stage) => Promise<void>): Promise<void> {
  return onStage(work, { state: sidecarsAtWork });
}

/** The whole answer to a call. */
async function called({ address }: Stage, method: string, params: unknown) {
  const { json } = await post(address, JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
  return json as {
    readonly result?: unknown;
    readonly error?: { readonly code: number; readonly message: string };
  };
}

Deno.test("methods about a sidecar that is not there name those that are", () =>
  onSidecars(async (stage) => {
    for (
      const [method, more] of [
        ...["status", "start", "ensureRunning", "stop", "restart", "logs"].map((name) => [name, {}] as const),
        ["call", { method: "m" }] as const,
        ["fetch", { method: "GET", path: "/" }] as const,
        ["stream", { path: "/" }] as const,
      ]
    ) {
      assertEquals((await called(stage, `sidecar.${method}`, { name: "agent", ...more })).error, {
        code: -32602,
        message: 'There is no sidecar "agent"; there are agents, flaky, broken',
      }, method);
    }
    assertEquals(stage.sidecars.asked, []);
  }));

Deno.test("sidecar.call passes on an error of the sidecar as it is", () =>
  onSidecars(async (stage) => {
    const { error } = await called(stage, "sidecar.call", { name: "agents", method: "fails" });
    assertEquals(error as unknown, { code: -32000, message: "no such board", data: { board: 7 } });
  }));

Deno.test("sidecar.ensureRunning says that the circuit breaker is open", () =>
  onSidecars(async (stage) => {
    const { error } = await called(stage, "sidecar.ensureRunning", { name: "broken" });
    assertEquals(error?.code, 2);
    assertMatch(error?.message ?? "", /^"broken" is not started any more until you start it: /);
  }));

const refused: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ...["//192.0.2.1/", "/\\192.0.2.1", "agents", "", "http://192.0.2.1/", "/a b", "/a\r\nx: y", "/a\u0000"]
    .flatMap((path) => [
      ["fetch", { method: "GET", path }] as const,
      ["stream", { path }] as const,
    ]),
  ...["get", "CONNECT", "GET / HTTP/1.1\r\nx:", ""].map((method) =>
    ["fetch", { method, path: "/" }] as const
  ),
  ["fetch", { method: "GET", path: "/", body: "x" }],
  ["call", { method: "" }],
  ["call", { method: "m", stream: "a b" }],
  ["call", { method: "m", stream: "x".repeat(101) }],
  ["stream", { path: "/", stream: "" }],
  ["logs", { lines: 0 }],
  ["logs", { lines: 201 }],
  ["logs", { wait_seconds: 61 }],
];

for (const [method, params] of refused) {
  Deno.test(`sidecar.${method} refuses ${JSON.stringify(params).slice(0, 60)}`, () =>
    onSidecars(async (stage) => {
      const { error } = await called(stage, `sidecar.${method}`, { name: "agents", ...params });
      assertEquals(error?.code, -32602);
      assertMatch(error?.message ?? "", /^Invalid params: /);
      assertEquals(stage.sidecars.asked, []);
    }));
}

Deno.test("sidecar.call and the others ask the sidecars for what was asked of them", () =>
  onSidecars(async (stage) => {
    const params = [1, { deep: null }];
    await called(stage, "sidecar.call", { name: "agents", method: "dashboard.get", params, stream: "s.1" });
    await called(stage, "sidecar.call", { name: "agents", method: "dashboard.get", params: null });
    await called(stage, "sidecar.fetch", { name: "agents", method: "DELETE", path: "/x", body: null });
    await called(stage, "sidecar.fetch", { name: "agents", method: "POST", path: "/x", body: false });
    await called(stage, "sidecar.stream", { name: "agents", path: "/agent/stream/1", stream: "mine" });
    assertEquals(stage.sidecars.asked, [
      { name: "agents", method: "dashboard.get", params, stream: "s.1" },
      { name: "agents", method: "dashboard.get", params: undefined },
      { name: "agents", method: "DELETE", path: "/x" },
      { name: "agents", method: "POST", path: "/x", body: false },
      { name: "agents", path: "/agent/stream/1", stream: "mine" },
    ]);
  }));

Deno.test("sidecar.call is given up when whoever calls has gone", () =>
  onSidecars(async ({ address, sidecars }) => {
    const gone = new AbortController();
    const call = fetch(`${address.url}/rpc`, {
      method: "POST",
      headers: { authorization: `Bearer ${address.token}` },
      body: JSON.stringify({
        jsonrpc: "2.0",
        id: 1,
        method: "sidecar.call",
        params: { name: "agents", method: "never" },
      }),
      signal: gone.signal,
    }).catch((error: Error) => error.name);
    while (sidecars.waiting() === 0) await host.sleep(2);
    gone.abort();
    assertEquals(await call, "AbortError");
    while (sidecars.waiting() > 0) await host.sleep(2);
  }));

Deno.test("sidecar.logs waits for lines that are not there yet", () =>
  onSidecars(async (stage) => {
    const print = (text: string) => stage.sidecars.print("agents", { from: "stdout", text });
    for (const text of ["one", "two", "three"]) print(text);
    const texts = async (params: object) => {
      const { result } = await called(stage, "sidecar.logs", { name: "agents", ...params });
      return (result as { lines: readonly { text: string }[] }).lines.map(({ text }) => text);
    };
    assertEquals(await texts({}), ["one", "two", "three"]);
    assertEquals(await texts({ lines: 2 }), ["two", "three"]);
    assertEquals(await texts({ after: 1 }), ["two", "three"]);
    assertEquals(await texts({ after: 3 }), []);
    assertEquals(await texts({ after: 3, wait_seconds: 0.1 }), []);
    let isAnswered = false;
    const waiting = texts({ after: 3, wait_seconds: 30 });
    void waiting.then(() => isAnswered = true);
    await host.sleep(300);
    assert(!isAnswered);
    print("four");
    assertEquals(await waiting, ["four"]);
  }));
