/** Requests straight to real servers on loopback: what comes back, and what each fault is called. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { newAuthority } from "./certificates.ts";
import { startServer } from "./servers.ts";
import {
  ask,
  authority,
  bodyOf,
  closing,
  failureOf,
  leaf,
  netWith,
  OK,
  saying,
  withServer,
} from "./stage.ts";

Deno.test("request() gives status, headers, body and content type, and sends the headers", () =>
  withServer(
    saying(
      "HTTP/1.1 429 Slow\r\nretry-after: 0\r\ncontent-type: text/html\r\ncontent-length: 3\r\n\r\n\u00e9!",
    ),
    async ({ port, received }) => {
      const answer = await ask(netWith(), `https://localhost:${port}/api/usage?x=1`);
      assert(answer.kind === "response");
      assertEquals([answer.status, answer.body, answer.contentType], [429, "é!", "text/html"]);
      assertEquals(answer.headers.get("retry-after"), "0");
      assertEquals(received.length, 1);
      assertStringIncludes(received[0] ?? "", "GET /api/usage?x=1 HTTP/1.1\r\n");
      assertStringIncludes(received[0] ?? "", "authorization: Bearer marked-token\r\n");
    },
  ));

Deno.test("request() accepts a certificate for an address", () =>
  withServer(OK, async ({ port }) => {
    assertEquals(bodyOf(await ask(netWith(), `https://127.0.0.1:${port}/`)), "ok");
  }));

Deno.test("request() tells a certificate that is not trusted, and sends nothing", async () => {
  const expired = await authority.issue(["localhost"], { expired: true });
  const otherHost = await authority.issue(["example.org"]);
  for (const [certificate, caFile] of [[leaf, ""], [expired, "ca.pem"], [otherHost, "ca.pem"]] as const) {
    await withServer(OK, async ({ port, received }) => {
      const net = netWith({ settings: { caFile } });
      const url = `https://localhost:${port}/`;
      const failure = { kind: "certificate", how: "untrusted", host: "localhost" } as const;
      assertEquals(await ask(net, url), { kind: "failure", failure });
      assertEquals(await net.probe(url), failure);
      assertEquals(received.join(""), "");
    }, certificate);
  }
});

Deno.test("request() tells a name that cannot be looked up", async () => {
  assertEquals(failureOf(await ask(netWith(), "https://no-such-host.invalid/")), "offline/dns");
  assertEquals(await netWith().probe("https://no-such-host.invalid/"), { kind: "offline", how: "dns" });
});

Deno.test("request() tells a connection that is refused", async () => {
  const server = startServer(OK);
  await server.close();
  assertEquals(failureOf(await ask(netWith(), `https://127.0.0.1:${server.port}/`)), "offline/refused");
});

Deno.test("request() tells what cannot be reached, by the system's own codes", async () => {
  const refusing = (error: Error) => () => Promise.reject(error);
  for (const code of ["EHOSTUNREACH", "ENETUNREACH"]) {
    const connect = refusing(Object.assign(new Error("No route to host"), { code }));
    const net = netWith({ host: { connect } });
    assertEquals(failureOf(await ask(net, "https://127.0.0.1:1/")), "offline/unreachable");
  }
});

Deno.test("request() tells a connection that breaks: before, during and after the request", async () => {
  const begun = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nten bytes.";
  const chunk = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64\r\nten bytes.";
  await withServer(() => Promise.resolve(), async ({ port }) => {
    assertEquals(failureOf(await ask(netWith(), `https://localhost:${port}/`)), "offline/reset");
  }, "plain");
  for (const talk of [saying(""), saying("HTTP/1.1 200 O"), saying(begun), saying(chunk)]) {
    await withServer(talk, async ({ port }) => {
      assertEquals(failureOf(await ask(netWith(), `https://localhost:${port}/`)), "offline/reset");
    });
  }
});

Deno.test("request() does not take a server without TLS for one with a bad certificate", () =>
  withServer(saying("HTTP/1.1 400 Bad Request\r\n\r\n"), async ({ port, received }) => {
    // Anything that begins like the head of a request would let that server answer; TLS never does.
    const answering = startServer((peer) => peer.write("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await closing(answering, async () => {
      const answer = await ask(netWith(), `https://localhost:${answering.port}/`);
      assertMatch(failureOf(answer), /^offline\/(unknown|reset)$/);
    });
    assertEquals(
      failureOf(await ask(netWith(), `https://localhost:${port}/`, { timeoutMs: 100 })),
      "offline/timeout",
    );
    assertEquals(received.join("").includes("marked-token"), false);
  }, "plain"));

Deno.test("request() gives up after its time: at the handshake, at the answer and in its body", async () => {
  const silent = async (peer: { bytes(count: number): Promise<unknown> }) => void await peer.bytes(1_000_000);
  const slow = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nten bytes.";
  for (const tls of ["plain", leaf] as const) {
    await withServer(silent, async ({ port }) => {
      const started = performance.now();
      const answer = await ask(netWith(), `https://localhost:${port}/`, { timeoutMs: 150 });
      assertEquals(failureOf(answer), "offline/timeout");
      assert(performance.now() - started < 2_000);
    }, tls);
  }
  await withServer(async (peer) => {
    await peer.head();
    await peer.write(slow);
    await silent(peer);
  }, async ({ port }) => {
    const answer = await ask(netWith(), `https://localhost:${port}/`, { timeoutMs: 150 });
    assertEquals(failureOf(answer), "offline/timeout");
  });
});

Deno.test("request() takes no more of a huge answer than it is allowed, packed or not", async () => {
  const total = 50 * 1024 * 1024;
  const piece = new Uint8Array(64 * 1024).fill(0x20);
  let sent = 0;
  await withServer(async (peer) => {
    await peer.head();
    await peer.write("HTTP/1.1 200 OK\r\n\r\n");
    for (; sent < total; sent += piece.length) await peer.write(piece);
  }, async ({ port }) => {
    assertEquals(await ask(netWith(), `https://localhost:${port}/`), { kind: "too-large" });
  });
  assert(sent < total / 4, `${sent} bytes were taken`);
  const packed = await new Response(
    new Blob([new Uint8Array(total)]).stream().pipeThrough(new CompressionStream("gzip")),
  ).bytes();
  const head = new TextEncoder().encode("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n");
  await withServer(saying(new Uint8Array([...head, ...packed])), async ({ port }) => {
    assertEquals(await ask(netWith(), `https://localhost:${port}/`), { kind: "too-large" });
  });
});

Deno.test("request() counts bytes: a body of exactly the limit is taken", () =>
  withServer(OK, async ({ port }) => {
    const url = `https://localhost:${port}/`;
    assertEquals(bodyOf(await ask(netWith(), url, { maxBytes: 2 })), "ok");
    assertEquals(await ask(netWith(), url, { maxBytes: 1 }), { kind: "too-large" });
  }));

Deno.test("request() follows no redirect: the other server sees nothing", () =>
  withServer(OK, async (other) => {
    const answer =
      `HTTP/1.1 302 Found\r\nlocation: https://127.0.0.1:${other.port}/\r\ncontent-length: 0\r\n\r\n`;
    await withServer(saying(answer), async ({ port, received }) => {
      assertEquals(failureOf(await ask(netWith(), `https://localhost:${port}/`)), "302");
      assertEquals(received.length, 1);
    });
    assertEquals(other.received, []);
  }));

Deno.test("request() refuses http to anything but this machine, and does not even look its name up", async () => {
  const touched: string[] = [];
  const untouched = netWith({
    host: {
      connect: ({ hostname }) => Promise.reject(touched.push(hostname)),
      httpClient: () => {
        throw new Error("asked for a client");
      },
    },
  });
  const urls = [
    "http://example.org/",
    "http://0.0.0.0/",
    "http://192.168.1.1/",
    "http://localhost.example.org/",
  ]
    .concat("http://a.localhost/", "http://128.0.0.1/");
  for (const url of urls) {
    assertMatch(failureOf(await ask(untouched, url)), /^setting: .*has to be an https URL/);
    assertEquals((await untouched.probe(url))?.kind, "setting");
  }
  for (const url of ["ftp://example.org/", "nonsense", "", "file:///etc/passwd"]) {
    assertEquals(failureOf(await ask(untouched, url)), "setting: the address to ask is not an https URL");
  }
  assertEquals(touched, []);
});

Deno.test("request() asks loopback by http, past any proxy and without a pin", () =>
  withServer(OK, async ({ port }) => {
    const env = { HTTP_PROXY: "http://127.0.0.1:1", ALL_PROXY: "bad" };
    const net = netWith({ env, settings: { pins: [leaf.pin] } });
    for (const hostname of ["127.0.0.1", "localhost"]) {
      assertEquals(bodyOf(await ask(net, `http://${hostname}:${port}/`)), "ok");
      assertEquals(await net.probe(`http://${hostname}:${port}/`), null);
    }
  }, "plain"));

Deno.test("request() says what is wrong with ca_file, and sends nothing", async () => {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-test-" });
  try {
    const pem = authority.pem.replace(/[A-Za-z0-9+/]{60}/, "A".repeat(60));
    const files: [string, string | null, string][] = [
      ["missing.pem", null, "does not exist"],
      ["key.pem", leaf.key, "holds no certificate in PEM form"],
      ["empty.pem", "", "holds no certificate in PEM form"],
      ["broken.pem", `${authority.pem}\n${pem}`, "holds something else than a certificate as number 2"],
    ];
    await withServer(OK, async ({ port, received }) => {
      for (const [name, content, what] of files) {
        const caFile = `${folder}/${name}`;
        if (content !== null) await Deno.writeTextFile(caFile, content);
        const failure = failureOf(await ask(netWith({ settings: { caFile } }), `https://localhost:${port}/`));
        assertStringIncludes(failure, `setting: usage.ca_file "${caFile}" ${what}`);
      }
      const unreadable = await ask(netWith({ settings: { caFile: folder } }), `https://localhost:${port}/`);
      assertStringIncludes(failureOf(unreadable), "cannot be read");
      assertEquals(received, []);
      // A bundle with comments, in which ours is the second.
      const bundle = `${folder}/bundle.pem`;
      const other = await newAuthority("Other");
      await Deno.writeTextFile(
        bundle,
        `# Other\n${other.pem}# Ours\r\n${authority.pem.replaceAll("\n", "\r\n")}`,
      );
      const net = netWith({ settings: { caFile: bundle } });
      assertEquals(bodyOf(await ask(net, `https://localhost:${port}/`)), "ok");
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("request() with a header that cannot be sent does not show its value", async () => {
  const answer = await netWith().request("https://localhost:1/", {
    headers: { authorization: "Bearer marked\u{1F511}token\n" },
    timeoutMs: 1_000,
  });
  assertMatch(failureOf(answer), /^setting: .*"authorization"/);
  assertEquals(failureOf(answer).includes("marked"), false);
});

Deno.test("request() and probe() reject with the reason of the caller's signal, and with nothing else", async () => {
  const stop = new AbortController();
  await withServer(async (peer) => {
    await peer.head();
    stop.abort(new Error("enough"));
    await peer.bytes(1);
  }, async ({ port }) => {
    await assertRejects(
      () => ask(netWith(), `https://localhost:${port}/`, { signal: stop.signal }),
      Error,
      "enough",
    );
    await assertRejects(() => netWith().probe(`https://localhost:${port}/`, stop.signal), Error, "enough");
  });
});

Deno.test("probe() connects, checks the certificate and sends nothing", () =>
  withServer(OK, async ({ port, received }) => {
    assertEquals(await netWith().probe(`https://localhost:${port}/`), null);
    assertEquals(received.join(""), "");
  }));

Deno.test("describeRoute() names the way without a password", async () => {
  const url = "https://api.anthropic.com/";
  assertEquals(await netWith().describeRoute(url), { kind: "direct", because: "no proxy is set" });
  const net = netWith({ env: { https_proxy: "user:hunter2@proxy:3128" } });
  assertEquals(await net.describeRoute(url), {
    kind: "proxy",
    proxy: "http://proxy:3128",
    from: "https_proxy",
  });
  assertEquals((await netWith({ settings: { proxy: "nonsense" } }).describeRoute(url)).kind, "bad");
  assertEquals((await net.describeRoute("nonsense")).kind, "bad");
});
