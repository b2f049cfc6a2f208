/** Why a sidecar does not run or is not well, in English. */
import type { Reason, SidecarReason } from "../../reason.ts";

export function sidecarReasonEn(reason: SidecarReason, reasonEn: (reason: Reason) => string): string {
  const after = (why: Reason) => reasonEn({ about: "several", kind: "after-colon", why });
  switch (reason.kind) {
    case "exited":
      return `It ended with status ${reason.code}`;
    case "killed":
      return `It was ended by ${reason.signal}`;
    case "program-missing":
      return `The program "${reason.program}" is not there`;
    case "folder-missing":
      return `The folder "${reason.folder}" is not there`;
    case "not-started":
      return `"${reason.program}" could not be started: ${after(reason.why)}`;
    case "ports-taken":
      return `Another program has ${reason.ports.length === 1 ? "port" : "the ports"} ${
        reason.ports.join(", ")
      }`;
    case "socket-taken":
      return `Another program has the socket "${reason.path}"`;
    case "not-ready":
      return `It was not ready within ${reason.seconds} s${
        reason.why === undefined ? "" : `: ${after(reason.why)}`
      }`;
    case "no-answer":
      return `No answer within ${reason.seconds} s`;
    case "odd-status":
      return `It answered with HTTP status ${reason.status}`;
    case "no-connection":
      return `It cannot be reached: ${after(reason.why)}`;
    case "login-refused":
      return "It refuses the token";
    case "odd-answer":
      return "Its answer cannot be understood";
    case "connection-lost":
      return "The connection was lost";
    case "no-unix-sockets":
      return "This system has no Unix sockets for programs";
    case "answers-error":
      return `It answered with an error: ${reason.text} (${reason.code})`;
    case "too-many-restarts":
      if (reason.count === 0) return `Given up at its first failure: ${after(reason.why)}`;
      return reason.count === 1
        ? `Given up after a restart: ${after(reason.why)}`
        : `Given up after ${reason.count} restarts: ${after(reason.why)}`;
    case "does-not-end":
      return `It cannot be ended (process ${reason.pids.join(", ")})`;
    case "unknown":
      return reason.names.length === 0
        ? `There is no sidecar "${reason.name}": the settings have none`
        : `There is no sidecar "${reason.name}"; there are ${reason.names.join(", ")}`;
    case "breaker-open":
      return `"${reason.name}" is not started any more until you start it: ${after(reason.why)}`;
    case "not-running":
      return `"${reason.name}" does not run`;
    case "no-http":
      return `"${reason.name}" does not speak HTTP: its health is not of type "http"`;
    case "no-jsonrpc":
      return `"${reason.name}" does not speak JSON-RPC: its health is not of type "jsonrpc"`;
    case "no-log":
      return `"${reason.name}" has printed nothing yet`;
    case "slow-reader":
      return `Nobody took what "${reason.name}" sent`;
    case "too-large":
      return `"${reason.name}" sent more than ${reason.bytes} bytes`;
    case "too-many-streams":
      return `${reason.count} streams are open already`;
    case "too-many-calls":
      return `${reason.count} calls are under way already`;
    case "stream-taken":
      return `There is a stream "${reason.stream}" already`;
  }
}
