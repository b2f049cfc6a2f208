/** Requests to servers whose key is pinned, directly and through proxies: nothing is sent before the key was checked. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Leaf } from "./certificates.ts";
import { startConnectProxy, startSocksProxy } from "./proxies.ts";
import type { Peer } from "./servers.ts";
import {
  ask,
  authority,
  bodyOf,
  closing,
  failureOf,
  HIDDEN_HOST,
  leaf,
  netWith,
  OK,
  saying,
} from "./stage.ts";
import { TOKEN, withServer } from "./stage.ts";

const CREDENTIALS = { username: "us er", password: "p@ss:w/ö#%" };
const LOGIN = `${encodeURIComponent(CREDENTIALS.username)}:${encodeURIComponent(CREDENTIALS.password)}@`;
/** Well-formed, and nobody's. */
const OTHER_PIN = `sha256/${btoa("x".repeat(32))}`;

interface Way {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs `work` once for each way to a server: straight, and through each kind of proxy with and without a login. */
async function onEachWay(
  talk: (peer: Peer) => Promise<void>,
  tls: Leaf,
  work: (way: Way, received: string[]) => Promise<void>,
): Promise<void> {
  await withServer(talk, async ({ port, received }) => {
    await work({ url: `https://localhost:${port}/api/usage`, env: {} }, received);
  }, tls);
  for (const [scheme, start] of [["http", startConnectProxy], ["socks5", startSocksProxy]] as const) {
    for (const login of [null, CREDENTIALS]) {
      await withServer(talk, ({ port, received }) => {
        const proxy = start({ reach: port, ...(login === null ? {} : { credentials: login }) });
        return closing(proxy, async () => {
          const address = `${scheme}://${login === null ? "" : LOGIN}127.0.0.1:${proxy.port}`;
          await work({ url: `https://${HIDDEN_HOST}/api/usage`, env: { HTTPS_PROXY: address } }, received);
          assertEquals(new Set(proxy.targets), new Set([`${HIDDEN_HOST}:443`]));
        });
      }, tls);
    }
  }
}

Deno.test("request() with a pin that matches asks, on every way; any of several will do", () =>
  onEachWay(OK, leaf, async ({ url, env }, received) => {
    const net = netWith({ env, settings: { pins: [OTHER_PIN, leaf.pin] } });
    assertEquals(bodyOf(await ask(net, url)), "ok");
    assertEquals(await net.probe(url), null);
    assertEquals(received.length, 2);
    const [request = "", probe] = received;
    assertStringIncludes(request, "GET /api/usage HTTP/1.1\r\n");
    assertStringIncludes(request, `authorization: ${TOKEN}\r\n`);
    assertEquals(probe, "");
  }));

Deno.test("request() with no pin that matches sends not one byte, on every way", () =>
  onEachWay(OK, leaf, async ({ url, env }, received) => {
    const net = netWith({ env, settings: { pins: [OTHER_PIN] } });
    const failure = { kind: "certificate", how: "pin", host: new URL(url).hostname } as const;
    assertEquals(await ask(net, url), { kind: "failure", failure });
    assertEquals(await net.probe(url), failure);
    assertEquals(received, ["", ""]);
  }));

Deno.test("request() takes no certificate for its pin alone: expired, of another host, of another authority", async () => {
  const expired = await authority.issue([HIDDEN_HOST, "localhost"], { expired: true });
  const otherHost = await authority.issue(["example.org"]);
  for (const [certificate, caFile] of [[expired, "ca.pem"], [otherHost, "ca.pem"], [leaf, ""]] as const) {
    await onEachWay(OK, certificate, async ({ url, env }, received) => {
      const net = netWith({ env, settings: { pins: [certificate.pin], caFile } });
      const failure = { kind: "certificate", how: "untrusted", host: new URL(url).hostname } as const;
      assertEquals(await ask(net, url), { kind: "failure", failure });
      assertEquals(await net.probe(url), failure);
      assertEquals(received.join(""), "");
    });
  }
});

Deno.test("request() names the pin that is malformed, and connects to nothing", () =>
  withServer(OK, async ({ port, received }) => {
    const malformed = [
      "",
      "sha256/",
      leaf.pin.slice(0, -1),
      leaf.pin.replace("sha256", "sha1"),
      leaf.pin.slice(7),
    ]
      .concat(`sha256/${btoa("x".repeat(31))}`, `sha256/${btoa("x".repeat(33))}`, `${leaf.pin} ${leaf.pin}`);
    for (const pin of malformed) {
      const net = netWith({ settings: { pins: [leaf.pin, pin] } });
      const expected = 'setting: usage.pins: number 2 is not "sha256/" and the base64 of 32 bytes';
      assertEquals(failureOf(await ask(net, `https://localhost:${port}/`)), expected, pin);
    }
    assertEquals(received, []);
  }));

Deno.test("request() with a pin refuses an https proxy, through which it could not be checked", () =>
  closing(startConnectProxy({ reach: null, tls: leaf }), async ({ port, received }) => {
    const net = netWith({
      env: { HTTPS_PROXY: `https://localhost:${port}` },
      settings: { pins: [leaf.pin] },
    });
    const failure = failureOf(await ask(net, `https://${HIDDEN_HOST}/`));
    assertStringIncludes(
      failure,
      "setting: HTTPS_PROXY: usage.pins cannot be checked through an https proxy",
    );
    assertEquals(received, []);
  }));

Deno.test("request() with a pin tells proxies that refuse, fail or hang", async () => {
  const settings = { pins: [leaf.pin] };
  for (const [scheme, start] of [["http", startConnectProxy], ["socks5", startSocksProxy]] as const) {
    await closing(start({ reach: null, credentials: CREDENTIALS }), async ({ port }) => {
      const answerVia = async (login: string) => {
        const net = netWith({ env: { HTTPS_PROXY: `${scheme}://${login}127.0.0.1:${port}` }, settings });
        return failureOf(await ask(net, `https://${HIDDEN_HOST}/`));
      };
      assertEquals(await answerVia(""), "setting: HTTPS_PROXY: the proxy wants a user name and password");
      assertEquals(
        await answerVia("a:b@"),
        "setting: HTTPS_PROXY: the proxy refuses the user name and password",
      );
      assertEquals(await answerVia(LOGIN), "offline/proxy");
      if (scheme !== "socks5") return;
      assertStringIncludes(
        await answerVia(`${"u".repeat(256)}:x@`),
        "no name or password of more than 255 bytes",
      );
    });
    const hungUp = Promise.withResolvers<void>();
    const hang = (peer: Peer) => peer.bytes(1_000_000).then(() => {}, () => hungUp.resolve());
    await withServer(hang, async ({ port }) => {
      const net = netWith({ env: { HTTPS_PROXY: `${scheme}://127.0.0.1:${port}` }, settings });
      const answer = await ask(net, `https://${HIDDEN_HOST}/`, { timeoutMs: 150 });
      assertEquals(failureOf(answer), "offline/timeout");
      await hungUp.promise;
    }, "plain");
    const down = netWith({ env: { HTTPS_PROXY: `${scheme}://127.0.0.1:1` }, settings });
    assertEquals(failureOf(await ask(down, `https://${HIDDEN_HOST}/`)), "offline/proxy");
  }
});

const pinned = () => netWith({ settings: { pins: [leaf.pin] } });

/** What a pinned request to a server that talks so comes to. */
async function answerTo(
  talk: (peer: Peer) => Promise<void>,
  options: Parameters<typeof ask>[2] = {},
): Promise<string> {
  let result = "";
  await withServer(talk, async ({ port }) => {
    result = bodyOf(await ask(pinned(), `https://localhost:${port}/`, options));
  });
  return result;
}

async function gzip(text: string): Promise<Uint8Array> {
  return await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).bytes();
}

const HEAD = "HTTP/1.1 200 OK\r\n";

Deno.test("request() with a pin reads answers of every length and packing", async () => {
  assertEquals(await answerTo(saying(`${HEAD}content-length: 5\r\n\r\nhello and more`)), "hello");
  const chunks = "5;x=y\r\nhello\r\n1\r\n!\r\n0\r\ntrailer: 1\r\n\r\n";
  assertEquals(await answerTo(saying(`${HEAD}transfer-encoding: chunked\r\n\r\n${chunks}`)), "hello!");
  assertEquals(await answerTo(saying(`${HEAD}\r\nto the end`)), "to the end");
  assertEquals(
    await answerTo(saying(`HTTP/1.1 100 Continue\r\n\r\n${HEAD}content-length: 2\r\n\r\nok`)),
    "ok",
  );
  assertEquals(await answerTo(saying(`${HEAD}content-length: 0\r\n\r\n`)), "");
  assertEquals(await answerTo(saying("HTTP/1.1 204 No Content\r\n\r\n")), "204");
  assertEquals(
    await answerTo(saying("HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 0\r\n\r\n")),
    "302",
  );
  const packed = await gzip("hello ".repeat(1000));
  const head = `${HEAD}content-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`;
  const gzipped = async (peer: Peer) => {
    assertStringIncludes(await peer.head(), "accept-encoding: gzip\r\n");
    await peer.write(head);
    await peer.write(packed);
  };
  assertEquals(await answerTo(gzipped), "hello ".repeat(1000));
  const bytewise = async (peer: Peer) => {
    await peer.head();
    for (const letter of `${HEAD}transfer-encoding: chunked\r\n\r\n${chunks}`) await peer.write(letter);
  };
  assertEquals(await answerTo(bytewise), "hello!");
});

Deno.test("request() with a pin loses nothing of a large answer, and takes no more than it is allowed", async () => {
  const text = "0123456789abcdef".repeat(60_000);
  assertEquals(await answerTo(saying(`${HEAD}content-length: ${text.length}\r\n\r\n${text}`)) === text, true);
  assertEquals(await answerTo(saying(`${HEAD}\r\n${text}`)) === text, true);
  let sent = 0;
  const endless = async (peer: Peer) => {
    await peer.head();
    await peer.write(`${HEAD}\r\n`);
    for (; sent < 50 * 1024 * 1024; sent += text.length) await peer.write(text);
  };
  assertEquals(await answerTo(endless), "too-large");
  assert(sent < 13 * 1024 * 1024, `${sent} bytes were taken`);
  const bomb = await gzip("\0".repeat(50_000_000));
  const packed = async (peer: Peer) => {
    await peer.head();
    await peer.write(`${HEAD}content-encoding: gzip\r\n\r\n`);
    await peer.write(bomb);
  };
  assertEquals(await answerTo(packed), "too-large");
});

Deno.test("request() with a pin tells an answer that breaks off or is none", async () => {
  const broken = [
    "",
    "HTTP/1.1 2",
    "SSH-2.0-OpenSSH_9.2\r\n\r\n",
    `${HEAD}x: `,
    `${HEAD}content-length: 100\r\n\r\nten bytes.`,
    `${HEAD}transfer-encoding: chunked\r\n\r\n64\r\nten bytes.`,
    `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n`,
    `${HEAD}content-encoding: gzip\r\n\r\nno gzip at all`,
    `HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n`,
    `${HEAD}${"x-long: y\r\n".repeat(10_000)}\r\n`,
  ];
  for (const answer of broken) {
    assertEquals(await answerTo(saying(answer)), "offline/reset", JSON.stringify(answer.slice(0, 80)));
  }
});

Deno.test("request() with a pin gives up after its time, and when the caller does", async () => {
  const silent = async (peer: Peer) => void await peer.bytes(1_000_000);
  assertEquals(await answerTo(silent, { timeoutMs: 150 }), "offline/timeout");
  const slow = async (peer: Peer) => {
    await peer.head();
    await peer.write(`${HEAD}content-length: 100\r\n\r\nten bytes.`);
    await silent(peer);
  };
  assertEquals(await answerTo(slow, { timeoutMs: 150 }), "offline/timeout");
  const stop = new AbortController();
  const stopping = async (peer: Peer) => {
    await peer.head();
    stop.abort(new Error("enough"));
    await silent(peer);
  };
  await assertRejects(() => answerTo(stopping, { signal: stop.signal }), Error, "enough");
  await withServer(silent, async ({ port }) => {
    const answer = await ask(pinned(), `https://localhost:${port}/`, { timeoutMs: 150 });
    assertEquals(failureOf(answer), "offline/timeout");
  }, "plain");
});

Deno.test("request() with a pin tells names and ports that lead nowhere", async () => {
  assertEquals(failureOf(await ask(pinned(), "https://no-such-host.invalid/")), "offline/dns");
  assertEquals(failureOf(await ask(pinned(), "https://127.0.0.1:1/")), "offline/refused");
  await withServer(() => Promise.resolve(), async ({ port }) => {
    assertEquals(failureOf(await ask(pinned(), `https://127.0.0.1:${port}/`)), "offline/reset");
  }, "plain");
});
