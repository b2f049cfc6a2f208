/** Talks to the running program, from another process of the same person. */
import { EventSourceParserStream } from "eventsource-parser/stream";
import * as z from "zod";
import type { Host } from "../host/host.ts";
import { findRunning, type RpcAddress, type RpcAddressHost } from "./server_file.ts";

export type RpcHost = Pick<Host, "httpClient"> & RpcAddressHost;

export interface RpcClient {
  readonly address: RpcAddress;
  /**
   * Rejects with `RpcError` when the method answers with an error. The answer may take some seconds, and as long as they need for methods
   * about sidecars; less where the signal aborts.
   */
  call(method: string, params?: unknown, signal?: AbortSignal): Promise<unknown>;
  /** What Prometheus is told. */
  metrics(): Promise<string>;
  /** Each event as it comes, until the program ends or the signal aborts. */
  events(signal: AbortSignal): AsyncIterable<unknown>;
  /** The same with their ids: those after the event with the id `last`, or a snapshot first where that is not known there. */
  eventsAfter(last: string | undefined, signal: AbortSignal): AsyncIterable<ReceivedEvent>;
  close(): void;
}

export interface ReceivedEvent {
  /** Absent = an older program gives none. */
  readonly id?: string;
  readonly event: unknown;
}

export class RpcError extends Error {
  override readonly name = "RpcError";
  constructor(readonly code: number, message: string) {
    super(message);
  }
}

/** A refresh takes as long as the endpoint takes to answer. */
const callMs = 15_000;
/** They take as long as a sidecar takes. */
const unlimited = /^sidecar\./;

const answer = z.union([
  z.object({ error: z.object({ code: z.number(), message: z.string() }) }),
  z.object({ result: z.unknown() }),
]);

/** The program that `serverFile` points to, or null: none is running. */
export async function connectRunning(host: RpcHost, serverFile: string): Promise<RpcClient | null> {
  const address = await findRunning(host, serverFile);
  return address === null ? null : await createClient(host, address);
}

async function createClient(host: Pick<Host, "httpClient">, address: RpcAddress): Promise<RpcClient> {
  // Each start looks for a running program, and usually finds none: load the library only where there is one.
  const { default: ky } = await import("ky");
  const http = host.httpClient({});
  const api = ky.create({
    prefix: address.url,
    fetch: (input: string | URL | Request, init?: RequestInit) => http.fetch(input, init),
    headers: { authorization: `Bearer ${address.token}` },
    retry: 0,
  });
  async function* eventsAfter(last: string | undefined, signal: AbortSignal): AsyncIterable<ReceivedEvent> {
    const response = await http.fetch(`${address.url}/events`, {
      headers: {
        authorization: `Bearer ${address.token}`,
        ...(last === undefined ? {} : { "last-event-id": last }),
      },
      signal,
    });
    if (!response.ok) throw new RpcError(response.status, await response.text());
    if (response.body === null) return;
    const stream = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(
      new EventSourceParserStream(),
    );
    for await (const { id, data } of stream) {
      yield { ...(id === undefined ? {} : { id }), event: JSON.parse(data) };
    }
  }
  return {
    address,
    eventsAfter,
    async call(method, params, signal) {
      const json = { jsonrpc: "2.0", id: 1, method, ...(params === undefined ? {} : { params }) };
      const timeout = unlimited.test(method) ? false : callMs;
      const until = signal === undefined ? {} : { signal };
      const parsed = answer.parse(await api.post("rpc", { json, timeout, ...until }).json());
      if ("error" in parsed) throw new RpcError(parsed.error.code, parsed.error.message);
      return parsed.result;
    },
    metrics: () => api.get("metrics", { timeout: callMs }).text(),
    async *events(signal) {
      for await (const { event } of eventsAfter(undefined, signal)) yield event;
    },
    close: () => http.close(),
  };
}
