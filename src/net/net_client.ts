/**
 * The way to a server as the settings want it: proxy, extra certificate authority, pinned keys. What fails on the way is a
 * value; nothing here throws but for the caller's own signal.
 */
import type { NetFailure } from "../core/usage/usage_failure.ts";
import type { Files, Host } from "../host/host.ts";
import { authorities, wantOfTls } from "./system_authorities.ts";
import { checkedUrl, NO_URL } from "./allowed_url.ts";
import { readBody } from "./read_body.ts";
import { type ShownCertificate, shownCertificate } from "./shown_certificate.ts";
import { connectionFailure } from "./connection_diagnosis.ts";
import { NetError, offline } from "./net_error.ts";
import { openPinned, pinnedFetch, type PinnedOptions } from "./pinned_fetch.ts";
import { proxyFor, type Route } from "./proxy_choice.ts";
import { nameOf, portOf } from "./url_host.ts";
import { type Proxy, proxyUrl } from "./proxy_address.ts";
import {
  type ExtraAuthorities,
  extraAuthorities,
  parsePins,
  readAuthorities,
  trustProblem,
} from "./extra_authorities.ts";
import { type OtherVariables, type Variables, variablesNow } from "./network_variables.ts";

export interface NetSettings {
  /** `usage.proxy`; "" = from the environment. */
  readonly proxy: string;
  /** `usage.ca_file`; "" = none. */
  readonly caFile: string;
  /** Variables that count where the environment says nothing, as they are at each request; default none. Never rejects. */
  readonly others?: () => Promise<readonly OtherVariables[]>;
  /** `usage.pins`: `sha256/BASE64` each; none = the server's key does not matter. */
  readonly pins: readonly string[];
}

export interface NetRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** For all of it, the body included. */
  readonly timeoutMs: number;
  /** The most that a body may have, unpacked; default 1 MiB. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

export type NetAnswer =
  /** Any status, a redirect included: it is not followed, so that the headers go to no other host. */
  | {
    readonly kind: "response";
    readonly status: number;
    readonly headers: Headers;
    readonly body: string;
    /** As the server says it; "" where it does not. */
    readonly contentType: string;
  }
  | { readonly kind: "failure"; readonly failure: NetFailure }
  | { readonly kind: "too-large" };

/** The way to a URL in words for a person, without credentials. */
export type RouteDescription =
  | Exclude<Route, { readonly kind: "proxy" }>
  | { readonly kind: "proxy"; readonly proxy: string; readonly from: string };

export interface Net {
  /** GETs the URL. Rejects only with the reason of `signal`. */
  request(url: string, options: NetRequest): Promise<NetAnswer>;
  /** Can the server be connected to? Nothing is sent. Takes 5 s at most; rejects only with the reason of `signal`. */
  probe(url: string, signal?: AbortSignal): Promise<NetFailure | null>;
  /**
   * The certificate that the server shows, accepted or not; null where there is none to be seen: without TLS, without a connection,
   * behind an https proxy. Nothing is sent. Takes 5 s at most; rejects only with the reason of `signal`.
   */
  certificate(url: string, signal?: AbortSignal): Promise<ShownCertificate | null>;
  describeRoute(url: string): Promise<RouteDescription>;
  /** The authorities that are trusted besides those of the settings and the system, and who says so. */
  describeExtra(): Promise<ExtraAuthorities>;
}

export type NetHost = Pick<Host, "env" | "httpClient" | "connect"> & {
  readonly files: Pick<Files, "read">;
};

const DEFAULT_MAX_BYTES = 1024 * 1024;
const PROBE_MS = 5_000;
/** What finding out the reason of a failure gets, even when the request has used up its own time. */
const MIN_DIAGNOSIS_MS = 250;

/** How a URL is reached, when all settings that bear on it can be used. */
interface Way {
  readonly url: URL;
  readonly through: { readonly proxy: Proxy; readonly from: string } | null;
  readonly caCerts: readonly string[];
  readonly extra: ExtraAuthorities;
  /** Null = no key is asked for, or there is none to ask for. */
  readonly pinned: PinnedOptions | null;
}

export function createNet(host: NetHost, settings: NetSettings): Net {
  const variables = () => variablesNow(host, settings.others);
  const routeTo = (url: URL, known: Variables) => proxyFor(url, { ...known, configured: settings.proxy });

  /** Throws a `NetError` that names the setting which cannot be used. */
  async function wayTo(address: string): Promise<Way> {
    const url = parseUrl(address);
    const problem = await trustProblem(host) ??
      (url.protocol === "https:" ? wantOfTls(await authorities(host)) : null);
    if (problem !== null) throw unusable(problem);
    const known = await variables();
    const route = routeTo(url, known);
    if (route.kind === "bad") throw unusable(route.why);
    const through = route.kind === "proxy" ? route : null;
    const pins = parsePins(settings.pins);
    const own = await readAuthorities(host, settings.caFile);
    const extra = await extraAuthorities(host, known);
    const caCerts = [...own, ...extra.certificates];
    const way = { url, through, caCerts, extra };
    if (url.protocol === "http:" || pins.length === 0) return { ...way, pinned: null };
    return { ...way, pinned: { via: viaFor(through), caCerts, pins } };
  }

  async function request(address: string, options: NetRequest): Promise<NetAnswer> {
    const startedAt = performance.now();
    const limit = limited(options.timeoutMs, options.signal);
    try {
      const way = await wayTo(address);
      return await ask(host, way, options, limit.signal).catch(async (error) => {
        limit.signal.throwIfAborted();
        if (error instanceof NetError) throw new NetError(withCause(way, error.failure) ?? error.failure);
        const left = options.timeoutMs - (performance.now() - startedAt);
        const { url, ...how } = way;
        const timeoutMs = Math.max(left, MIN_DIAGNOSIS_MS);
        const signal = options.signal ?? new AbortController().signal;
        const failure = withCause(way, await connectionFailure(host, url, { ...how, timeoutMs, signal }));
        const isHidden = way.through?.proxy.protocol === "https";
        throw new NetError(failure ?? { kind: "offline", how: isHidden ? "proxy" : "reset" });
      });
    } catch (error) {
      return { kind: "failure", failure: failureOf(error, options.signal) };
    } finally {
      limit.end();
    }
  }

  async function probe(address: string, signal?: AbortSignal): Promise<NetFailure | null> {
    const limit = limited(PROBE_MS, signal);
    try {
      const { url, pinned, ...how } = await wayTo(address);
      if (pinned === null) {
        const failure = await connectionFailure(host, url, {
          ...how,
          timeoutMs: PROBE_MS,
          signal: limit.signal,
        });
        return withCause(how, failure);
      }
      (await openPinned(url, pinned, limit.signal)).socket.destroy();
      return null;
    } catch (error) {
      return failureOf(error, signal);
    } finally {
      limit.end();
    }
  }

  async function certificate(address: string, signal?: AbortSignal): Promise<ShownCertificate | null> {
    const limit = limited(PROBE_MS, signal);
    try {
      const { url, through } = await wayTo(address);
      if (url.protocol === "http:") return null;
      const target = { hostname: nameOf(url), port: portOf(url) };
      return await shownCertificate(target, viaFor(through), limit.signal);
    } catch (error) {
      failureOf(error, signal);
      return null;
    } finally {
      limit.end();
    }
  }

  return {
    request,
    probe,
    certificate,
    describeExtra: async () => await extraAuthorities(host, await variables()),
    async describeRoute(address) {
      const url = URL.parse(address);
      if (url === null) return { kind: "bad", why: NO_URL };
      const route = routeTo(url, await variables());
      return route.kind === "proxy"
        ? { kind: "proxy", proxy: proxyUrl(route.proxy, false), from: route.from }
        : route;
    },
  };
}

/** A certificate that is not trusted, where the authorities that should be cannot be read: that is what a person has to mend. */
function withCause({ extra }: Pick<Way, "extra">, failure: NetFailure | null): NetFailure | null {
  return failure?.kind === "certificate" && failure.how === "untrusted" && extra.problem !== null
    ? { kind: "setting", why: extra.problem }
    : failure;
}

async function ask(
  host: NetHost,
  way: Way,
  { headers, maxBytes = DEFAULT_MAX_BYTES }: NetRequest,
  signal: AbortSignal,
): Promise<NetAnswer> {
  using fetcher = fetcherFor(host, way);
  const request = new Request(way.url, { headers: checkedHeaders(headers), redirect: "manual", signal });
  // When to ask again is the schedule's decision, and time is limited as a whole.
  const options = { retry: 0, timeout: false, throwHttpErrors: false } as const;
  // Loaded by the first question, which nothing has to wait for.
  const { default: ky } = await import("ky");
  const response = await ky(request, { ...options, fetch: fetcher.fetch });
  const body = await readBody(response, maxBytes, signal);
  if (body === null) return { kind: "too-large" };
  const contentType = response.headers.get("content-type") ?? "";
  return { kind: "response", status: response.status, headers: response.headers, body, contentType };
}

/** A connection is used once: requests are minutes apart, and a kept one would be dead after a suspend. */
function fetcherFor(host: NetHost, way: Way) {
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

/** Deno's own error for a character that HTTP does not allow shows the value, which may be a token. */
function checkedHeaders(headers: Readonly<Record<string, string>>): Headers {
  const checked = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    try {
      checked.set(name, value);
    } catch {
      throw unusable(`the request's header "${name}" holds a character that cannot be sent`);
    }
  }
  return checked;
}

function parseUrl(address: string): URL {
  const checked = checkedUrl(address);
  if (checked.kind === "bad") throw unusable(checked.why);
  return checked.url;
}

function viaFor(through: Way["through"]): PinnedOptions["via"] {
  if (through === null) return null;
  const { proxy, from } = through;
  if (proxy.protocol === "https") {
    throw unusable(
      `${from}: usage.pins cannot be checked through an https proxy; http and socks5 proxies will do`,
    );
  }
  return { proxy: { ...proxy, protocol: proxy.protocol }, from };
}

function unusable(why: string): NetError {
  return new NetError({ kind: "setting", why });
}

/** Rethrows the reason of the caller's own signal, and what is no failure but a fault of the program. */
function failureOf(error: unknown, signal: AbortSignal | undefined): NetFailure {
  signal?.throwIfAborted();
  if (error instanceof NetError) return error.failure;
  throw error;
}

/** A signal that aborts with the caller's or after `timeoutMs`, whichever is first. */
function limited(timeoutMs: number, signal: AbortSignal | undefined) {
  const timer = new AbortController();
  const id = setTimeout(() => timer.abort(offline("timeout")), timeoutMs);
  const either = signal === undefined ? timer.signal : AbortSignal.any([signal, timer.signal]);
  return { signal: either, end: () => clearTimeout(id) };
}
