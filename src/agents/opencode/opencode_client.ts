/**
 * Sends requests to one OpenCode server, on this machine or named in the settings. Each result is a value, each request has a time
 * limit, and each body a greatest size.
 */
import { getLogger } from "@logtape/logtape";
import type { RawResponse } from "../../core/agents/opencode/wire/parse_responses.ts";
import type { Host, HttpClient } from "../../host/host.ts";
import type { RequestPacer } from "./request_pacer.ts";
import { readBody } from "../../net/read_body.ts";
import { readLongList } from "./read_long_list.ts";
import { requestTimeLimit } from "./request_time_limit.ts";
import { originOf, type ServerAddress } from "./server_address.ts";
import { authorizationOf, type Login, takesPassword, wantsOpencodePassword } from "./server_password.ts";

const log = getLogger(["claudeminder", "opencode"]);

/** Of the body of a response: lists of sessions can be long, but no list of them is longer than this. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** The same for the details of one session: its todos, or a few messages with the output of their tools. */
const MAX_DETAIL_BYTES = 2 * 1024 * 1024;

const CONNECT_MS = 1_000;
/**
 * How long a connection is kept for the next request, in ms: long enough for the requests of one full state, and for the next full
 * state of a server without an event stream.
 */
export const KEEP_ALIVE_MS = 5_000;

export interface ClientParts {
  readonly host: Pick<Host, "connect" | "monotonic" | "sleep">;
  /** Uses no proxy. Many clients may share it. */
  readonly http: HttpClient;
  readonly pacer: RequestPacer;
  /** Asked before each request: false = the address may be another machine's by now. Default: true. */
  readonly mayAsk?: () => boolean;
}

/** Why there is no response that can be used. */
export type NoResponse =
  /** 401: the server wants a password, or another one. `isOpencode`: it says so in OpenCode's words. */
  | { readonly kind: "locked"; readonly isOpencode: boolean }
  /** Nothing within the time limit. */
  | { readonly kind: "late" }
  /** Nobody listens there. */
  | { readonly kind: "nobody" }
  /** The connection broke, or what came is not HTTP, or too long. */
  | { readonly kind: "broken"; readonly why: string };

/** The body is read only where it is said to be JSON: 1.18.33 sends a page, with status 200, for a path that it does not know. */
export type RequestResult = { readonly kind: "response" } & RawResponse | NoResponse;

export type EventStream =
  | { readonly kind: "stream"; readonly body: ReadableStream<Uint8Array> }
  /** The server has no such stream. */
  | { readonly kind: "none" }
  | NoResponse;

export interface RequestOptions {
  /** Only one that this server itself has named: for any other one it would start up there. "" = its own. */
  readonly directory?: string;
  readonly signal?: AbortSignal;
  /** A time limit that several requests share, instead of one of its own and `signal`. */
  readonly within?: AbortSignal;
  /** The response is a list or a record, of which so many entries are wanted; the others are counted. */
  readonly entries?: number;
}

export interface OpencodeClient {
  get(path: string, options?: RequestOptions): Promise<RequestResult>;
  post(path: string, body: unknown, options?: RequestOptions): Promise<RequestResult>;
  /**
   * Opens the event stream of the whole server; the time limit is for its beginning. The stream ends when the signal aborts, which
   * the caller has to do when it is done with it.
   */
  events(signal: AbortSignal): Promise<EventStream>;
}

/** `login` is sent only where the server asks for one. */
export function createOpencodeClient(
  { host, http, pacer, mayAsk = () => true }: ClientParts,
  address: ServerAddress,
  login: Login | null,
): OpencodeClient {
  const { hostname, port } = address;
  let authorization: string | null = null;

  function urlOf(path: string, directory = ""): string {
    const query = directory === ""
      ? ""
      : `${path.includes("?") ? "&" : "?"}${new URLSearchParams({ directory })}`;
    return `${originOf(address)}${path}${query}`;
  }

  async function fetchAt(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    const send = () => {
      if (!mayAsk()) throw new TypeError("This is no address of this machine any more");
      const headers = new Headers(init.headers);
      if (authorization !== null) headers.set("authorization", authorization);
      // A redirect would take the password elsewhere.
      return http.fetch(url, { ...init, headers, signal, redirect: "manual" });
    };
    const isKnown = authorization !== null;
    const response = await send();
    if (
      response.status !== 401 || login === null || !takesPassword(address) || isKnown ||
      !wantsOpencodePassword(response)
    ) return response;
    await response.body?.cancel();
    authorization = authorizationOf(login);
    return await send();
  }

  async function request(path: string, init: RequestInit, options: RequestOptions): Promise<RequestResult> {
    const result = await attempt(path, init, options);
    const outcome = result.kind === "response" ? result.status : result.kind;
    log.debug("{method} port {port}{path}: {outcome}", { method: init.method ?? "GET", port, path, outcome });
    return result;
  }

  async function attempt(path: string, init: RequestInit, options: RequestOptions): Promise<RequestResult> {
    const { within = null } = options;
    const own = within === null ? requestTimeLimit(host, options.signal) : { signal: within, end() {} };
    try {
      const response = await fetchAt(urlOf(path, options.directory), init, own.signal);
      if (response.status === 401) return await locked(response);
      const { status } = response;
      const contentType = response.headers.get("content-type") ?? "";
      if (!/^application\/json\b/i.test(contentType)) {
        await response.body?.cancel();
        return { kind: "response", status, contentType, body: "" };
      }
      if (options.entries !== undefined) {
        const limits = { max: options.entries, maxBytes: MAX_BODY_BYTES, signal: own.signal };
        const list = await readLongList(response, { host, ...limits });
        return list === null
          ? tooLong(MAX_BODY_BYTES)
          : { kind: "response", status, contentType, body: list.text, more: list.more };
      }
      const maxBytes = /^\/session\/[^/]+\//.test(path) ? MAX_DETAIL_BYTES : MAX_BODY_BYTES;
      const body = await readBody(response, maxBytes, own.signal);
      return body === null ? tooLong(maxBytes) : { kind: "response", status, contentType, body };
    } catch {
      return await noResponse(own.signal);
    } finally {
      own.end();
    }
  }

  async function events(signal: AbortSignal): Promise<EventStream> {
    const limit = requestTimeLimit(host, signal);
    let isOpen = false;
    try {
      const response = await fetchAt(
        urlOf("/global/event"),
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
      return await noResponse(limit.signal);
    } finally {
      if (isOpen) limit.lift();
      else limit.end();
    }
  }

  /** A second connection tells why: `fetch` throws the same TypeError for all reasons. */
  async function noResponse(aborted: AbortSignal): Promise<NoResponse> {
    if (aborted.aborted) return { kind: "late" };
    if (!mayAsk()) return { kind: "nobody" };
    try {
      await host.connect({ hostname: hostname.replace(/^\[|\]$/g, ""), port }, { timeoutMs: CONNECT_MS });
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
