/** Errors of the network and what they mean. They are thrown inside of net/; outside of it they are values. */
import type { NetFailure, OfflineHow } from "../core/usage/usage_failure.ts";
import type { Reason } from "../core/reason.ts";

/** A failure whose kind is known. Its message says only the kind. */
export class NetError extends Error {
  override readonly name = "NetError";

  constructor(readonly failure: NetFailure) {
    super(failure.kind);
  }
}

/** An error: the connection was not made. */
export function offline(how: OfflineHow): NetError {
  return new NetError({ kind: "offline", how });
}

/** An error: a setting cannot be used. `why` names it. */
export function settingError(why: Reason): NetError {
  return new NetError({ kind: "setting", why });
}

const HOWS: Readonly<Record<string, OfflineHow>> = {
  // Codes of libuv, which node:net and node:dns use: https://docs.libuv.org/en/v1.x/errors.html
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  EAI_FAIL: "dns",
  EAI_NODATA: "dns",
  EAI_NONAME: "dns",
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  EHOSTDOWN: "unreachable",
  ENETDOWN: "unreachable",
  EADDRNOTAVAIL: "unreachable",
  ETIMEDOUT: "timeout",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  EPIPE: "reset",
  // Names of Deno's error classes, for errors without a code: https://docs.deno.com/api/deno/~/Deno.errors
  ConnectionRefused: "refused",
  HostUnreachable: "unreachable",
  NetworkUnreachable: "unreachable",
  NetworkDown: "unreachable",
  TimedOut: "timeout",
  TimeoutError: "timeout",
  ConnectionReset: "reset",
  ConnectionAborted: "reset",
  BrokenPipe: "reset",
  UnexpectedEof: "reset",
};

/** How a connection failed, by the error's code or name. */
export function offlineHow(error: unknown): OfflineHow {
  // A name with several addresses gives one error for each address.
  if (error instanceof AggregateError) return offlineHow(error.errors[0]);
  if (!(error instanceof Error)) return "unknown";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return HOWS[code] ?? HOWS[error.name] ?? "unknown";
}

/** Whether the server's certificate was refused. Other TLS errors have the same class and another text. */
export function isUntrusted(error: unknown): boolean {
  return error instanceof Error && error.name === "InvalidData" &&
    error.message.includes("invalid peer certificate");
}
