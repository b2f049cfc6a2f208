/** Talks to one OpenCode server, on this machine or named in the settings: each answer a value, each request with a time limit, no body unbounded. */
import { getLogger } from "@logtape/logtape";
import type { RawResponse } from "../../core/agents/opencode/wire/parse_responses.ts";
import type { Host, HttpClient } from "../../host/host.ts";
import type { RequestPacer } from "./request_pacer.ts";
import { readBody } from "../../net/read_body.ts";
import { readLongList } from "./read_long_list.ts";
import { originOf, type ServerAddress } from "./server_address.ts";
import { authorizationOf, type Login, takesPassword, wantsOpencodePassword } from "./server_password.ts";

const log = getLogger(["claudeminder", "opencode"]);

/** A server in its first instant may never answer a request, and any may hang later. */
const REQUEST_MS = 5_000;
/** Lists of sessions can be long; more than this is no list of them. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** The same of one session: its todos, or a few messages with what their tools have put out. */
const MAX_DETAIL_BYTES = 2 * 1024 * 1024;

const CONNECT_MS = 1_000;
/** How long a connection is kept for the next question, in ms: long enough for the questions of one full state, and
 * for the next one of a server that has to be asked again and again. */
export const KEEP_ALIVE_MS = 5_000;

export interface ClientParts {
  readonly host: Pick<Host, "connect" | "monotonic" | "sleep">;
  /** Goes to no proxy. May serve many clients. */
  readonly http: HttpClient;
  readonly pacer: RequestPacer;
  /** Asked before each request: false = the address may be another machine's by now. Default: true. */
  readonly mayAsk?: () => boolean;
}

/** Why there is no answer that can be used. */
export type NoResponse =
  /** 401: it wants a password, or another one. `isOpencode`: it says so in OpenCode's words. */
  | { readonly kind: "locked"; readonly isOpencode: boolean }
  /** Nothing within the time limit. */
  | { readonly kind: "late" }
  /** Nobody listens there. */
  | { readonly kind: "nobody" }
  /** It broke off, or what came is no HTTP, or too long. */
  | { readonly kind: "broken"; readonly why: string };

/** The body is read only where it is said to be JSON: 1.18.33 answers a page, with status 200, to what it does not know. */
export type RequestResult = { readonly kind: "response" } & RawResponse | NoResponse;

export type EventStream =
  | { readonly kind: "stream"; readonly body: ReadableStream<Uint8Array> }
  /** It has no such stream. */
  | { readonly kind: "none" }
  | NoResponse;

export interface RequestOptions {
  /** Only one that this server itself has named: naming another would make it start up there. "" = its own. */
  readonly directory?: string;
  readonly signal?: AbortSignal;
  /** A time limit that several requests share, instead of one of its own and `signal`. */
  readonly within?: AbortSignal;
  /** A list or a record is answered, of which so many entries are wanted; the others are counted. */
  readonly entries?: number;
}

export interface OpencodeClient {
  get(path: string, options?: RequestOptions): Promise<RequestResult>;
  post(path: string, body: unknown, options?: RequestOptions): Promise<RequestResult>;
  /** Opens the event stream of the whole server; the time limit is for its beginning. It ends when the signal aborts, and the
   * caller aborts it when it is done. */
  events(signal: AbortSignal): Promise<EventStream>;
}

/** `login` is used only where the server asks for one. Never through a proxy. */
export function createOpencodeClient(
  { host, http, pacer, mayAsk = () => true }: ClientParts,
  place: ServerAddress,
  login: Login | null,
): OpencodeClient {
  const { hostname, port } = place;
  let authorization: string | null = null;

  function url(path: string, directory = ""): string {
    const query = directory === ""
      ? ""
      : `${path.includes("?") ? "&" : "?"}${new URLSearchParams({ directory })}`;
    return `${originOf(place)}${path}${query}`;
  }

  async function fetchAt(address: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    const ask = () => {
      if (!mayAsk()) throw new TypeError("This is no address of this machine any more");
      const headers = new Headers(init.headers);
      if (authorization !== null) headers.set("authorization", authorization);
      // A redirect would take the password elsewhere.
      return http.fetch(address, { ...init, headers, signal, redirect: "manual" });
    };
    const isKnown = authorization !== null;
    const response = await ask();
    if (
      response.status !== 401 || login === null || !takesPassword(place) || isKnown ||
      !wantsOpencodePassword(response)
    ) return response;
    await response.body?.cancel();
    authorization = authorizationOf(login);
    return await ask();
  }

  async function request(path: string, init: RequestInit, options: RequestOptions): Promise<RequestResult> {
    const answer = await send(path, init, options);
    const outcome = answer.kind === "response" ? answer.status : answer.kind;
    log.debug("{method} port {port}{path}: {outcome}", { method: init.method ?? "GET", port, path, outcome });
    return answer;
  }

  async function send(path: string, init: RequestInit, options: RequestOptions): Promise<RequestResult> {
    const { within = null } = options;
    const own = within === null ? requestTimeLimit(host, options.signal) : { signal: within, end() {} };
    try {
      const response = await fetchAt(url(path, options.directory), init, own.signal);
      if (response.status === 401) return await locked(response);
      const { status } = response;
      const contentType = response.headers.get("content-type") ?? "";
      if (!/^application\/json\b/i.test(contentType)) {
        await response.body?.cancel();
        return { kind: "response", status, contentType, body: "" };
      }
      if (options.entries !== undefined) {
        const limits = { max: options.entries, maxBytes: MAX_BODY_BYTES, signal: own.signal };
        const cut = await readLongList(response, { host, ...limits });
        return cut === null
          ? tooLong(MAX_BODY_BYTES)
          : { kind: "response", status, contentType, body: cut.text, more: cut.more };
      }
      const maxBytes = /^\/session\/[^/]+\//.test(path) ? MAX_DETAIL_BYTES : MAX_BODY_BYTES;
      const body = await readBody(response, maxBytes, own.signal);
      return body === null ? tooLong(maxBytes) : { kind: "response", status, contentType, body };
    } catch {
      return await noAnswer(own.signal);
    } finally {
      own.end();
    }
  }

  async function events(signal: AbortSignal): Promise<EventStream> {
    const limit = requestTimeLimit(host, signal);
    let isOpen = false;
    try {
      const response = await fetchAt(
        url("/global/event"),
        { headers: { accept: "text/event-stream" } },
        limit.signal,
      );
      if (response.status === 401) return await locked(response);
      const type = response.headers.get("content-type") ?? "";
      if (response.status === 200 && /^text\/event-stream\b/i.test(type) && response.body !== null) {
        isOpen = true;
        return { kind: "stream", body: response.body };
      }
      await response.body?.cancel();
      return response.status >= 500
        ? { kind: "broken", why: `status ${response.status} instead of events` }
        : { kind: "none" };
    } catch {
      return await noAnswer(limit.signal);
    } finally {
      if (isOpen) limit.lift();
      else limit.end();
    }
  }

  /** A connection alone tells why: `fetch` throws the same bare TypeError for all of it. */
  async function noAnswer(aborted: AbortSignal): Promise<NoResponse> {
    if (aborted.aborted) return { kind: "late" };
    if (!mayAsk()) return { kind: "nobody" };
    const address = { hostname: hostname.replace(/^\[|\]$/g, ""), port };
    try {
      await host.connect(address, { timeoutMs: CONNECT_MS });
      return { kind: "broken", why: "the connection broke" };
    } catch (error) {
      const isRefused = error instanceof Error && error.name === "ConnectionRefused";
      return isRefused ? { kind: "nobody" } : { kind: "broken", why: "no connection" };
    }
  }

  return {
    get: (path, options = {}) => pacer.run(() => request(path, {}, options)),
    post: (path, body, options = {}) =>
      request(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }, options),
    events,
  };
}

function tooLong(maxBytes: number): NoResponse {
  return { kind: "broken", why: `an answer of more than ${maxBytes} bytes` };
}

async function locked(response: Response): Promise<NoResponse> {
  const isOpencode = wantsOpencodePassword(response);
  await response.body?.cancel();
  return { kind: "locked", isOpencode };
}

export interface RequestTimeLimit {
  readonly signal: AbortSignal;
  /** The time is no longer limited. */
  lift(): void;
  /** Nothing of it is left. */
  end(): void;
}

/** Aborts with the caller's signal, or when the time for a request is over. */
export function requestTimeLimit(
  host: Pick<Host, "sleep">,
  signal: AbortSignal | undefined,
): RequestTimeLimit {
  const limit = new AbortController();
  const lifted = new AbortController();
  const stop = () => limit.abort();
  host.sleep(REQUEST_MS, lifted.signal).then(() => {
    if (!lifted.signal.aborted) stop();
  });
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();
  return {
    signal: limit.signal,
    lift: () => lifted.abort(),
    end() {
      lifted.abort();
      signal?.removeEventListener("abort", stop);
    },
  };
}
