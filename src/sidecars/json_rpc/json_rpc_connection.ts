/**
 * The connection to a sidecar that speaks JSON-RPC, for as long as its program lives: it is opened, with a login where there is a token,
 * and opened again when it drops. Health checks and calls of others share it, for some programs serve one connection at a time.
 */
import { type Reason, sameReason } from "../../core/reason.ts";
import { ReasonError, reasonOf } from "../../core/reason_error.ts";
import { second } from "../../core/time/units.ts";
import type { Host } from "../../host/host.ts";
import type { StreamAddress } from "../../host/staying_program.ts";
import { withinTime } from "../../host/time_limit.ts";
import { createJsonRpcClient, type JsonRpcClient, type OnChunk } from "./json_rpc_client.ts";
import { createReadingPauses } from "./reading_pauses.ts";
import { SidecarError } from "./sidecar_error.ts";

export interface CallOptions {
  /** How long it may take, in ms; the time in which chunks are not taken does not count. Absent = as long as the program lives. */
  readonly limitMs?: number;
  /** Gives up the call; the program is not told. */
  readonly signal?: AbortSignal;
  readonly chunk?: OnChunk;
}

export interface JsonRpcConnection {
  /**
   * The result, once the connection is there. Rejects with a `ReasonError`: a `SidecarError` where the sidecar has answered with an error,
   * `login-refused`, `connection-lost`, `odd-answer`, `too-large`; with a time limit also `no-answer` and `no-connection`. Rejects with
   * the signal's reason when it aborts.
   */
  call(method: string, params?: unknown, options?: CallOptions): Promise<unknown>;
  /** Ends the connection when its program has ended: what the program has sent is still read, for a moment. */
  close(): void;
}

/** What is told about the connection. */
export type ConnectionNote =
  | { readonly kind: "ipc-connected" }
  | { readonly kind: "ipc-disconnected" }
  /** The program does not speak as it should, or refuses the token. */
  | { readonly kind: "ipc-error"; readonly why: Reason };

export interface ConnectionParts {
  readonly host: Pick<Host, "openStream" | "sleep" | "monotonic">;
  /** The sidecar's. */
  readonly name: string;
  readonly address: StreamAddress;
  /** Null = there is no login. */
  readonly token: string | null;
  readonly note: (note: ConnectionNote) => void;
}

/** How long the connection and the login may take, in ms. */
const OPEN_MS = 5 * second;
/** The pause before the connection is opened again, in ms: at first, and at most. */
const FIRST_PAUSE_MS = 100, LONGEST_PAUSE_MS = 2 * second;
/** As long as the program has not listened yet: it is about to. */
const LONGEST_PAUSE_AT_START_MS = 200;
/** After a connection of this length the pauses begin again with the first one. */
const STEADY_MS = 5 * second;
/** How long the rest of what a program has sent may come after its end, in ms. */
const REST_MS = 1 * second;
/** The program knows no login, so it needs none. */
const UNKNOWN_METHOD = -32601;

export function keepConnection(parts: ConnectionParts): JsonRpcConnection {
  const { host, name, address, token, note } = parts;
  const pauses = createReadingPauses(host);
  const closing = new AbortController();
  let next = nextClient();
  /** Why there is no connection; null = there is one, or nothing is known yet. */
  let trouble: Reason | null = null;
  let told: Reason | null = null;
  let pauseMs = FIRST_PAUSE_MS;

  async function logIn(client: JsonRpcClient, signal: AbortSignal): Promise<void> {
    if (token === null) return;
    try {
      const result = await client.request("auth.login", { token }, { signal });
      if (isRefusal(result)) throw refused();
    } catch (error) {
      if (!(error instanceof SidecarError) || error.failure.code !== UNKNOWN_METHOD) throw error;
    }
  }

  async function opened(): Promise<JsonRpcClient> {
    const over = new AbortController();
    const stop = () => over.abort(new ReasonError(lost));
    closing.signal.addEventListener("abort", stop, { once: true });
    const limit = {
      host,
      limitMs: OPEN_MS,
      signal: closing.signal,
      late: () => new ReasonError({ about: "sidecar", kind: "no-answer", seconds: OPEN_MS / second }),
    };
    let client: JsonRpcClient | null = null;
    try {
      const stream = await withinTime(host.openStream(address, over.signal), limit).catch((error) => {
        throw new ReasonError({ about: "sidecar", kind: "no-connection", why: reasonOf(error) });
      });
      client = createJsonRpcClient(name, stream, pauses);
      await withinTime(logIn(client, over.signal), limit);
      return client;
    } catch (error) {
      client?.close();
      throw error;
    } finally {
      closing.signal.removeEventListener("abort", stop);
      over.abort();
    }
  }

  /** Tells a trouble of the program itself, but not again and again. */
  function tell(why: Reason): void {
    trouble = why;
    if (!isOfTheProgram(why) || sameReason(why, told)) return;
    told = why;
    note({ kind: "ipc-error", why });
  }

  async function use(client: JsonRpcClient): Promise<void> {
    trouble = null;
    next.resolve(client);
    note({ kind: "ipc-connected" });
    const since = host.monotonic();
    const over = new AbortController();
    const closeSoon = () => void pauses.sleep(REST_MS, over.signal).then(client.close);
    closing.signal.addEventListener("abort", closeSoon, { once: true });
    if (closing.signal.aborted) closeSoon();
    const why = await client.ended;
    closing.signal.removeEventListener("abort", closeSoon);
    over.abort();
    next = nextClient();
    tell(why);
    note({ kind: "ipc-disconnected" });
    if (host.monotonic() - since < STEADY_MS) return;
    pauseMs = FIRST_PAUSE_MS;
    told = null;
  }

  async function run(): Promise<void> {
    let longestMs = LONGEST_PAUSE_AT_START_MS;
    while (!closing.signal.aborted) {
      try {
        await use(await opened());
        longestMs = LONGEST_PAUSE_MS;
      } catch (error) {
        if (closing.signal.aborted) break;
        tell(reasonOf(error));
        // Who has come to call need not wait for what will not be.
        if (isLoginRefused(trouble)) {
          next.reject(error);
          next = nextClient();
        }
      }
      await host.sleep(pauseMs, closing.signal);
      pauseMs = Math.min(2 * pauseMs, longestMs);
    }
    next.reject(new ReasonError(lost));
  }

  void run();
  return {
    async call(method, params, { limitMs, signal, chunk } = {}) {
      const over = new AbortController();
      const { promise: givenUp, reject } = Promise.withResolvers<never>();
      const giveUp = () => reject(signal?.reason);
      signal?.addEventListener("abort", giveUp, { once: true });
      if (signal?.aborted === true) giveUp();
      if (limitMs !== undefined) {
        void pauses.sleep(limitMs, over.signal).then(() => {
          if (!over.signal.aborted) reject(new ReasonError(trouble ?? late(limitMs)));
        });
      }
      const work = async () =>
        await (await next.promise).request(method, params, { chunk, signal: over.signal });
      try {
        return await Promise.race([givenUp, work()]);
      } finally {
        over.abort();
        signal?.removeEventListener("abort", giveUp);
      }
    },
    close: () => closing.abort(),
  };
}

function nextClient(): PromiseWithResolvers<JsonRpcClient> {
  const next = Promise.withResolvers<JsonRpcClient>();
  // Nobody need wait for it.
  next.promise.catch(() => {});
  return next;
}

const lost: Reason = { about: "sidecar", kind: "connection-lost" };

function late(limitMs: number): Reason {
  return { about: "sidecar", kind: "no-answer", seconds: limitMs / second };
}

function refused(): ReasonError {
  return new ReasonError({ about: "sidecar", kind: "login-refused" });
}

/** Not: it does not listen yet, or has ended. */
function isOfTheProgram(reason: Reason): boolean {
  return reason.about === "sidecar" && reason.kind !== "no-connection" && reason.kind !== "connection-lost";
}

function isLoginRefused(reason: Reason | null): boolean {
  return reason?.about === "sidecar" && reason.kind === "login-refused";
}

function isRefusal(result: unknown): boolean {
  return typeof result === "object" && result !== null && "authenticated" in result &&
    result.authenticated === false;
}
