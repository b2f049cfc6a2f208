/** What the command `sidecar` says, in English. */
import type { SidecarCommandMessages } from "../sidecar_command_messages.ts";

export const sidecarCommandEn: SidecarCommandMessages = {
  commands: {
    list: "print the sidecars and what they do",
    start: "start a sidecar, and wait until it is well",
    stop: "end a sidecar, and wait until it is gone",
    restart: "end a sidecar and start it, and wait until it is well",
    logs: "print the last lines that a sidecar has printed; on a terminal, `!` marks its errors",
  },
  options: {
    follow: "print new lines too, until stopped",
    lines: "how many of the last lines",
  },
  columns: {
    name: "NAME",
    state: "STATE",
    uptime: "UPTIME",
    place: "ADDRESS",
    restarts: "RESTARTS",
    reason: "REASON",
  },
  none: (file) => `no sidecars: add a [[sidecar]] to the settings, ${file}`,
  runs: (name, where) => `${name} runs: ${where}`,
  inProcess: (pid) => `process ${pid}`,
  stopped: (name) => `${name} has ended`,
  badLines: (most, got) => `sidecar logs: --lines must be a whole number from 1 to ${most}, got ${got}`,
  missed: (count) => `... ${count} more, see the file ...`,
};
