/**
 * Reaches a server in the way that the settings want: asks it, tries the connection, looks at its certificate. Failures
 * are values; these functions only throw the reason of the caller's own signal.
 */
import { firstOf } from "../host/abort_signals.ts";
import type { NetFailure } from "../core/usage/usage_failure.ts";
import { NO_URL } from "./allowed_url.ts";
import { connectionFailure } from "./connection_diagnosis.ts";
import { type ExtraAuthorities, extraAuthorities } from "./extra_authorities.ts";
import { NetError, offline } from "./net_error.ts";
import { variablesNow } from "./network_variables.ts";
import { openPinned, viaFor } from "./pins.ts";
import { proxyUrl } from "./proxy_address.ts";
import { proxyFor, type Route } from "./proxy_choice.ts";
import { type NetAnswer, type NetRequest, sendRequest } from "./send_request.ts";
import { type NetHost, type NetSettings, type ServerWay, wayTo } from "./server_way.ts";
import { type ShownCertificate, shownCertificate } from "./shown_certificate.ts";
import { nameOf, portOf } from "./url_host.ts";

/** How a URL is reached, for a person; without credentials. */
export type RouteDescription =
  | Exclude<Route, { readonly kind: "proxy" }>
  | { readonly kind: "proxy"; readonly proxy: string; readonly from: string };

export interface Net {
  /** GETs the URL. Rejects only with the reason of `signal`. */
  request(url: string, options: NetRequest): Promise<NetAnswer>;
  /**
   * Whether a connection to the server can be made; null = it can. Sends nothing, takes 5 s at most. Rejects only with
   * the reason of `signal`.
   */
  probe(url: string, signal?: AbortSignal): Promise<NetFailure | null>;
  /**
   * The certificate that the server shows, accepted or not; null = it cannot be seen (no TLS, no connection, an https
   * proxy). Sends nothing, takes 5 s at most. Rejects only with the reason of `signal`.
   */
  certificate(url: string, signal?: AbortSignal): Promise<ShownCertificate | null>;
  describeRoute(url: string): Promise<RouteDescription>;
  /** The authorities that are trusted besides those of the settings and of the system, and who names them. */
  describeExtra(): Promise<ExtraAuthorities>;
}

const PROBE_MS = 5_000;
/** The time for finding the reason of a failure, even if the request has used all of its own time. */
const MIN_DIAGNOSIS_MS = 250;

export function createNet(host: NetHost, settings: NetSettings): Net {
  const variables = () => variablesNow(host, settings.others);

  async function request(address: string, options: NetRequest): Promise<NetAnswer> {
    const startedAt = performance.now();
    const limit = limited(options.timeoutMs, options.signal);
    try {
      const way = await wayTo(host, settings, address);
      return await sendRequest(host, way, options, limit.signal).catch(async (error) => {
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
      const { url, pinned, ...how } = await wayTo(host, settings, address);
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
      const { url, through } = await wayTo(host, settings, address);
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
      const route = proxyFor(url, { ...await variables(), configured: settings.proxy });
      return route.kind === "proxy"
        ? { kind: "proxy", proxy: proxyUrl(route.proxy, false), from: route.from }
        : route;
    },
  };
}

/**
 * If the certificate is not trusted and the extra authorities could not be read, the person has to correct that file.
 */
function withCause({ extra }: Pick<ServerWay, "extra">, failure: NetFailure | null): NetFailure | null {
  return failure?.kind === "certificate" && failure.how === "untrusted" && extra.problem !== null
    ? { kind: "setting", why: extra.problem }
    : failure;
}

/**
 * The failure that an error means. Throws the reason of the caller's own signal, and errors that are bugs of the
 * program.
 */
function failureOf(error: unknown, signal: AbortSignal | undefined): NetFailure {
  signal?.throwIfAborted();
  if (error instanceof NetError) return error.failure;
  throw error;
}

/** A signal that aborts with the caller's signal or after `timeoutMs`, whichever comes first. */
function limited(timeoutMs: number, signal: AbortSignal | undefined) {
  const timer = new AbortController();
  const id = setTimeout(() => timer.abort(offline("timeout")), timeoutMs);
  const either = firstOf(timer.signal, ...(signal === undefined ? [] : [signal]));
  return {
    signal: either.signal,
    end() {
      clearTimeout(id);
      either.release();
    },
  };
}
