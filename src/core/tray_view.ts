/** State to what the tray shows: icon spec, tooltip and a menu of Actions, as data. */
import type { Action } from "./action.ts";
import { alertLine, undeliveredLine } from "./alerts/alert_notice.ts";
import { nextAlertChange, waitingAlerts } from "./alerts/alerts.ts";
import { failureIn, forecastText, readingIn, stateLines } from "./status_lines.ts";
import type { IconSpec } from "./icon/icon_layout.ts";
import { conditionFor, iconSpec, nextPulseFrame, OLD_MS } from "./icon/icon_of_state.ts";
import { type MenuEntry, shownEntry } from "./menu_entry.ts";
import type { Messages } from "./language/messages.ts";
import { forecast } from "./usage/forecast.ts";
import { opencodeEntries } from "./agents/agent_menu.ts";
import { cut as clip, shownLine, shownLines } from "./text/shown_text.ts";
import { nextOpencodeChange, opencodeLine, waitingFor } from "./agents/waiting.ts";
import { periodOf } from "./usage/periods.ts";
import { sessionReset, snoozeAt } from "./alerts/snooze.ts";
import { mayAsk, type Permission } from "./usage/schedule.ts";
import type { State } from "./state.ts";
import { bindingLimit, type CurrentLimit, currentLimit, type Limit, percentAt } from "./usage/limit.ts";
import type { Reading } from "./usage/reading.ts";
import type { Usage } from "./usage/usage.ts";
import { periodsOf, readingOf, usageAt } from "./usage/current_usage.ts";
import { limitDetail, limitLine, percentText } from "./usage/limit_words.ts";
import { minute } from "./time/units.ts";

export interface TrayView {
  readonly icon: IconSpec;
  readonly tooltip: {
    /** At most 64 characters: some panels show nothing else. */
    readonly title: string;
    /** Lines, separated by "\n"; plain text. */
    readonly body: string;
  };
  readonly menu: readonly MenuEntry[];
}

export interface ViewOptions {
  readonly messages: Messages;
  /** Marks everything as simulated. */
  readonly demo: boolean;
}

const titleMax = 64;
const resetNewsMs = 2 * minute;
/** A reason may be as long as its writer likes; panels are not. */
const lineMax = 400;
/** How many of those who wait the tooltip names. */
const shownWaiting = 3;

/** Every text in it can be seen, whatever it was made of. */
export function trayView(state: State, now: number, options: ViewOptions): TrayView {
  const usage = usageAt(state, now);
  return {
    icon: iconSpec(state, usage, now),
    tooltip: {
      title: clip(shownLine(tooltipTitle(state, usage, now, options)), titleMax),
      body: shownLines(tooltipBody(state, usage, now, options.messages))
        .split("\n").map((line) => clip(line, lineMax)).join("\n"),
    },
    menu: menu(state, usage, now, options).map((entry) => shownEntry(entry, lineMax)),
  };
}

/** Epoch ms of the next moment at which the view changes by time alone. */
export function nextViewChange(state: State, now: number): number {
  const reading = readingIn(usageAt(state, now));
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
  moments.push(nextPulseFrame(state, now), nextOpencodeChange(state.opencode, now) ?? Infinity);
  return Math.min(...moments.filter((moment) => moment > now));
}

function tooltipTitle(state: State, usage: Usage, now: number, { messages, demo }: ViewOptions): string {
  const name = demo ? `claudeminder ${messages.demo}` : "claudeminder";
  const parts = titleParts(state, usage, now, messages);
  return clip(`${name}: ${parts.join(" | ")}`, titleMax);
}

function titleParts(state: State, usage: Usage, now: number, messages: Messages): readonly string[] {
  switch (usage.kind) {
    case "pending":
      return state.settingsProblems.length > 0
        ? [messages.settingsProblem(state.settingsProblems[0] ?? "")]
        : [messages.loading];
    case "down":
      return [messages.failure(usage.why)];
    case "fresh":
    case "stale": {
      const { reading } = usage;
      const session = reading.limits.find((limit) => limit.id === "session");
      const parts: string[] = [];
      if (session !== undefined) parts.push(percentText(percentAt(session, now), 1));
      const other = secondLimit(reading, now);
      if (other !== null) {
        // A long name must not cost the reset that stands behind it.
        parts.push(`${clip(shortName(other.limit, messages), 16)} ${percentText(other.percent, 0)}`);
      }
      if (session?.kind === "window" && session.resetsAt !== null) {
        parts.push(resetTitle(session.resetsAt, now, messages));
      }
      if (usage.kind === "stale" || now - reading.observedAt >= OLD_MS) {
        parts.push(messages.old(now - reading.observedAt));
      }
      return parts.length === 0 ? [messages.noLimits] : parts;
    }
  }
}

/** A reset whose new figures have not come for a while is news no more. */
function resetTitle(resetsAt: number, now: number, messages: Messages): string {
  return now - resetsAt < resetNewsMs
    ? messages.resetTitle(messages.duration(resetsAt - now))
    : messages.resetAgoTitle(messages.ago(now - resetsAt));
}

/** The limit named beside the session: the binding one if it is another, else the week. */
function secondLimit(reading: Reading, now: number): CurrentLimit | null {
  const binding = bindingLimit(reading.limits, now);
  if (binding !== null && binding.limit.id !== "session") return binding;
  return currentLimit(reading.limits, "week", now);
}

function shortName({ title }: Limit, messages: Messages): string {
  switch (title.kind) {
    case "week":
      return title.scope ?? messages.limitName(title).toLowerCase();
    case "session":
    case "extra":
    case "named":
      return messages.limitName(title);
  }
}

function tooltipBody(state: State, usage: Usage, now: number, messages: Messages): string {
  const reading = readingIn(usage);
  const lines = reading === null
    ? []
    : reading.limits.map((limit) =>
      `${messages.limitName(limit.title)}: ${limitDetail(limit, now, messages)}`
    );
  return [...agentLines(state, now, messages), ...lines, ...stateLines(state, usage, now, messages)].join(
    "\n",
  );
}

/** Who works and who waits, and for what: the longest wait first. */
function agentLines(state: State, now: number, messages: Messages): readonly string[] {
  const line = opencodeLine(state.opencode, now, messages.opencode);
  if (line === null) return [];
  const waiting = waitingFor(state.opencode, now, messages.opencode).slice(0, shownWaiting);
  return [line, ...waiting.map(({ text }) => clip(text, 80))];
}

function menu(
  state: State,
  usage: Usage,
  now: number,
  { messages, demo }: ViewOptions,
): readonly MenuEntry[] {
  const entries: MenuEntry[] = [];
  if (demo) entries.push(info("demo", messages.demoLine));
  entries.push(...undelivered(state, now, messages));
  const reading = readingIn(usage);
  if (reading !== null) {
    if (reading.limits.length === 0) entries.push(info("no-limits", messages.noLimits));
    const binding = bindingLimit(reading.limits, now);
    for (const limit of reading.limits) {
      const mark = binding?.limit === limit && reading.limits.length > 1 ? ` · ${messages.stopsFirst}` : "";
      const period = periodOf(periodsOf(state), reading.account, limit.id);
      const ahead = period === null ? null : forecastText(forecast(period, now), now, messages);
      const label = [limitLine(limit, now, messages), ...(ahead === null ? [] : [ahead])].join(" · ") + mark;
      entries.push({ kind: "item", id: `limit:${limit.id}`, label, action: null, figure: true });
    }
    entries.push({ kind: "separator", id: "after-limits" });
  }
  stateLines(state, usage, now, messages).forEach((line, index) =>
    entries.push(info(`state:${index}`, line))
  );
  const agents = opencodeEntries(state.opencode, now, messages);
  if (agents.length > 0) entries.push({ kind: "separator", id: "before-agents" }, ...agents);
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

/** What could not be shown otherwise stands first, with the reason. */
function undelivered(state: State, now: number, messages: Messages): readonly MenuEntry[] {
  const why = undeliveredLine(state, now, messages);
  if (why === null) return [];
  return [
    ...waitingAlerts(state, now).map((alert): MenuEntry => ({
      kind: "item",
      id: `alert:${alert.series}`,
      label: alertLine(alert, state, now, messages),
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

function refreshAllowed(state: State, now: number): Permission | null {
  const { credential } = state;
  return credential.kind === "token" ? mayAsk(state, credential.tokenHash, now) : null;
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
    ? messages.startsOtherAtLogin(clip(autostart.path, titleMax))
    : messages.startAtLogin;
  const checked = autostart.kind === "on";
  return [{ kind: "item", id: "autostart", label, action: { kind: "toggle-autostart" }, checked }];
}

/** A line and no more: what to do with it is the person's own affair. */
function newerVersion({ newerVersion: version }: State, messages: Messages): readonly MenuEntry[] {
  return version === null ? [] : [info("newer-version", messages.newerVersion(clip(version, titleMax)))];
}

function needsSignIn(usage: Usage): boolean {
  const failure = failureIn(usage);
  return failure !== null && (conditionFor(failure) === "signed-out" || failure.kind === "scope");
}

function info(id: string, label: string): MenuEntry {
  return { kind: "item", id, label, action: null };
}

function item(id: string, label: string, action: Action): MenuEntry {
  return { kind: "item", id, label, action };
}
