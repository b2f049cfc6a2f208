/**
 * The interface of the D-Bus session bus for the rest of the program: calls that end in time, signals, and objects that
 * answer.
 */
import type { Reason } from "../core/reason.ts";
import { ReasonError } from "../core/reason_error.ts";

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
  readonly timeoutMs?: number;
}

/** A signal to all programs that listen. */
export interface BusSignal {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body?: BusBody;
}

/** Arguments as bytes (see `writeBody()`), and their signature. */
export interface BusBody {
  readonly signature: string;
  readonly bytes: Uint8Array;
}

/** No arguments. */
export const NO_ARGUMENTS: BusBody = { signature: "", bytes: new Uint8Array(0) };

/** Which signals to hear. `arg0` is the first argument, if it is a string. */
export interface SignalMatch {
  readonly sender?: string;
  readonly path?: string;
  readonly interface: string;
  readonly member: string;
  readonly arg0?: string;
}

/** A signal that came. `sender` is a unique name, or the bus itself. */
export interface HeardSignal {
  readonly sender: string;
  readonly body: readonly unknown[];
}

/** A method call by another client. Nothing about it can be trusted; only its body matches its own `signature`. */
export interface IncomingCall {
  readonly interface: string | undefined;
  readonly member: string;
  readonly signature: string;
  readonly body: readonly unknown[];
}

/** Why a call gave no answer. */
export class BusError extends ReasonError {
  override readonly name = "BusError";

  /**
   * `answer`: the other side refused, and `errorName` says how; `timeout`: it did not answer in time; `gone`: the
   * connection ended, or never began.
   */
  constructor(
    readonly kind: "answer" | "timeout" | "gone",
    reason: Reason,
    readonly errorName: string = "",
  ) {
    super(reason);
  }
}

/** A handler throws this to answer the call with this error. */
export class BadCall extends Error {
  constructor(readonly errorName: string, message: string) {
    super(message);
    this.name = "BadCall";
  }
}

export interface SessionBus {
  /** Aborts when the connection has ended for any reason. The signal's reason is a `BusError`. */
  readonly gone: AbortSignal;
  /** The answer to a call. Rejects with `BusError` after `timeoutMs` (default 2,000), or when the bus is gone. */
  call(call: BusCall): Promise<readonly unknown[]>;
  /** The value of a property; rejects as `call()` does. */
  getProperty(owner: Pick<BusCall, "destination" | "path" | "interface">, name: string): Promise<unknown>;
  /** Sends a signal to all programs that listen. Without a bus nothing happens. */
  emit(signal: BusSignal): void;
  /** Answers the calls to an object, until the returned function is called. The handler may throw `BadCall`. */
  serve(path: string, handler: (call: IncomingCall) => BusBody): () => void;
  /** Hears signals until the returned function is called. Rejects as `call()` does. */
  hear(match: SignalMatch, listener: (signal: HeardSignal) => void): Promise<() => void>;
  close(): Promise<void>;
}

/** The bus itself, as a destination. */
export const BUS = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
} as const;
