/** State to what the tray shows: icon spec, tooltip and a menu of Actions, as data. */
import { failureIn, limitDetail, limitLine, percentText, readingIn, stateLines } from "./describe.ts";
import type { IconCondition, IconSpec } from "./icon.ts";
import type { Messages } from "./messages.ts";
import { mayAsk, type Permission } from "./schedule.ts";
import type { Action } from "./action.ts";
import { snoozeAt, type State, type Usage, usageAt } from "./state.ts";
import {
  bindingLimit,
  type CurrentLimit,
  currentLimit,
  type Failure,
  followedLimit,
  levelOf,
  type Limit,
  percentAt,
  type Reading,
} from "./usage.ts";

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

/** `id` is stable over views and unique in the whole menu: the same entry keeps it while its label changes. */
export type MenuEntry =
  | {
    readonly kind: "item";
    readonly id: string;
    readonly label: string;
    /** An entry without one only informs, and is shown disabled unless it is a `figure`. */
    readonly action: Action | null;
    /** What the menu is opened for: as readable as an entry that can be chosen, though choosing it does nothing. */
    readonly figure?: true;
    readonly checked?: boolean;
  }
  | {
    readonly kind: "submenu";
    readonly id: string;
    readonly label: string;
    readonly entries: readonly MenuEntry[];
  }
  | { readonly kind: "separator"; readonly id: string };

export interface ViewOptions {
  readonly messages: Messages;
  /** Marks everything as simulated. */
  readonly demo: boolean;
}

const minute = 60_000;
/** A reading this old looks old, whatever the reason. */
const oldMs = 15 * minute;
const titleMax = 64;

export function trayView(state: State, now: number, options: ViewOptions): TrayView {
  const usage = usageAt(state, now);
  return {
    icon: iconSpec(state, usage, now),
    tooltip: {
      title: tooltipTitle(state, usage, now, options),
      body: tooltipBody(state, usage, now, options.messages),
    },
    menu: menu(state, usage, now, options),
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
      if (limit.kind !== "window" || limit.resetsAt === null || limit.resetsAt <= now) continue;
      moments.push(limit.resetsAt, now + ((limit.resetsAt - now) % minute) + 1);
    }
  }
  const { credential } = state;
  if (credential.kind === "token" && credential.expiresAt !== null) moments.push(credential.expiresAt);
  const refresh = refreshAllowed(state, now);
  if (refresh?.kind === "no") moments.push(refresh.until);
  if (state.snoozedUntil !== null) moments.push(state.snoozedUntil);
  return Math.min(...moments.filter((moment) => moment > now));
}

function iconSpec(state: State, usage: Usage, now: number): IconSpec {
  const { style, follow } = state.config.icon;
  const followed = shownLimit(usage, follow, now);
  return {
    style,
    condition: state.configProblems.length > 0 ? "problem" : conditionOf(usage, followed, now),
    percent: followed === null ? null : Math.floor(followed.percent),
    level: followed === null ? null : levelOf(followed.percent, state.config.levels),
    snoozed: snoozeAt(state, now) !== null,
    attention: null,
    pulse: 0,
  };
}

function shownLimit(
  usage: Usage,
  follow: State["config"]["icon"]["follow"],
  now: number,
): CurrentLimit | null {
  const limits = readingIn(usage)?.limits ?? [];
  // Where the followed window does not run, what binds is shown rather than nothing.
  return followedLimit(limits, follow, now) ?? bindingLimit(limits, now);
}

function conditionOf(usage: Usage, followed: CurrentLimit | null, now: number): IconCondition {
  switch (usage.kind) {
    case "pending":
      return "waiting";
    case "fresh":
      if (now - usage.reading.observedAt >= oldMs) return "stale";
      return followed === null && usage.reading.limits.some((limit) => percentAt(limit, now) === null)
        ? "waiting"
        : "good";
    case "stale":
    case "down":
      return conditionFor(usage.why);
  }
}

function conditionFor(failure: Failure): IconCondition {
  switch (failure.kind) {
    case "offline":
      return "offline";
    case "rate-limited":
      return "rate-limited";
    case "signed-out":
    case "token-expired":
    case "token-refused":
      return "signed-out";
    case "server-error":
    case "odd-body":
      return "stale";
    case "scope":
    case "no-endpoint":
    case "certificate":
    case "setting":
    case "credentials-unreadable":
      return "problem";
  }
}

function tooltipTitle(state: State, usage: Usage, now: number, { messages, demo }: ViewOptions): string {
  const name = demo ? `claudeminder ${messages.demo}` : "claudeminder";
  const parts = titleParts(state, usage, now, messages);
  return clip(`${name}: ${parts.join(" | ")}`, titleMax);
}

function titleParts(state: State, usage: Usage, now: number, messages: Messages): readonly string[] {
  switch (usage.kind) {
    case "pending":
      return state.configProblems.length > 0
        ? [messages.settingsProblem(state.configProblems[0] ?? "")]
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
        parts.push(messages.resetTitle(messages.duration(session.resetsAt - now)));
      }
      if (usage.kind === "stale" || now - reading.observedAt >= oldMs) {
        parts.push(messages.old(now - reading.observedAt));
      }
      return parts.length === 0 ? [messages.noLimits] : parts;
    }
  }
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
  return [...lines, ...stateLines(state, usage, now, messages)].join("\n");
}

function menu(
  state: State,
  usage: Usage,
  now: number,
  { messages, demo }: ViewOptions,
): readonly MenuEntry[] {
  const entries: MenuEntry[] = [];
  if (demo) entries.push(info("demo", messages.demoLine));
  const reading = readingIn(usage);
  if (reading !== null) {
    if (reading.limits.length === 0) entries.push(info("no-limits", messages.noLimits));
    const binding = bindingLimit(reading.limits, now);
    for (const limit of reading.limits) {
      const mark = binding?.limit === limit && reading.limits.length > 1 ? ` · ${messages.stopsFirst}` : "";
      const label = limitLine(limit, now, messages) + mark;
      entries.push({ kind: "item", id: `limit:${limit.id}`, label, action: null, figure: true });
    }
    entries.push({ kind: "separator", id: "after-limits" });
  }
  stateLines(state, usage, now, messages).forEach((line, index) =>
    entries.push(info(`state:${index}`, line))
  );
  entries.push({ kind: "separator", id: "after-state" });
  entries.push(refreshItem(state, now, messages), snoozeMenu(state, now, messages));
  if (needsSignIn(usage)) entries.push(item("sign-in", messages.signIn, { kind: "sign-in" }));
  entries.push(
    item("open-settings", messages.openSettings, { kind: "open-settings" }),
    { kind: "separator", id: "before-quit" },
    item("quit", messages.quit, { kind: "quit" }),
  );
  return entries;
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
  const offered = [...new Set([...state.config.reminder.snooze_minutes, 60])];
  const entries = offered.map((minutes) =>
    item(`snooze:${minutes}`, messages.snoozeFor(minutes), { kind: "snooze", minutes })
  );
  if (until !== null) entries.push(item("resume", messages.resume, { kind: "clear-snooze" }));
  const label = until === null ? messages.snooze : messages.snoozedUntil(messages.clock(until, now));
  return { kind: "submenu", id: "snooze", label, entries };
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

function clip(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join("")}…`;
}
