/** Clients that go before they are answered: what the HTTP server of the host makes of it. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { denoHost } from "../../../src/host/deno_host.ts";

const host = denoHost();

/** A server that answers when a test says so, or when its client has gone. */
async function serving(
  work: (port: number, asked: () => Promise<AbortSignal>, answer: (text: string) => void) => Promise<void>,
): Promise<void> {
  const asked: PromiseWithResolvers<AbortSignal>[] = [Promise.withResolvers()];
  const answer = Promise.withResolvers<string>();
  const server = await host.serve({ hostname: "127.0.0.1", port: 0 }, async (request, gone) => {
    await request.text();
    asked.at(-1)?.resolve(gone);
    asked.push(Promise.withResolvers());
    return new Response(await Promise.race([answer.promise, aborted(gone)]));
  });
  try {
    await work(server.port, () => asked.at(-1)?.promise ?? Promise.reject(), answer.resolve);
  } finally {
    await server.close();
  }
}

function aborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve("gone"), { once: true }));
}

const requests: Readonly<Record<string, string>> = {
  "without a body": "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
  "with a body": "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
  "with a body in chunks":
    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
};

for (const [name, request] of Object.entries(requests)) {
  Deno.test(`serve() tells the handler that the client has gone, after a request ${name}`, () =>
    serving(async (port, asked) => {
      const next = asked();
      const stream = await Deno.connect({ hostname: "127.0.0.1", port });
      await stream.write(new TextEncoder().encode(request));
      const gone = await next;
      await host.sleep(20);
      assertEquals(gone.aborted, false);
      stream.close();
      await aborted(gone);
    }));
}

Deno.test("serve() still answers a client that has only closed its sending side, where the handler has an answer", () =>
  serving(async (port, asked, answer) => {
    const next = asked();
    using stream = await Deno.connect({ hostname: "127.0.0.1", port });
    await stream.write(new TextEncoder().encode(requests["without a body"]));
    await stream.closeWrite();
    await next;
    answer("late");
    const bytes = new Uint8Array(4096);
    let text = "";
    for (let count = await stream.read(bytes); count !== null; count = await stream.read(bytes)) {
      text += new TextDecoder().decode(bytes.subarray(0, count));
    }
    assertMatch(text, /^HTTP\/1.1 200 OK\r\n[^]*late$/);
  }));

Deno.test("serve() has room again for as many clients as have gone without an answer", async () => {
  let waiting = 0;
  const server = await host.serve({ hostname: "127.0.0.1", port: 0 }, async (request, gone) => {
    if (request.url.endsWith("/now")) return new Response("here");
    waiting++;
    await aborted(gone);
    waiting--;
    return new Response();
  });
  const until = async (count: number) => {
    while (waiting !== count) await host.sleep(2);
  };
  try {
    for (let round = 0; round < 2; round++) {
      const streams: Deno.TcpConn[] = [];
      for (let count = 0; count < 100; count++) {
        const stream = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
        await stream.write(new TextEncoder().encode(requests["without a body"]));
        streams.push(stream);
      }
      await until(100);
      for (const stream of streams) stream.close();
      await until(0);
    }
    assertEquals(await (await fetch(`http://127.0.0.1:${server.port}/now`)).text(), "here");
  } finally {
    await server.close();
  }
});

Deno.test("serve() closes while a client waits for its answer", () =>
  serving(async (port, asked) => {
    const next = asked();
    using stream = await Deno.connect({ hostname: "127.0.0.1", port });
    await stream.write(new TextEncoder().encode(requests["with a body"]));
    await next;
  }));
