/**
 * Finds out why a connection cannot be made. `fetch` throws the same bare TypeError for every reason, so the connection
 * is tried once more, step by step. Nothing is sent on it.
 */
import { firstOf } from "../host/abort_signals.ts";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { NetFailure } from "../core/usage/usage_failure.ts";
import type { Host } from "../host/host.ts";
import { isUntrusted, NetError, offline, offlineHow } from "./net_error.ts";
import { nameOf, portOf } from "./url_host.ts";
import type { Proxy } from "./proxy_address.ts";
import { openTls } from "./tls_connection.ts";
import { openConnection } from "./proxied_connection.ts";
import type { Target, Via } from "./proxy_handshake.ts";

export interface ConnectionOptions {
  /** The proxy to go through, and the setting that names it; null = no proxy. */
  readonly through: { readonly proxy: Proxy; readonly from: string } | null;
  readonly caCerts: readonly string[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Null = a connection to the URL's server can be made: for https with an accepted certificate, through a proxy up to
 * the server. For an https proxy, only the connection to the proxy itself is tried. Rejects only with the signal's
 * reason.
 */
export async function connectionFailure(
  host: Pick<Host, "connect">,
  url: URL,
  options: ConnectionOptions,
): Promise<NetFailure | null> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(offline("timeout")), options.timeoutMs);
  const either = firstOf(options.signal, limit.signal);
  try {
    await tryConnection(host, url, { ...options, signal: either.signal });
    return null;
  } catch (error) {
    options.signal.throwIfAborted();
    return error instanceof NetError ? error.failure : { kind: "offline", how: offlineHow(error) };
  } finally {
    clearTimeout(timer);
    either.release();
  }
}

async function tryConnection(
  host: Pick<Host, "connect">,
  url: URL,
  options: ConnectionOptions,
): Promise<void> {
  const target = { hostname: nameOf(url), port: portOf(url) };
  const isTls = url.protocol === "https:";
  if (options.through === null) return await straight(host, target, isTls, options);
  const { proxy, from } = options.through;
  switch (proxy.protocol) {
    case "https":
      return await straight(host, proxy, true, options).catch((error) => {
        throw asProxy(error);
      });
    case "http":
    case "socks5":
      return await throughProxy(
        target,
        isTls,
        { proxy: { ...proxy, protocol: proxy.protocol }, from },
        options,
      );
  }
}

async function straight(
  host: Pick<Host, "connect">,
  { hostname, port }: Target,
  isTls: boolean,
  { caCerts, timeoutMs, signal }: ConnectionOptions,
): Promise<void> {
  if (isIP(hostname) === 0) await lookUp(hostname, signal);
  const tls = isTls ? { tls: { serverName: hostname, caCerts } } : {};
  try {
    await host.connect({ hostname, port }, { timeoutMs, signal, ...tls });
  } catch (error) {
    if (!isUntrusted(error)) throw error;
    throw new NetError({ kind: "certificate", how: "untrusted", host: hostname });
  }
}

/** Looks the name up first, because Deno's error for a name that cannot be looked up has no code and no class. */
async function lookUp(name: string, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort);
  try {
    signal.throwIfAborted();
    const found = lookup(name).catch(() => {
      throw offline("dns");
    });
    await Promise.race([found, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

async function throughProxy(
  target: Target,
  isTls: boolean,
  via: Via,
  { caCerts, signal }: ConnectionOptions,
): Promise<void> {
  const socket = isTls
    ? (await openTls(target, { via, caCerts, signal })).socket
    : await openConnection(target, via, signal, (open) => open);
  socket.destroy();
}

/** For a person it does not matter why a proxy cannot be reached. */
function asProxy(error: unknown): unknown {
  return error instanceof NetError && error.failure.kind !== "offline" ? error : offline("proxy");
}
