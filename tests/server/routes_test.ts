// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { RpcAddress } from "../../src/server/server_file.ts";
import { onStage, post } from "./server_stage.ts";

/** A request as written, for headers that `fetch` does not let through. */
async function raw({ url }: RpcAddress, text: string): Promise<string> {
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

Deno.test("the name of the scheme may be written in either case", () =>
  onStage(async ({ address }) => {
    const response = await fetch(`${address.url}/metrics`, {
      headers: { authorization: `bearer ${address.token}` },
    });
    assertEquals(response.status, 200);
    await response.body?.cancel();
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

Deno.test("the server tells metrics to who has its token, as Prometheus reads them", () =>
  onStage(async ({ address: { url, token } }) => {
    const ask = async (authorization: string, headers: Record<string, string> = {}) => {
      const response = await fetch(`${url}/metrics`, { headers: { authorization, ...headers } });
      return { response, text: await response.text() };
    };
    const { response, text } = await ask(`Bearer ${token}`);
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    for (
      const line of [
        'claudeminder_build_info{version="1.2.3",os="linux"} 1',
        'claudeminder_limit_used_ratio{account="one",limit="week:fable"} 0.81',
        "process_cpu_seconds_total 1.5",
        "process_resident_memory_bytes 64000000",
      ]
    ) assert(text.split("\n").includes(line), line);
    assert(!text.includes(token));
    assertEquals((await ask("")).response.status, 401);
    assertEquals((await ask(`Bearer ${token}x`)).response.status, 401);
    assertEquals((await ask(`Bearer ${token}`, { origin: "https://evil.example" })).response.status, 403);
  }));
