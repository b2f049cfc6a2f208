// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertRejects } from "@std/assert";
import { defaultSettings } from "../../src/core/settings.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { connectRunning, RpcError } from "../../src/server/rpc_client.ts";
import { t0 } from "../core/situations.ts";
import { onStage, post } from "./server_stage.ts";

const host = denoHost();

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
