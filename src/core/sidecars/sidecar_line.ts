/** One sidecar in a line, as a person is told of it. */
import type { SidecarMessages } from "../language/sidecar_messages.ts";
import { second } from "../time/units.ts";
import type { SidecarStatus } from "./sidecar_json.ts";

/** What the line says. */
export type SidecarLineFacts = Pick<
  SidecarStatus,
  "name" | "state" | "failureCount" | "unhealthy_after" | "uptime_seconds" | "port" | "restartCount"
>;

/** "agents: running · 12 min · port 8765 · 2 restarts" */
export function sidecarLine(status: SidecarLineFacts, messages: SidecarMessages): string {
  const { name, state, failureCount, unhealthy_after, uptime_seconds, port, restartCount } = status;
  const parts = [
    messages.phases[state],
    ...(failureCount === 0 ? [] : [messages.failedChecks(failureCount, unhealthy_after)]),
    ...(uptime_seconds === null ? [] : [messages.uptime(uptime_seconds * second)]),
    ...(port === null ? [] : [messages.port(port)]),
    ...(restartCount === 0 ? [] : [messages.restarts(restartCount)]),
  ];
  return `${name}: ${parts.join(" · ")}`;
}
