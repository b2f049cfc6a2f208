/** What is said of sidecars, in English. */
import { day, hour, minute } from "../../time/units.ts";
import type { SidecarMessages } from "../sidecar_messages.ts";

export const sidecarsEn: SidecarMessages = {
  phases: {
    idle: "not started",
    starting: "starting",
    healthy: "running",
    unhealthy: "not well",
    restarting: "restarts soon",
    stopping: "stopping",
    stopped: "stopped",
    failed: "failed",
  },
  failedChecks: (failures, allowed) => `${failures} of ${allowed} checks failed`,
  uptime(ms) {
    if (ms < minute) return "under 1 min";
    if (ms < hour) return `${Math.floor(ms / minute)} min`;
    if (ms < 2 * day) return `${Math.floor(ms / hour)} h`;
    return `${Math.floor(ms / day)} days`;
  },
  port: (port) => `port ${port}`,
  restarts: (count) => count === 1 ? "1 restart" : `${count} restarts`,
  failed: (name, why) => `Sidecar ${name} failed: ${why}`,
  hasFailed: (name) => `Sidecar ${name} failed`,
  severalFailed: (count) => `${count} sidecars failed`,
  startAgain: "Start again",
  startNamed: (name) => `Start ${name}`,
  start: "Start",
  stop: "Stop",
  restart: "Restart",
  openLog: "Open log",
  more: (count) => count === 1 ? "+1 more sidecar" : `+${count} more sidecars`,
};
