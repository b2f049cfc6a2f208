/** What the rest of the program asks of the sidecars: the port that menus, RPC methods and commands use. */
import type { Task } from "../tasks/task.ts";
import type { ConnectionNote, JsonRpcConnection } from "./json_rpc/json_rpc_connection.ts";

/** A sidecar that is well, as long as `ended` has not aborted. */
export interface RunningSidecar {
  readonly name: string;
  /** Where it is reached: "http://127.0.0.1:8765", "tcp://127.0.0.1:9123", "unix:/path"; null = nowhere. */
  readonly url: string | null;
  /** The token that it was given; null = none. */
  readonly token: string | null;
  /** The connection to it; null = it does not speak JSON-RPC. */
  readonly rpc: JsonRpcConnection | null;
  /** Aborts when its process ends or is told to. */
  readonly ended: AbortSignal;
  /** How long its last words are waited for from then on, in ms: many programs do not end while somebody is connected to them. */
  readonly lastWordsMs: number;
}

/** One line that a sidecar has printed. */
export interface LogLine {
  /** Counts from 1, for each sidecar, since this program has started. */
  readonly number: number;
  /** Epoch ms. */
  readonly time: number;
  readonly from: "stdout" | "stderr";
  /** Without the end of the line. A very long line is cut. */
  readonly text: string;
}

/**
 * What a sidecar sends while it works on a call or a stream, under the names that it gives itself: "result", "dashboard.tailLogs.chunk".
 * `stream`: which call or stream it belongs to.
 */
export interface PassedOn {
  readonly name: string;
  readonly stream: string;
  readonly event: string;
  readonly data: unknown;
}

/** What happens to the connection to a sidecar that speaks JSON-RPC. */
export interface ConnectionTold {
  readonly name: string;
  readonly note: ConnectionNote;
}

export interface HttpRequest {
  readonly method: string;
  /** From the root of the sidecar: "/agent/1". */
  readonly path: string;
  /** A text is sent as it is, anything else as JSON. Absent = there is none. */
  readonly body?: unknown;
}

/** Of work that is passed on to a sidecar. */
export interface PassOptions {
  /** Under which id what the sidecar sends meanwhile is passed on. Absent = a new one. */
  readonly stream?: string;
  /** Gives up the work: whoever asked for it has gone. */
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON, else the text. */
  readonly body: unknown;
}

export interface Sidecars {
  /** Keeps them running until the signal aborts, then ends all at the same time. */
  readonly run: Task;
  /** For each: rejects with a `ReasonError` where there is no such sidecar, or it cannot be done. */
  start(name: string): Promise<void>;
  /** Resolves when all its processes are gone. */
  stop(name: string): Promise<void>;
  restart(name: string): Promise<void>;
  /** Starts it where it does not run. Resolves when it is well; rejects when it is given up, or takes too long. */
  ensureRunning(name: string): Promise<RunningSidecar>;
  /** The last lines, at most 200. `after`: only those with a higher number. */
  logs(name: string, after?: number): Promise<readonly LogLine[]>;
  /** Full paths of the files that hold what it prints. */
  logFiles(name: string): { readonly stdout: string; readonly stderr: string };
  /** Calls a method of a sidecar that speaks JSON-RPC; its chunks are passed on. */
  call(name: string, method: string, params?: unknown, options?: PassOptions): Promise<unknown>;
  fetch(name: string, request: HttpRequest, options?: Pick<PassOptions, "signal">): Promise<HttpAnswer>;
  /** Opens a stream of events of a sidecar that speaks HTTP. Resolves with its id once it is open; from then on it has its own life. */
  stream(name: string, path: string, options?: PassOptions): Promise<string>;
  /** Ends a stream; false = there is none. */
  endStream(stream: string): boolean;
  /**
   * Calls `listener` with all that is passed on, and with what happens to connections. While a promise that it has returned is
   * pending, no more is read from that sidecar. Returns a function that ends this.
   */
  listen(listener: (told: PassedOn | ConnectionTold) => Promise<void> | void): () => void;
}
