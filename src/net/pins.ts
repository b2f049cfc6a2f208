/**
 * Pinned keys (`usage.pins`), and a `fetch` that checks the server's key before it sends anything. Deno's own `fetch`
 * cannot do that.
 */
import { exchange } from "./http_exchange.ts";
import { NetError, settingError } from "./net_error.ts";
import type { Proxy } from "./proxy_address.ts";
import type { Via } from "./proxy_handshake.ts";
import { openTls, type TlsConnection } from "./tls_connection.ts";
import { nameOf, portOf } from "./url_host.ts";

/** The hashes in `usage.pins`, base64 of 32 bytes each. Throws a `NetError` that names the first malformed one. */
export function parsePins(pins: readonly string[]): readonly string[] {
  return pins.map((pin, index) => {
    const hash = /^sha256\/([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)$/.exec(pin.trim())?.[1];
    if (hash !== undefined) return hash;
    throw settingError({ about: "network", kind: "bad-pin", number: index + 1 });
  });
}

export interface PinnedOptions {
  readonly via: Via | null;
  readonly caCerts: readonly string[];
  /** base64 of the SHA-256 of public keys (SPKI). The server must have one of them. */
  readonly pins: readonly string[];
}

/** How to come to the server through that proxy. Throws a `NetError` for an https proxy: keys cannot be checked through it. */
export function viaFor(through: { readonly proxy: Proxy; readonly from: string } | null): Via | null {
  if (through === null) return null;
  const { proxy, from } = through;
  if (proxy.protocol === "https") {
    throw settingError({ about: "network", kind: "pins-behind-https-proxy", from });
  }
  return { proxy: { ...proxy, protocol: proxy.protocol }, from };
}

/**
 * Fetches an https URL from a server with a pinned key. Rejects with a `NetError`, or with the signal's reason; so does
 * reading the body. The body is not held back, so it has to be read or cancelled at once.
 */
export function pinnedFetch(options: PinnedOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const secured = await openPinned(new URL(request.url), options, request.signal);
    return await exchange(secured.socket, request);
  };
}

/** Only opens the connection, with certificate and pin checked. Sends nothing. The caller destroys it. */
export async function openPinned(
  url: URL,
  options: PinnedOptions,
  signal: AbortSignal,
): Promise<TlsConnection> {
  const target = { hostname: nameOf(url), port: portOf(url) };
  const secured = await openTls(target, { via: options.via, caCerts: options.caCerts, signal });
  if (options.pins.includes(secured.keyHash)) return secured;
  secured.socket.destroy();
  throw new NetError({ kind: "certificate", how: "pin", host: target.hostname });
}
