/** The errors of the methods about sidecars: a code for each kind of trouble, and the sidecar's own errors as they are. */
import { JSONRPCErrorCode, JSONRPCErrorException } from "json-rpc-2.0";
import { reasonEn } from "../../core/language/en/reasons.ts";
import type { Reason } from "../../core/reason.ts";
import { isJsonObject } from "../../core/text/json.ts";
import { ReasonError } from "../../core/reason_error.ts";

/** Besides the standard's, and -32602 where there is no such sidecar. The reference is made of it. */
export const sidecarErrors = {
  breakerOpen: { code: 2, when: "the circuit breaker is open: only a person starts it again" },
  notRunning: { code: 3, when: "it does not run, or could not be started" },
  noAnswer: { code: 4, when: "it cannot be reached, or its answer cannot be used" },
  otherProtocol: { code: 5, when: "it does not speak HTTP, or JSON-RPC" },
  tooMany: { code: 6, when: "too many calls or streams are under way" },
  loginRefused: { code: -32001, when: "it refuses the token" },
} as const;

/** The error for whoever has called; anything that is no reason as it came. */
export function rpcError(error: unknown): unknown {
  if (!(error instanceof ReasonError)) return error;
  const { reason } = error;
  // What the sidecar has said itself is passed on, whatever it means.
  if (reason.about === "sidecar" && reason.kind === "answers-error") {
    return new JSONRPCErrorException(reason.text, reason.code, dataOf(error));
  }
  return new JSONRPCErrorException(reasonEn(reason), codeOf(reason));
}

function dataOf(error: Error): unknown {
  return "failure" in error && isJsonObject(error.failure) ? error.failure.data : undefined;
}

function codeOf(reason: Reason): number {
  if (reason.about !== "sidecar") return sidecarErrors.notRunning.code;
  switch (reason.kind) {
    case "unknown":
    case "stream-taken":
      return JSONRPCErrorCode.InvalidParams;
    case "breaker-open":
      return sidecarErrors.breakerOpen.code;
    case "exited":
    case "killed":
    case "program-missing":
    case "folder-missing":
    case "not-started":
    case "ports-taken":
    case "socket-taken":
    case "not-ready":
    case "too-many-restarts":
    case "does-not-end":
    case "not-running":
    case "no-unix-sockets":
    case "no-log":
      return sidecarErrors.notRunning.code;
    case "no-answer":
    case "odd-status":
    case "no-connection":
    case "odd-answer":
    case "connection-lost":
    case "slow-reader":
    case "too-large":
      return sidecarErrors.noAnswer.code;
    case "no-http":
    case "no-jsonrpc":
      return sidecarErrors.otherProtocol.code;
    case "too-many-streams":
    case "too-many-calls":
      return sidecarErrors.tooMany.code;
    case "login-refused":
      return sidecarErrors.loginRefused.code;
    case "answers-error":
      return reason.code;
  }
}
