/** The HTTP server of the host against clients that are slow, many, rude or gone. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { denoHost } from "../../../src/host/deno_host.ts";
import type { HttpServer, ServeLimits } from "../../../src/host/host.ts";

const host = denoHost();

type Handler = (request: Request) => Promise<Response> | Response;

const echo: Handler = async (request) =>
  new Response(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`);

async function serving(
  handler: Handler,
  work: (server: HttpServer) => Promise<void>,
  limits: Partial<ServeLimits> = {},
): Promise<void> {
  const server = await host.serve({ hostname: "127.0.0.1", port: 0, limits }, handler);
  try {
    await work(server);
  } finally {
    await server.close();
  }
}

function connected({ port }: HttpServer): Promise<Deno.TcpConn> {
  return Deno.connect({ hostname: "127.0.0.1", port });
}

/** All that comes until the other side closes. */
async function rest(stream: Deno.TcpConn): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(65_536);
  try {
    for (let count = await stream.read(buffer); count !== null; count = await stream.read(buffer)) {
      text += decoder.decode(buffer.subarray(0, count));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.ConnectionReset)) throw error;
  }
  return text;
}

async function said(server: HttpServer, text: string): Promise<string> {
  using stream = await connected(server);
  await sent(stream, text);
  return await rest(stream);
}

async function sent(stream: Deno.TcpConn, text: string): Promise<void> {
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  for (let at = 0; at < bytes.length;) at += await stream.write(bytes.subarray(at));
}

const healthy = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";

for (const most of [256, 64]) {
  Deno.test(`serve() answers beside 1,500 connections that say nothing, with ${most} open files and some for others`, () =>
    besideIdle(most));
}

async function besideIdle(most: number): Promise<void> {
  const script = `
    import { denoHost } from ${JSON.stringify(import.meta.resolve("../../../src/host/deno_host.ts"))};
    // As many as a program that does its work has open at once.
    const work = async () => {
      const files = await Promise.all(Array.from({ length: 8 }, () => Deno.open("/dev/null")));
      for (const file of files) file.close();
      return new Response("fine");
    };
    const server = await denoHost().serve({ hostname: "127.0.0.1", port: 0 }, work);
    console.log(server.port);
    await new Response(Deno.stdin.readable).text();
    await server.close();
    console.log(Object.keys(Deno.resources?.() ?? {}).length >= 0 ? "ended" : "");`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, script);
  const child = new Deno.Command("/bin/sh", {
    args: ["-c", `ulimit -n ${most}; exec "$@"`, "sh", Deno.execPath(), "run", "-A", "--no-check", file],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const idle: Deno.TcpConn[] = [];
  try {
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const port = Number((await reader.read()).value);
    const ask = async () => {
      const started = performance.now();
      const answer = await fetch(`http://127.0.0.1:${port}/`);
      assertEquals(await answer.text(), "fine");
      return performance.now() - started;
    };
    await ask();
    const openFiles = () => [...Deno.readDirSync(`/proc/${child.pid}/fd`)].length;
    const others = openFiles();
    for (let turn = 0; turn < 15; turn++) {
      idle.push(
        ...await Promise.all(
          Array.from({ length: 100 }, () => Deno.connect({ hostname: "127.0.0.1", port })),
        ),
      );
      assert(await ask() < 1_000);
      // One more may be on its way in or out.
      assert(openFiles() <= others + most / 4 + 1, `${openFiles()} open files, ${others} of them others`);
    }
    assertEquals(idle.length, 1_500);
    for (const stream of idle.splice(0)) stream.close();
    assert(await ask() < 1_000);
    await child.stdin.close();
    assertMatch((await reader.read()).value ?? "", /ended/);
    await reader.cancel();
    assertEquals((await child.status).code, 0);
  } finally {
    for (const stream of idle) stream.close();
    await Deno.remove(file);
  }
}

Deno.test("serve() lets the oldest connection without a request give way, and none that has one", () =>
  serving(async (request) => {
    if (request.url.endsWith("/slow")) await host.sleep(300);
    return new Response("done");
  }, async (server) => {
    using slow = await connected(server);
    await sent(slow, healthy.replace("/health", "/slow"));
    using oldest = await connected(server);
    using others = await connected(server);
    // The server has taken the two before it answers this.
    assertMatch(await said(server, healthy), /done$/);
    using last = await connected(server);
    assertEquals(await rest(oldest), "");
    assertMatch(await said(server, healthy), /done$/);
    assertMatch(await rest(slow), /done$/);
    for (const stream of [others, last]) void stream;
  }, { connections: 3 }));

Deno.test("serve() closes a connection whose head or body is not there in time", () =>
  serving(echo, async (server) => {
    using silent = await connected(server);
    using dripping = await connected(server);
    using withoutBody = await connected(server);
    await sent(dripping, "GET / HTTP/1.1\r\nHo");
    await sent(withoutBody, "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n12");
    const started = performance.now();
    assertEquals([await rest(silent), await rest(dripping), await rest(withoutBody)], ["", "", ""]);
    assert(performance.now() - started < 2_000);
  }, { headMs: 150, bodyMs: 150 }));

const bodies: readonly (readonly [string, string, string])[] = [
  ["a body of a given length", "Content-Length: 5\r\n\r\nhello", "hello"],
  ["no more than that length", "Content-Length: 5\r\n\r\nhello!", "hello"],
  ["chunks", "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: x\r\n\r\n", "hello"],
  ["no body", "\r\n", ""],
];
for (const [name, text, expected] of bodies) {
  Deno.test(`serve() reads ${name}, in whatever pieces it comes`, () =>
    serving(echo, async (server) => {
      const request = `POST /a?b HTTP/1.1\r\nHost: x\r\n${text}`;
      const whole = await said(server, request);
      assertMatch(whole, /^HTTP\/1\.1 200 OK\r\n/);
      assertEquals(whole.split("\r\n\r\n")[1], `POST /a ${expected}`);
      using stream = await connected(server);
      stream.setNoDelay(true);
      for (const letter of request) await sent(stream, letter);
      assertEquals((await rest(stream)).split("\r\n\r\n")[1], `POST /a ${expected}`);
    }));
}

const malformed: readonly (readonly [string, string])[] = [
  ["a negative length", "POST / HTTP/1.1\r\nContent-Length: -45\r\n\r\nx"],
  ["a length that is no number", "POST / HTTP/1.1\r\nContent-Length: 0x5\r\n\r\nhello"],
  ["two lengths", "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"],
  [
    "a length and chunks",
    "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  ],
  ["an unknown coding", "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"],
  ["a header without a name", "GET / HTTP/1.1\r\n: x\r\n\r\n"],
  ["a blank before a colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n"],
  ["a folded header", "GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n"],
  ["a NUL in a header", "GET / HTTP/1.1\r\nHost: x\0y\r\n\r\n"],
  ["the form for proxies", "GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n"],
  ["a method for proxies", "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n"],
  ["another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n"],
  ["another version", "GET / HTTP/2.0\r\n\r\n"],
  ["a greeting of TLS", "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03" + "\xaa".repeat(500) + "\r\n\r\n"],
  ["an endless head", `GET / HTTP/1.1\r\nA: ${"x".repeat(40_000)}`],
];
for (const [name, text] of malformed) {
  Deno.test(`serve() refuses ${name} and goes on`, () =>
    serving(echo, async (server) => {
      assertMatch(await said(server, text), /^(HTTP\/1\.1 400 Bad Request\r\n[^]*|)$/);
      assertMatch(await said(server, healthy), /200 OK[^]*GET \/health $/);
    }));
}

const cut: readonly (readonly [string, string])[] = [
  ["a negative chunk", "-5\r\nhello\r\n0\r\n\r\n"],
  ["a chunk that is longer than it says", "2\r\nhello\r\n0\r\n\r\n"],
  ["a chunk's endless line", "5;" + "x".repeat(5_000)],
  ["endless trailers", "0\r\n" + "A: b\r\n".repeat(100)],
];
for (const [name, text] of cut) {
  Deno.test(`serve() hands the handler an error for ${name}`, () =>
    serving(async (request) => {
      const body = await request.text().catch(() => "an error");
      return new Response(body);
    }, async (server) => {
      const answer = await said(server, `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${text}`);
      assertEquals(answer.split("\r\n\r\n")[1], "an error");
    }));
}

Deno.test("serve() tells a client that asks first to send its body", () =>
  serving(echo, async (server) => {
    using stream = await connected(server);
    await sent(stream, "POST / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    const buffer = new Uint8Array(100);
    const count = await stream.read(buffer) ?? 0;
    assertEquals(new TextDecoder().decode(buffer.subarray(0, count)), "HTTP/1.1 100 Continue\r\n\r\n");
    await sent(stream, "ok");
    assertMatch(await rest(stream), /POST \/ ok$/);
  }));

Deno.test("serve() answers a client that sends no more than its request, and one that sends more than is read", () =>
  serving(() => new Response("no", { status: 413 }), async (server) => {
    using stream = await connected(server);
    await sent(stream, healthy);
    await stream.closeWrite();
    assertMatch(await rest(stream), /413 Content Too Large[^]*no$/);
    const large = "x".repeat(3 << 20);
    const answer = await fetch(`http://127.0.0.1:${server.port}/`, { method: "POST", body: large });
    assertEquals([answer.status, await answer.text()], [413, "no"]);
  }));

Deno.test("serve() ends an endless answer whose reader has gone, without having to send anything", () => {
  const ended = Promise.withResolvers<void>();
  return serving(() => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode("first")),
      cancel: () => ended.resolve(),
    });
    return new Response(body);
  }, async (server) => {
    const stream = await connected(server);
    await sent(stream, healthy);
    const buffer = new Uint8Array(1000);
    let text = "";
    while (!text.includes("first")) {
      text += new TextDecoder().decode(buffer.subarray(0, await stream.read(buffer) ?? 0));
    }
    assertMatch(text, /transfer-encoding: chunked\r\n[^]*5\r\nfirst\r\n$/);
    stream.close();
    await ended.promise;
  });
});

Deno.test("serve() ends an answer that nobody takes", () => {
  const ended = Promise.withResolvers<void>();
  return serving(() => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1 << 20)),
      cancel: () => ended.resolve(),
    });
    return new Response(body);
  }, async (server) => {
    using stream = await connected(server);
    await sent(stream, healthy);
    await ended.promise;
    void stream;
  }, { writeMs: 200 });
});
