// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertRejects } from "@std/assert";
import { denoHost } from "../../../src/host/deno_host.ts";

const host = denoHost();

Deno.test("httpClient() ends a body with the signal, also after the garbage has been collected", async () => {
  // With Deno's own fetch alone this prints "stuck".
  const script = `
    import { denoHost } from ${JSON.stringify(import.meta.resolve("../../../src/host/deno_host.ts"))};
    const body = () => new ReadableStream({ start: (it) => it.enqueue(new Uint8Array(1)) });
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => new Response(body()));
    const client = denoHost().httpClient({});
    const limit = new AbortController();
    const open = async () =>
      (await client.fetch("http://127.0.0.1:" + server.addr.port, { signal: limit.signal })).body.getReader();
    const reader = await open();
    await reader.read();
    const ended = reader.read().then(() => "read on", () => "ended");
    for (let round = 0; round < 5; round++) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    limit.abort();
    const stuck = new Promise((resolve) => setTimeout(() => resolve("stuck"), 2000));
    console.log(await Promise.race([ended, stuck]));
    Deno.exit();`;
  const child = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--v8-flags=--expose-gc", "--ext=js", script],
    stderr: "inherit",
  }).output();
  assertEquals(new TextDecoder().decode(child.stdout), "ended\n");
});

Deno.test("httpClient() gives up a body whose signal aborted before it was read", async () => {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => new Response("x"));
  const client = host.httpClient({});
  const limit = new AbortController();
  const response = await client.fetch(`http://127.0.0.1:${server.addr.port}`, { signal: limit.signal });
  limit.abort();
  await assertRejects(() => response.text());
  const other = await client.fetch(`http://127.0.0.1:${server.addr.port}`, {
    signal: new AbortController().signal,
  });
  assertEquals([other.status, await other.text()], [200, "x"]);
  client.close();
  await server.shutdown();
});
