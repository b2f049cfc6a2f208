/**
 * What the tray shows of a state, as data (icon spec, tooltip, menu of Actions), and when that changes because time
 * passes.
 */
import { nextAgentChange } from "../agents/sources.ts";
import { nextAlertChange } from "../alerts/due_alerts.ts";
import type { IconSpec } from "../icon/icon_spec.ts";
import { iconSpec } from "./icon_spec_from_state.ts";
import { nextPulseFrame } from "../icon/pulse.ts";
import { nextUptimeChange } from "../sidecars/shown_uptime.ts";
import type { MenuEntry } from "../menu_entry.ts";
import { readingOfUsage } from "../usage/usage.ts";
import type { State } from "../state.ts";
import { minute } from "../time/units.ts";
import { type Tooltip, tooltip } from "./tooltip.ts";
import { refreshAllowed, trayMenu } from "./tray_menu.ts";
import { usageAt } from "../usage/current_usage.ts";
import type { ViewOptions } from "./view_options.ts";

export interface TrayView {
  readonly icon: IconSpec;
  readonly tooltip: Tooltip;
  readonly menu: readonly MenuEntry[];
}

/** The view; every character of its texts is visible, whatever they were made of. */
export function trayView(state: State, now: number, options: ViewOptions): TrayView {
  const usage = usageAt(state, now);
  return {
    icon: iconSpec(state, usage, now),
    tooltip: tooltip(state, usage, now, options),
    menu: trayMenu(state, usage, now, options),
  };
}

/** Epoch ms of the next moment at which the view changes only because time passes. */
export function nextViewChange(state: State, now: number): number {
  const reading = readingOfUsage(usageAt(state, now));
  const moments: number[] = [now + 60 * minute];
  if (reading !== null) {
    const age = now - reading.observedAt;
    const unit = age < minute ? 10_000 : minute;
    moments.push(now + unit - ((age % unit) + unit) % unit);
    for (const limit of reading.limits) {
      if (limit.kind !== "window" || limit.resetsAt === null) continue;
      const leftMs = limit.resetsAt - now;
      if (leftMs > 0) moments.push(limit.resetsAt, now + (leftMs % minute) + 1);
      else if (limit.id === "session") moments.push(now + minute + leftMs % minute);
    }
  }
  const { credential } = state;
  if (credential.kind === "token" && credential.expiresAt !== null) moments.push(credential.expiresAt);
  const refresh = refreshAllowed(state, now);
  if (refresh?.kind === "no") moments.push(refresh.until);
  if (state.snoozedUntil !== null) moments.push(state.snoozedUntil);
  if (state.undelivered !== null) moments.push(nextAlertChange(state, now));
  moments.push(nextPulseFrame(state, now), nextAgentChange(state.agents, now) ?? Infinity);
  moments.push(nextUptimeChange(state.sidecars, now) ?? Infinity);
  return Math.min(...moments.filter((moment) => moment > now));
}
