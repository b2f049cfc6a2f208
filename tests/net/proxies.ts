/** Proxies on loopback. Whatever host is asked for, they connect to the port that `reach` names. */
import type { Leaf } from "./certificates.ts";
import { type Peer, startServer, type TestServer } from "./servers.ts";

export interface ProxyOptions {
  /** The port on this machine that stands for every target; null = no target can be reached. */
  readonly reach: number | null;
  readonly credentials?: { readonly username: string; readonly password: string };
  /** The proxy itself speaks TLS. */
  readonly tls?: Leaf;
}

export interface TestProxy extends TestServer {
  /** Each target that was asked for and granted: `host:port`. */
  readonly targets: string[];
}

/** An HTTP proxy that knows CONNECT only. */
export function startConnectProxy(options: ProxyOptions): TestProxy {
  const targets: string[] = [];
  const server = startServer(async (peer) => {
    const head = await peer.head();
    const [method, target] = head.split(" ");
    if (method !== "CONNECT" || target === undefined) {
      return await peer.write("HTTP/1.1 405 Method Not Allowed\r\ncontent-length: 0\r\n\r\n");
    }
    if (options.credentials !== undefined) {
      const { username, password } = options.credentials;
      const wanted = btoa(String.fromCharCode(...new TextEncoder().encode(`${username}:${password}`)));
      const given = /^proxy-authorization: Basic (.*)$/im.exec(head)?.[1]?.trim();
      if (given !== wanted) {
        const refusal = "HTTP/1.1 407 Proxy Authentication Required\r\n" +
          'proxy-authenticate: Basic realm="test"\r\ncontent-length: 0\r\n\r\n';
        return await peer.write(refusal);
      }
    }
    if (options.reach === null) {
      return await peer.write("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
    }
    targets.push(target);
    await peer.write("HTTP/1.1 200 Connection established\r\nproxy-agent: test\r\n\r\n");
    await peer.join("127.0.0.1", options.reach);
  }, options.tls);
  return { ...server, targets };
}

/** A SOCKS5 proxy (RFC 1928, RFC 1929) that knows CONNECT only. */
export function startSocksProxy(options: ProxyOptions): TestProxy {
  const targets: string[] = [];
  const server = startServer(async (peer) => {
    const [, methodCount = 0] = await peer.bytes(2);
    const methods = await peer.bytes(methodCount);
    const method = options.credentials === undefined ? 0 : 2;
    if (!methods.includes(method)) return await peer.write(new Uint8Array([5, 0xff]));
    await peer.write(new Uint8Array([5, method]));
    if (options.credentials !== undefined && !await loggedIn(peer, options.credentials)) return;
    const [, , , kind = 0] = await peer.bytes(4);
    const host = await hostOf(peer, kind);
    const [high = 0, low = 0] = await peer.bytes(2);
    const bound = [0, 1, 127, 0, 0, 1, 0, 0];
    if (options.reach === null) return await peer.write(new Uint8Array([5, 4, ...bound]));
    targets.push(`${host}:${high * 256 + low}`);
    await peer.write(new Uint8Array([5, 0, ...bound]));
    await peer.join("127.0.0.1", options.reach);
  });
  return { ...server, targets };
}

async function loggedIn(peer: Peer, wanted: { username: string; password: string }): Promise<boolean> {
  const text = async () => {
    const [length = 0] = await peer.bytes(1);
    return new TextDecoder().decode(await peer.bytes(length));
  };
  await peer.bytes(1);
  const right = [await text(), await text()].join("\n") === `${wanted.username}\n${wanted.password}`;
  await peer.write(new Uint8Array([1, right ? 0 : 1]));
  return right;
}

async function hostOf(peer: Peer, kind: number): Promise<string> {
  switch (kind) {
    case 1:
      return [...await peer.bytes(4)].join(".");
    case 3: {
      const [length = 0] = await peer.bytes(1);
      return new TextDecoder().decode(await peer.bytes(length));
    }
    default:
      return `[${[...await peer.bytes(16)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}]`;
  }
}
