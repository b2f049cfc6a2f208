// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch, assertObjectMatch, assertRejects } from "@std/assert";
import { en } from "../../src/core/language/messages_en.ts";
import { nextNotice } from "../../src/core/alerts/next_notice.ts";
import { defaultSettings } from "../../src/core/settings.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { connectRunning, RpcError } from "../../src/server/rpc_client.ts";
import type { ServerAddress } from "../../src/server/server_file.ts";
import { july, read, t0 } from "../core/situations.ts";
import { onStage } from "./server_stage.ts";

const host = denoHost();

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
    assertEquals(await client.call("config.get"), { config: defaultSettings });
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
