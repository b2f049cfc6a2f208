/** Whether the settings of a sidecar have changed, and whether its process has to be another one for it. */
import type { SidecarSettings } from "./sidecar_settings.ts";

/** What the process does not notice: when it is started, and what is done when it fails. */
const notNoticed = {
  start: null,
  auto_restart: null,
  restart_delay_ms: null,
  unhealthy_after: null,
  max_restarts: null,
} satisfies Partial<Record<keyof SidecarSettings, null>>;

export function sameSettings(one: SidecarSettings, other: SidecarSettings): boolean {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));
}

/** Whether a process that was started with the one is as the other wants it. */
export function sameProcess(one: SidecarSettings, other: SidecarSettings): boolean {
  return JSON.stringify({ ...inOrder(one), ...notNoticed }) ===
    JSON.stringify({ ...inOrder(other), ...notNoticed });
}

/** All other keys are in the order of the schema. */
function inOrder(settings: SidecarSettings) {
  return { ...settings, env: Object.entries(settings.env).sort(([one], [other]) => one < other ? -1 : 1) };
}
