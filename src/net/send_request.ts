/** Sends one GET request over a connection of its own, and reads the answer. */
import type { NetFailure } from "../core/usage/usage_failure.ts";
import { settingError } from "./net_error.ts";
import { pinnedFetch } from "./pins.ts";
import { proxyUrl } from "./proxy_address.ts";
import { DEFAULT_MAX_BYTES, readBody } from "./read_body.ts";
import type { NetHost, ServerWay } from "./server_way.ts";

export interface NetRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** The time for the whole request, its body included. */
  readonly timeoutMs: number;
  /** The most bytes that the body may have, unpacked; default 1 MiB. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

export type NetAnswer =
  /** The server answered, with any status. A redirect is not followed, so that the headers go to no other server. */
  | {
    readonly kind: "response";
    readonly status: number;
    readonly headers: Headers;
    readonly body: string;
    /** As the server says; "" = it does not say. */
    readonly contentType: string;
  }
  | { readonly kind: "failure"; readonly failure: NetFailure }
  | { readonly kind: "too-large" };

/** Rejects with what `fetch` throws, with a `NetError`, or with the signal's reason. */
export async function sendRequest(
  host: Pick<NetHost, "httpClient">,
  way: ServerWay,
  { headers, maxBytes = DEFAULT_MAX_BYTES }: NetRequest,
  signal: AbortSignal,
): Promise<NetAnswer> {
  using fetcher = fetcherFor(host, way);
  const request = new Request(way.url, { headers: checkedHeaders(headers), redirect: "manual", signal });
  // The schedule decides when to ask again, and `timeoutMs` is for the whole request.
  const options = { retry: 0, timeout: false, throwHttpErrors: false } as const;
  // Loaded with the first request, so that the start does not have to wait for it.
  const { default: ky } = await import("ky");
  const response = await ky(request, { ...options, fetch: fetcher.fetch });
  const body = await readBody(response, maxBytes, signal);
  if (body === null) return { kind: "too-large" };
  const contentType = response.headers.get("content-type") ?? "";
  return { kind: "response", status: response.status, headers: response.headers, body, contentType };
}

/**
 * A connection is used once: requests are minutes apart, and a connection that was kept would be dead after a suspend.
 */
function fetcherFor(host: Pick<NetHost, "httpClient">, way: ServerWay) {
  if (way.pinned !== null) {
    const fetchPinned = pinnedFetch(way.pinned);
    return {
      fetch: (input: string | URL | Request, init?: RequestInit) => fetchPinned(new Request(input, init)),
      [Symbol.dispose]() {},
    };
  }
  const proxy = way.through === null ? {} : { proxy: proxyUrl(way.through.proxy, true) };
  const client = host.httpClient({ ...proxy, caCerts: way.caCerts });
  return { fetch: client.fetch, [Symbol.dispose]: () => client.close() };
}

/** Checked here, because Deno's own error for a forbidden character shows the value, which may be a token. */
function checkedHeaders(headers: Readonly<Record<string, string>>): Headers {
  const checked = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    try {
      checked.set(name, value);
    } catch {
      throw settingError({ about: "network", kind: "unsendable-header", name });
    }
  }
  return checked;
}
