/**
 * Requests to a program that speaks JSON-RPC 2.0 over one open connection: one message a line, answers in any order, and chunks of an
 * answer before it. What makes no sense ends the connection, for an answer may be lost with it. This is our own code: the library
 * knows neither chunks nor requests that are given up.
 */
import type { Reason } from "../../core/reason.ts";
import { ReasonError } from "../../core/reason_error.ts";
import type { ByteStream } from "../../host/staying_program.ts";
import { BadLine, boundedLines } from "./bounded_lines.ts";
import { type IncomingMessage, parseMessage, type RpcFailure } from "./incoming_message.ts";
import type { ReadingPauses } from "./reading_pauses.ts";
import { SidecarError } from "./sidecar_error.ts";

/** No message is longer. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;
/** The error of a program that wants another token. */
const NOT_LOGGED_IN = -32001;

/** Is called with each chunk of an answer, in order. Nothing more is read while the promise is pending. */
export type OnChunk = (event: string, data: unknown) => Promise<void> | void;

export interface RequestOptions {
  readonly chunk?: OnChunk | undefined;
  /** Gives up the request; the program is not told. */
  readonly signal: AbortSignal;
}

export interface JsonRpcClient {
  /** The result. Rejects with a `ReasonError`, or with the signal's reason. */
  request(method: string, params: unknown, options: RequestOptions): Promise<unknown>;
  /** Resolves with the reason when the connection has ended. Never rejects. */
  readonly ended: Promise<Reason>;
  close(): void;
}

interface Pending {
  readonly chunk: OnChunk | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** `name`: that of the sidecar. */
export function createJsonRpcClient(
  name: string,
  stream: ByteStream,
  pauses: Pick<ReadingPauses, "pause">,
): JsonRpcClient {
  const pending = new Map<unknown, Pending>();
  const writer = stream.writable.getWriter();
  const encoder = new TextEncoder();
  let lastId = 0;
  let end: Reason | null = null;

  function rejectAll(error: Error): void {
    const all = [...pending.values()];
    pending.clear();
    for (const { reject } of all) reject(error);
  }

  function settle(id: unknown, how: (pending: Pending) => void): void {
    const request = pending.get(id);
    pending.delete(id);
    if (request !== undefined) how(request);
  }

  function take(message: IncomingMessage): Promise<void> | void {
    switch (message.kind) {
      case "result":
        return settle(message.id, ({ resolve }) => resolve(message.result));
      case "error": {
        const error = errorOf(message.error);
        // It has not understood a message, and cannot say which.
        return message.id === null || message.id === undefined
          ? rejectAll(error)
          : settle(message.id, ({ reject }) => reject(error));
      }
      case "odd":
        return settle(message.id, ({ reject }) => reject(new ReasonError(odd)));
      case "chunk":
        return pending.get(message.id)?.chunk?.(message.event, message.data);
      case "other":
    }
  }

  async function read(): Promise<Reason> {
    try {
      for await (const line of boundedLines(stream.readable, MAX_LINE_BYTES)) {
        if (line.trim() === "") continue;
        const message = parseMessage(line);
        if (message === null) return odd;
        const taken = take(message);
        if (taken !== undefined) await pauses.pause(taken);
      }
    } catch (error) {
      if (error instanceof BadLine) return badLine(name, error);
    }
    return lost;
  }

  const ended = read().then((why) => {
    end = why;
    stream.close();
    rejectAll(new ReasonError(why));
    return why;
  });

  return {
    ended,
    async request(method, params, { chunk, signal }) {
      signal.throwIfAborted();
      if (end !== null) throw new ReasonError(end);
      const id = ++lastId;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const giveUp = () => {
        pending.delete(id);
        reject(signal.reason);
      };
      pending.set(id, { chunk, resolve, reject });
      signal.addEventListener("abort", giveUp, { once: true });
      const message = { jsonrpc: "2.0", id, method, ...(params === undefined ? {} : { params }) };
      // Where writing fails, the connection is lost for reading too.
      writer.write(encoder.encode(`${JSON.stringify(message)}\n`)).catch(() => stream.close());
      try {
        return await promise;
      } finally {
        signal.removeEventListener("abort", giveUp);
      }
    },
    close: () => stream.close(),
  };
}

const lost: Reason = { about: "sidecar", kind: "connection-lost" };
const odd: Reason = { about: "sidecar", kind: "odd-answer" };

function badLine(name: string, { kind }: BadLine): Reason {
  switch (kind) {
    case "too-long":
      return { about: "sidecar", kind: "too-large", name, bytes: MAX_LINE_BYTES };
    case "no-text":
      return odd;
  }
}

function errorOf(failure: RpcFailure): ReasonError {
  return failure.code === NOT_LOGGED_IN
    ? new ReasonError({ about: "sidecar", kind: "login-refused" })
    : new SidecarError(failure);
}
