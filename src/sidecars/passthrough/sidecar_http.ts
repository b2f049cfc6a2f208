/** Requests to a sidecar that speaks HTTP: to it alone, with its own token and never with ours. */
import { type Reason } from "../../core/reason.ts";
import { ReasonError } from "../../core/reason_error.ts";
import { parseJson } from "../../core/text/json.ts";
import type { HttpClient } from "../../host/host.ts";
import { readBody } from "../../net/read_body.ts";
import { isTooDeep } from "../json_rpc/incoming_message.ts";
import type { HttpAnswer, HttpRequest, RunningSidecar } from "../sidecars_port.ts";

/** No body of an answer is longer. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** What of an answer's head concerns whoever asked. */
const KEPT_HEADERS = [
  ...["content-type", "content-language", "cache-control", "etag", "last-modified", "location"],
  ...["retry-after", "www-authenticate", "x-request-id"],
];

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;

/** What is passed on with the sidecar's answer; rejects with a `ReasonError`, or with the signal's reason. */
export async function fetchFromSidecar(
  http: HttpClient,
  sidecar: RunningSidecar,
  { method, path, body }: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const isText = typeof body === "string";
  const response = await send(http, sidecar, path, {
    method,
    headers: {
      accept: "application/json, */*;q=0.5",
      ...(body === undefined
        ? {}
        : { "content-type": isText ? "text/plain; charset=utf-8" : "application/json" }),
    },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    signal,
  });
  const text = await readBody(response, MAX_BODY_BYTES, signal).catch(() => {
    signal.throwIfAborted();
    throw new ReasonError({ about: "sidecar", kind: "connection-lost" });
  });
  if (text === null) {
    throw new ReasonError({ about: "sidecar", kind: "too-large", name: sidecar.name, bytes: MAX_BODY_BYTES });
  }
  return {
    status: response.status,
    headers: keptHeaders(response.headers),
    body: read(text, response.headers),
  };
}

/** The answer to a GET, once its body is a stream of events. Rejects with a `ReasonError`, or with the signal's reason. */
export async function openSidecarStream(
  http: HttpClient,
  sidecar: RunningSidecar,
  path: string,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const { status, headers, body } = await send(http, sidecar, path, {
    headers: { accept: "text/event-stream", "cache-control": "no-store" },
    signal,
  });
  const isStream = /^text\/event-stream\b/i.test(headers.get("content-type") ?? "");
  if (status === 200 && isStream && body !== null) return body;
  await body?.cancel().catch(() => {});
  throw new ReasonError(
    status === 200
      ? { about: "sidecar", kind: "odd-answer" }
      : { about: "sidecar", kind: "odd-status", status },
  );
}

async function send(
  http: HttpClient,
  { name, url, token }: RunningSidecar,
  path: string,
  init: RequestInit & { readonly signal: AbortSignal },
): Promise<Response> {
  if (url === null || !/^http:/.test(url)) throw new ReasonError({ about: "sidecar", kind: "no-http", name });
  const target = URL.parse(path, url);
  // "//evil.example/" is a path only by its looks.
  if (target?.origin !== new URL(url).origin) {
    throw new ReasonError({ about: "sidecar", kind: "no-http", name });
  }
  const headers = new Headers(init.headers);
  if (token !== null) headers.set("authorization", `Bearer ${token}`);
  try {
    // A redirect could lead elsewhere.
    return await http.fetch(target, { ...init, headers, redirect: "manual" });
  } catch (error) {
    init.signal.throwIfAborted();
    throw new ReasonError({ about: "sidecar", kind: "no-connection", why: lastWords(error) });
  }
}

/** What the system says of a failed request, without the address: "Connection refused (os error 111)". */
export function lastWords(error: unknown): Reason {
  const text = error instanceof Error ? error.message : String(error);
  return { about: "system", text: text.split(": ").at(-1) ?? text };
}

function keptHeaders(headers: Headers): Readonly<Record<string, string>> {
  return Object.fromEntries(KEPT_HEADERS.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value]];
  }));
}

function read(text: string, headers: Headers): unknown {
  if (!JSON_TYPE.test(headers.get("content-type") ?? "")) return text;
  const value = parseJson(text);
  return value === undefined || isTooDeep(value, text) ? text : value;
}
