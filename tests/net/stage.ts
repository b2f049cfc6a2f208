/** For all tests of net/: a certificate authority, servers under it, and the network of this machine with other settings. */
import type { Host } from "../../src/host/host.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { createNet, type Net } from "../../src/net/net_client.ts";
import type { NetSettings } from "../../src/net/server_way.ts";
import type { NetAnswer } from "../../src/net/send_request.ts";
import { type Authority, newAuthority } from "./certificates.ts";
import { type Peer, startServer, type TestServer } from "./servers.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";

/** No test waits longer; one that does has failed. */
export const PATIENCE_MS = 10_000;
export const TOKEN = "Bearer marked-token";
/** A name that is looked up nowhere: only a proxy can know what it stands for. */
export const HIDDEN_HOST = "api.test";

const trusted = await newAuthority("Test authority");

/** Issues certificates that `netWith` trusts. */
export const authority: Authority = trusted;

/** Covers every name that the tests use. */
export const leaf = await trusted.issue([HIDDEN_HOST, "localhost", "127.0.0.1"]);

export interface Surroundings {
  readonly settings?: Partial<NetSettings>;
  readonly env?: Readonly<Record<string, string>>;
  /** Replaces parts of the real host. */
  readonly host?: Partial<Pick<Host, "connect" | "httpClient">>;
}

/** The real network; its environment is only what the test sets, and the test's authority is trusted unless it says else. */
export function netWith({ settings = {}, env = {}, host = {} }: Surroundings = {}): Net {
  const real = denoHost();
  return createNet({
    connect: host.connect ?? real.connect,
    httpClient: host.httpClient ?? real.httpClient,
    env: (name) => env[name],
    files: {
      read: (path, maxBytes) =>
        path === "ca.pem" ? Promise.resolve(authority.pem) : real.files.read(path, maxBytes),
    },
  }, { proxy: "", caFile: "ca.pem", pins: [], ...settings });
}

/** Asks with a token, as the program does. */
export function ask(
  net: Net,
  url: string,
  options: { readonly timeoutMs?: number; readonly maxBytes?: number; readonly signal?: AbortSignal } = {},
): Promise<NetAnswer> {
  return net.request(url, { headers: { authorization: TOKEN }, timeoutMs: PATIENCE_MS, ...options });
}

/** A server that hears a request out and then says exactly this. */
export function saying(answer: string | Uint8Array): (peer: Peer) => Promise<void> {
  return async (peer) => {
    await peer.head();
    await peer.write(answer);
  };
}

export const OK = saying("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nok");

/** Runs with a server, TLS unless `plain`, and closes it. */
export async function withServer(
  talk: (peer: Peer) => Promise<void>,
  work: (server: TestServer) => Promise<void>,
  tls: Parameters<typeof startServer>[1] | "plain" = leaf,
): Promise<void> {
  await closing(startServer(talk, tls === "plain" ? undefined : tls), work);
}

/** Runs `work` and closes the server, whatever happens. */
export async function closing<T extends TestServer>(
  server: T,
  work: (server: T) => Promise<void>,
): Promise<void> {
  try {
    await work(server);
  } finally {
    await server.close();
  }
}

/** The body of an answer with status 200, else the whole answer in short. */
export function bodyOf(answer: NetAnswer): string {
  return answer.kind === "response" && answer.status === 200 ? answer.body : failureOf(answer);
}

/** The answer in short: `offline/refused`, `certificate/pin`, `setting: why`, `200`, `too-large`. */
export function failureOf(answer: NetAnswer): string {
  switch (answer.kind) {
    case "response":
      return String(answer.status);
    case "too-large":
      return answer.kind;
    case "failure":
      return answer.failure.kind === "setting"
        ? `setting: ${reasonEn(answer.failure.why)}`
        : `${answer.failure.kind}/${answer.failure.how}`;
  }
}
