// @ts-types="../../types/std/assert.d.ts"
import { assert, assertEquals, assertMatch, assertObjectMatch, assertRejects } from "@std/assert";
import { en } from "../../src/core/language/messages_en.ts";
import { nextNotice } from "../../src/core/alerts/next_notice.ts";
import type { Action } from "../../src/core/action.ts";
import { nothingKept } from "../../src/core/kept.ts";
import { initialState } from "../../src/core/state.ts";
import { defaultConfig } from "../../src/core/config.ts";
import { denoHost } from "../../src/host_deno.ts";
import { createRpc } from "../../src/rpc.ts";
import { connectRunning, RpcError } from "../../src/rpc_client.ts";
import { serverEvents } from "../../src/server_events.ts";
import { createStore } from "../../src/store.ts";
import { findRunning, type ServerAddress, type Started, startServer } from "../../src/tasks/server.ts";
import { createViews } from "../../src/views.ts";
import { july, read, signedIn, t0 } from "../core/situations.ts";

const host = denoHost();

interface Stage {
  readonly file: string;
  readonly address: ServerAddress;
  readonly store: ReturnType<typeof createStore>;
  readonly performed: Action[];
  start(): Promise<Started>;
}

/** A real server on a free port, with a state as after a good answer. */
async function onStage(work: (stage: Stage) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/run/server.json`;
  const store = createStore(initialState(defaultConfig, nothingKept));
  const ended = new AbortController();
  const views = createViews({ now: () => t0, monotonic: () => 0, sleep: host.sleep }, store, {
    messages: () => en,
    demo: false,
  });
  const ticking = views.tick(ended.signal);
  const performed: Action[] = [];
  const rpc = createRpc({
    giveWay: () => Promise.resolve(false),
    surroundings: (salt) => Promise.resolve(`hash of ${salt}`),
    host: { now: () => t0, pid: 7 },
    store,
    views,
    messages: () => en,
    version: "1.2.3",
    perform(action) {
      performed.push(action);
      if (action.kind === "snooze") {
        store.dispatch({ type: "snoozed", until: t0 + action.minutes * 60_000, now: t0 });
      }
      return Promise.resolve();
    },
    pressLink: () => false,
    changeSettings: () => Promise.resolve({ kind: "problems", problems: ["no"] }),
  });
  const events = serverEvents({ host: { now: () => t0 }, store, views, messages: () => en });
  const start = () => startServer(host, file, { version: "1.2.3", rpc, events });
  store.dispatch(signedIn);
  store.dispatch(read(july));
  const server = await start();
  assert(server.kind === "started");
  try {
    await work({ file, address: server.address, store, performed, start });
  } finally {
    ended.abort();
    await server.close();
    await ticking;
    await Deno.remove(folder, { recursive: true });
  }
}

async function post({ url, token }: ServerAddress, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/rpc`, {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    json: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : null,
  };
}

/** A request as written, for headers that `fetch` does not let through. */
async function raw({ url }: ServerAddress, text: string): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(url).port) });
  await connection.write(new TextEncoder().encode(text));
  const answer = new Uint8Array(4096);
  const length = await connection.read(answer) ?? 0;
  return new TextDecoder().decode(answer.subarray(0, length));
}

Deno.test("the server answers health to anybody, with status and version and nothing more", () =>
  onStage(async ({ address }) => {
    const response = await fetch(`${address.url}/health`);
    assertEquals(await response.json(), { status: "ok", version: "1.2.3" });
  }));

Deno.test("the server wants its token, its own name for a Host, and no foreign Origin", () =>
  onStage(async ({ address }) => {
    const ping = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "system.ping" });
    assertEquals((await post(address, ping)).status, 200);
    for (
      const authorization of ["", "Bearer", "Bearer x", `Bearer ${address.token}x`, `Basic ${address.token}`]
    ) {
      assertEquals((await post(address, ping, { authorization })).status, 401, authorization);
    }
    const port = new URL(address.url).port;
    assertEquals((await post(address, ping, { origin: "https://evil.example" })).status, 403);
    assertEquals((await post(address, ping, { origin: "null" })).status, 403);
    assertEquals((await post(address, ping, { origin: `http://127.0.0.1:${port}` })).status, 200);
    for (
      const name of ["evil.example", `evil.example:${port}`, "127.0.0.1", `127.0.0.1:${Number(port) + 1}`]
    ) {
      const answer = await raw(address, `GET /health HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`);
      assertMatch(answer, /^HTTP\/1.1 403 /, name);
    }
    const loud = await raw(address, `GET /health HTTP/1.1\r\nHost: LocalHost:${port}\r\n\r\n`);
    assertMatch(loud, /^HTTP\/1.1 200 /);
    const events = await fetch(`${address.url}/events`);
    await events.body?.cancel();
    assertEquals(events.status, 401);
    const unknown = await fetch(`${address.url}/x`, {
      headers: { authorization: `Bearer ${address.token}` },
    });
    await unknown.body?.cancel();
    assertEquals(unknown.status, 404);
  }));

const requests: readonly [string, string, unknown][] = [
  ["no JSON", "{", { code: -32700, id: null }],
  ["no request", "5", { code: -32600, id: null }],
  ["an empty batch", "[]", { code: -32600, id: null }],
  ["another version", '{"jsonrpc":"1.0","id":1,"method":"system.ping"}', { code: -32600, id: 1 }],
  ["an id that is an object", '{"jsonrpc":"2.0","id":{},"method":"system.ping"}', { code: -32600, id: null }],
  ["an unknown method", '{"jsonrpc":"2.0","id":"a","method":"system.format"}', { code: -32601, id: "a" }],
  ["a method of objects", '{"jsonrpc":"2.0","id":1,"method":"constructor"}', { code: -32601, id: 1 }],
  ["bad parameters", '{"jsonrpc":"2.0","id":2,"method":"alerts.snooze","params":{"minutes":"x"}}', {
    code: -32602,
    id: 2,
  }],
  ["missing parameters", '{"jsonrpc":"2.0","id":2,"method":"alerts.snooze"}', { code: -32602, id: 2 }],
  ["superfluous parameters", '{"jsonrpc":"2.0","id":3,"method":"system.ping","params":{"a":1}}', {
    code: -32602,
    id: 3,
  }],
];
for (const [name, body, expected] of requests) {
  Deno.test(`the RPC answers ${name} with the standard's error`, () =>
    onStage(async ({ address }) => {
      const { status, json } = await post(address, body);
      assertEquals([status, { code: json.error.code, id: json.id }], [200, expected]);
      assertEquals(json.result, undefined);
    }));
}

Deno.test("the RPC answers a batch, and a notification with nothing", () =>
  onStage(async ({ address }) => {
    const call = (id?: number) => ({
      jsonrpc: "2.0",
      ...(id === undefined ? {} : { id }),
      method: "system.ping",
    });
    const { json } = await post(address, JSON.stringify([call(1), call(), call(2), 5]));
    assertEquals(json.map((one: { id: unknown }) => one.id), [1, 2, null]);
    assertEquals(await post(address, JSON.stringify(call())), { status: 204, text: "", json: null });
    const many = await post(address, JSON.stringify(Array.from({ length: 101 }, (_, i) => call(i))));
    assertEquals(many.json.error.code, -32600);
  }));

Deno.test("the server refuses a body that is too large", () =>
  onStage(async ({ address }) => assertEquals((await post(address, "x".repeat(2 << 20))).status, 413)));

Deno.test("the server calls a malformed body its sender's fault", () =>
  onStage(async ({ address }) => {
    const head = [
      "POST /rpc HTTP/1.1",
      `Host: ${new URL(address.url).host}`,
      `Authorization: Bearer ${address.token}`,
      "Transfer-Encoding: chunked",
    ];
    for (const body of ["-5\r\nhello\r\n0\r\n\r\n", "5\r\nhello!\r\n", "0\r\n" + "a: b\r\n".repeat(100)]) {
      assertMatch(await raw(address, `${head.join("\r\n")}\r\n\r\n${body}`), /^HTTP\/1.1 400 /, body);
    }
  }));

Deno.test("the RPC tells usage, tray and settings, and performs what it is asked", () =>
  onStage(async ({ file, performed }) => {
    const client = await connectRunning(host, file);
    assert(client !== null);
    const usage = await client.call("usage.get") as { five_hour: { utilization: number } };
    assertEquals(usage.five_hour.utilization, 15);
    const tray = await client.call("tray.get") as { icon: { percent: number } };
    assertEquals(tray.icon.percent, 81);
    assertEquals(await client.call("config.get"), { config: defaultConfig });
    assertEquals(await client.call("config.set", { a: 1 }), { success: false, error: "no" });
    assertEquals(await client.call("alerts.snooze", { minutes: 15 }), {
      success: true,
      snoozed_until: t0 / 1000 + 900,
      snooze_remaining: 900,
    });
    await client.call("usage.refresh");
    assertEquals(performed, [{ kind: "snooze", minutes: 15 }, { kind: "refresh" }]);
    await assertRejects(() => client.call("nothing"), RpcError);
    client.close();
  }));

Deno.test("the event stream tells what stands, then each change", () =>
  onStage(async ({ file, store }) => {
    const client = await connectRunning(host, file);
    assert(client !== null);
    const ended = new AbortController();
    const types: string[] = [];
    try {
      for await (const event of client.events(ended.signal)) {
        const { type, data } = event as { type: string; data: Record<string, unknown> };
        types.push(type);
        if (type === "snapshot") store.dispatch({ type: "snoozed", until: t0 + 60_000, now: t0 });
        if (type === "snooze-activated") {
          assertEquals(data, { minutes: 1 });
          const next = nextNotice({ ...store.state(), snoozedUntil: null }, t0, en);
          assert(next !== null);
          const { notice: { title, body }, told, alerts, spaced } = next;
          store.dispatch({ type: "told", told, alerts, title, body, spaced, pulse: false, now: t0 });
        }
        if (type === "alert") {
          assertObjectMatch(data, {
            title: "Claude Usage Warning",
            alerts: [{ kind: "threshold", limit: "week:fable", percent: 81, threshold: 75 }],
          });
          store.dispatch(read(july, t0 + 1));
        }
        if (type === "usage-updated") {
          assertEquals(data.utilization, 15);
          break;
        }
      }
    } finally {
      ended.abort();
      client.close();
    }
    assertEquals(types.filter((type) => type !== "tray-update"), [
      "snapshot",
      "snooze-activated",
      "alert",
      "usage-updated",
    ]);
  }));

Deno.test("the server has 32 event streams at a time, and answers beside them", () =>
  onStage(async ({ address }) => {
    const headers = { authorization: `Bearer ${address.token}` };
    const open = () => fetch(`${address.url}/events`, { headers });
    const streams = await Promise.all(Array.from({ length: 32 }, open));
    assertEquals(streams.map(({ status }) => status), streams.map(() => 200));
    const refused = await open();
    assertEquals([refused.status, await refused.text()], [503, "Too many event streams"]);
    const ping = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "system.ping" });
    assertEquals((await post(address, ping)).status, 200);
    for (const { body } of streams) await body?.cancel();
    // Each place is free again as soon as its reader is known to have gone.
    for (const limit = performance.now() + 10_000;;) {
      const again = await open();
      await again.body?.cancel();
      if (again.status === 200) break;
      assert(performance.now() < limit, "no place became free");
    }
  }));

Deno.test("server.json is for its owner alone, names the server, and goes with it", async () => {
  let left = "";
  await onStage(async ({ file, address }) => {
    left = file;
    assertEquals(JSON.parse(await Deno.readTextFile(file)), address);
    assertEquals(((await Deno.stat(file)).mode ?? 0) & 0o777, 0o600);
    assertEquals(((await Deno.stat(file.replace("/server.json", ""))).mode ?? 0) & 0o777, 0o700);
  });
  assertEquals(await host.files.read(left), null);
});

Deno.test("a second start finds the first; several at once make one", () =>
  onStage(async ({ address, start }) => {
    for (const other of await Promise.all([start(), start(), start()])) {
      assertEquals(other, { kind: "already-running", address });
    }
  }));

Deno.test("a server.json of another user's is nobody's to talk to, but for root", () =>
  onStage(async ({ file, address }) => {
    const uid = 54_321;
    const lstat = async (path: string) => {
      const info = await host.files.lstat(path);
      return info === null ? null : { ...info, owner: uid };
    };
    const files = { ...host.files, lstat };
    assertEquals(await findRunning({ ...host, uid, files }, file), address);
    assertEquals(await findRunning({ ...host, uid: 0, files }, file), address);
    assertEquals(await findRunning({ ...host, uid: 54_322, files }, file), null);
  }));

const leftovers = [
  "",
  "nonsense",
  "{}",
  '{"url": "http://127.0.0.1:1", "token": "t", "pid": 1}',
  '{"url": "http://192.0.2.1:80", "token": "t", "pid": 1}',
  '{"url": "http://127.0.0.1:PORT", "token": "wrong", "pid": 1}',
];
for (const text of leftovers) {
  Deno.test(`a server.json left over from a crash is no obstacle: ${text}`, () =>
    onStage(async ({ file, address, start }) => {
      const stale = text.replace("PORT", new URL(address.url).port);
      await Deno.writeTextFile(file, stale);
      assertEquals(await findRunning(host, file), null);
      const started = await start();
      assert(started.kind === "started" && started.address.url !== address.url);
      await started.close();
    }));
}
