/** The menu of the tray icon: which entries it has, in which order, and what each does. */
import type { Action } from "../action.ts";
import { agentEntries } from "../agents/agent_menu.ts";
import { agentPrograms } from "../agents/sources.ts";
import { alertLine, undeliveredLine } from "../alerts/alert_line.ts";
import { undeliveredAlerts } from "../alerts/due_alerts.ts";
import { sessionReset, snoozeAt } from "../alerts/snooze.ts";
import { conditionFor } from "./icon_spec_from_state.ts";
import type { Messages } from "../language/messages.ts";
import { type MenuEntry, shownEntry } from "../menu_entry.ts";
import { sidecarEntries } from "../sidecars/sidecar_menu.ts";
import { ageNote, stateLines } from "./state_lines.ts";
import type { State } from "../state.ts";
import { cut } from "../text/shown_text.ts";
import { menuNameMax } from "../text/tooltip_and_menu_lengths.ts";
import { periodsOf, readingOf } from "../usage/current_usage.ts";
import { forecast } from "../forecast/forecast.ts";
import { forecastText } from "../forecast/forecast_words.ts";
import { profileOf } from "../forecast/work_profile.ts";
import { bindingLimit } from "../usage/limit.ts";
import { limitLine } from "../usage/limit_words.ts";
import { periodOf } from "../usage/periods.ts";
import { scheduledToken } from "../usage/schedule_input.ts";
import { mayRequest, type RequestPermission } from "../usage/may_request.ts";
import { failureOfUsage, readingOfUsage, type Usage } from "../usage/usage.ts";
import type { ViewOptions } from "./view_options.ts";

/** The entries of the menu in their order. Every character of their labels is visible. */
export function trayMenu(
  state: State,
  usage: Usage,
  now: number,
  options: ViewOptions,
): readonly MenuEntry[] {
  return entries(state, usage, now, options).map(shownEntry);
}

function entries(
  state: State,
  usage: Usage,
  now: number,
  { messages, demo }: ViewOptions,
): readonly MenuEntry[] {
  const entries: MenuEntry[] = [];
  if (demo) entries.push(info("demo", messages.demoLine));
  entries.push(...undelivered(state, now, messages));
  const reading = readingOfUsage(usage);
  if (reading !== null) {
    if (reading.limits.length === 0) entries.push(info("no-limits", messages.noLimits));
    const binding = bindingLimit(reading.limits, now);
    for (const limit of reading.limits) {
      const mark = binding?.limit === limit && reading.limits.length > 1 ? ` · ${messages.stopsFirst}` : "";
      const period = periodOf(periodsOf(state), reading.account, limit.id);
      const ahead = period === null
        ? null
        : forecastText(forecast(period, now, profileOf(state.profiles, period)), now, messages);
      const label = [
        limitLine(limit, now, messages),
        ...(ahead === null ? [] : [ahead]),
        ...ageNote(reading, limit, now, messages),
      ].join(" · ") + mark;
      entries.push({ kind: "item", id: `limit:${limit.id}`, label, action: null, figure: true });
    }
    entries.push({ kind: "separator", id: "after-limits" });
  }
  stateLines(state, usage, now, messages).forEach((line, index) =>
    entries.push(info(`state:${index}`, line))
  );
  const agents = agentEntries(agentPrograms(state.agents, now), now, messages);
  if (agents.length > 0) entries.push({ kind: "separator", id: "before-agents" }, ...agents);
  const sidecars = sidecarEntries(state.sidecars, now, messages);
  if (sidecars.length > 0) entries.push({ kind: "separator", id: "before-sidecars" }, ...sidecars);
  entries.push({ kind: "separator", id: "after-state" });
  entries.push(refreshItem(state, now, messages), snoozeMenu(state, now, messages));
  if (needsSignIn(usage)) entries.push(item("sign-in", messages.signIn, { kind: "sign-in" }));
  entries.push(
    item("open-settings", messages.openSettings, { kind: "open-settings" }),
    ...autostartItem(state, messages),
    ...newerVersion(state, messages),
    { kind: "separator", id: "before-quit" },
    item("quit", messages.quit, { kind: "quit" }),
  );
  return entries;
}

/** Alerts that could not be shown as notifications come first, with the reason. */
function undelivered(state: State, now: number, messages: Messages): readonly MenuEntry[] {
  const why = undeliveredLine(state, now, messages);
  if (why === null) return [];
  return [
    ...undeliveredAlerts(state, now).map((alert): MenuEntry => ({
      kind: "item",
      id: `alert:${alert.series}`,
      label: alertLine(alert, now, messages),
      action: null,
      figure: true,
    })),
    info("undelivered", why),
    { kind: "separator", id: "after-alerts" },
  ];
}

function refreshItem(state: State, now: number, messages: Messages): MenuEntry {
  const allowed = refreshAllowed(state, now);
  return allowed?.kind === "no"
    ? info("refresh", `${messages.refreshNow} · ${messages.nextTry(messages.clock(allowed.until, now))}`)
    : item("refresh", messages.refreshNow, { kind: "refresh" });
}

/** Whether the program may ask for the usage now; null = there is no token to ask with. */
export function refreshAllowed(state: State, now: number): RequestPermission | null {
  const { credential } = state;
  const token = scheduledToken(credential);
  return token === null ? null : mayRequest(state, token, now);
}

function snoozeMenu(state: State, now: number, messages: Messages): MenuEntry {
  const until = snoozeAt(state, now);
  const offered = [...new Set([...state.settings.reminder.snooze_minutes, 60])];
  const entries = offered.map((minutes) =>
    item(`snooze:${minutes}`, messages.snoozeFor(minutes), { kind: "snooze", minutes })
  );
  if (sessionReset(readingOf(state), now) !== null) {
    entries.push(item("snooze:reset", messages.snoozeUntilReset, { kind: "snooze-until-reset" }));
  }
  if (until !== null) entries.push(item("resume", messages.resume, { kind: "clear-snooze" }));
  const label = until === null ? messages.snooze : messages.snoozedUntil(messages.clock(until, now));
  return { kind: "submenu", id: "snooze", label, entries };
}

function autostartItem({ autostart }: State, messages: Messages): readonly MenuEntry[] {
  if (autostart === null) return [];
  const label = autostart.kind === "other"
    ? messages.startsOtherAtLogin(cut(autostart.path, menuNameMax))
    : messages.startAtLogin;
  const checked = autostart.kind === "on";
  return [{ kind: "item", id: "autostart", label, action: { kind: "toggle-autostart" }, checked }];
}

/** Only a line: what to do about it is left to the person. */
function newerVersion({ newerVersion: version }: State, messages: Messages): readonly MenuEntry[] {
  return version === null ? [] : [info("newer-version", messages.newerVersion(cut(version, menuNameMax)))];
}

function needsSignIn(usage: Usage): boolean {
  const failure = failureOfUsage(usage);
  return failure !== null && (conditionFor(failure) === "signed-out" || failure.kind === "scope");
}

function info(id: string, label: string): MenuEntry {
  return { kind: "item", id, label, action: null };
}

function item(id: string, label: string, action: Action): MenuEntry {
  return { kind: "item", id, label, action };
}
