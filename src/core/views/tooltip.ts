/** The tooltip of the tray icon: what its title and its lines say. */
import { agentsLine } from "../agents/agent_counts.ts";
import { agentPrograms } from "../agents/sources.ts";
import { waitingFor } from "../agents/waiting_line.ts";
import type { Messages } from "../language/messages.ts";
import { failedSidecars } from "../sidecars/failed_sidecars.ts";
import { ageNote, stateLines } from "./state_lines.ts";
import type { State } from "../state.ts";
import { cut, shownLine, shownLines } from "../text/shown_text.ts";
import { minute } from "../time/units.ts";
import {
  limitNameMax,
  tooltipLineMax,
  tooltipTitleMax,
  tooltipWaitingLineMax,
} from "../text/tooltip_and_menu_lengths.ts";
import {
  bindingLimit,
  type CurrentLimit,
  currentLimit,
  isOver,
  type Limit,
  percentAt,
} from "../usage/limit.ts";
import { limitAmount, limitDetail, percentText } from "../usage/limit_words.ts";
import { type Reading, readingOldMs } from "../usage/reading.ts";
import { readingOfUsage, type Usage } from "../usage/usage.ts";
import type { ViewOptions } from "./view_options.ts";

export interface Tooltip {
  /** Some panels show only the title. */
  readonly title: string;
  /** Lines, separated by "\n", without markup. */
  readonly body: string;
}

/** How many of the waiting agents are named. */
const shownWaiting = 3;
/** How many of the failed sidecars are named. */
const shownFailed = 3;
/** A reset is news for this long. Later, if its new figures have still not come, the title says how long ago it was. */
const resetNewsMs = 2 * minute;

/** The tooltip; every character of its texts is visible. */
export function tooltip(state: State, usage: Usage, now: number, options: ViewOptions): Tooltip {
  return {
    title: cut(shownLine(tooltipTitle(state, usage, now, options)), tooltipTitleMax),
    body: shownLines(tooltipBody(state, usage, now, options.messages))
      .split("\n").map((line) => cut(line, tooltipLineMax)).join("\n"),
  };
}

function tooltipTitle(state: State, usage: Usage, now: number, { messages, demo }: ViewOptions): string {
  const name = demo ? `claudeminder ${messages.demo}` : "claudeminder";
  const parts = titleParts(state, usage, now, messages);
  return cut(`${name}: ${parts.join(" | ")}`, tooltipTitleMax);
}

function titleParts(state: State, usage: Usage, now: number, messages: Messages): readonly string[] {
  switch (usage.kind) {
    case "pending":
      return [
        ...state.settingsProblems.slice(0, 1).map((problem) => messages.settingsProblem(problem)),
        ...(state.settingsProblems.length > 0 ? [] : [messages.loading]),
      ];
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
        parts.push(`${cut(shortName(other.limit, messages), limitNameMax)} ${percentText(other.percent, 0)}`);
      }
      if (session?.kind === "window" && session.resetsAt !== null) {
        parts.push(resetTitle(session.resetsAt, now, messages));
      }
      if (reading.limits.every(({ usedPercent }) => usedPercent === null)) {
        parts.push(...amountParts(reading, now, messages));
      }
      if (usage.kind === "stale" || now - reading.observedAt >= readingOldMs) {
        parts.push(messages.old(now - reading.observedAt));
      }
      return parts.length === 0 ? [messages.noLimits] : parts;
    }
  }
}

/** What was spent of the first limit that is counted in money: some accounts have no percentage at all. */
function amountParts({ limits }: Reading, now: number, messages: Messages): readonly string[] {
  const amounts = limits.flatMap((limit) => {
    const amount = limit.kind === "window" && isOver(limit, now) ? null : limitAmount(limit, messages);
    return amount === null ? [] : [`${cut(shortName(limit, messages), limitNameMax)} ${amount}`];
  });
  return amounts.slice(0, 1);
}

/** In what time the reset is, or how long ago it was. */
function resetTitle(resetsAt: number, now: number, messages: Messages): string {
  return now - resetsAt < resetNewsMs
    ? messages.resetTitle(messages.duration(resetsAt - now))
    : messages.resetAgoTitle(messages.ago(now - resetsAt));
}

/**
 * The limit that is named beside the session: the one that stops the work first, or the week if that is the session
 * itself.
 */
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
  const reading = readingOfUsage(usage);
  const lines = reading === null ? [] : reading.limits.map((limit) =>
    [
      `${messages.limitName(limit.title)}: ${limitDetail(limit, now, messages)}`,
      ...ageNote(reading, limit, now, messages),
    ].join(" · ")
  );
  return [
    ...agentLines(state, now, messages),
    ...lines,
    ...sidecarLines(state, messages),
    ...stateLines(state, usage, now, messages),
  ].join("\n");
}

/** Which agents work and which wait, and for what. The longest wait comes first. */
function agentLines(state: State, now: number, messages: Messages): readonly string[] {
  const programs = agentPrograms(state.agents, now);
  const line = agentsLine(programs, messages.agents);
  if (line === null) return [];
  const waiting = waitingFor(programs, messages.agents).slice(0, shownWaiting);
  return [line, ...waiting.map(({ text }) => cut(text, tooltipWaitingLineMax))];
}

function sidecarLines({ sidecars }: State, messages: Messages): readonly string[] {
  const failed = failedSidecars(sidecars, messages);
  const more = failed.length - shownFailed;
  return more <= 0 ? failed : [...failed.slice(0, shownFailed), messages.sidecars.more(more)];
}

/**
 * The tooltip as one text of at most `limit` UTF-16 units: the title and as many whole lines of the body as fit. It is
 * "" if `limit` is null, because then no tooltip can be shown. Only a title that is too long by itself is cut, with an
 * ellipsis.
 */
export function shortTooltip({ tooltip }: { readonly tooltip: Tooltip }, limit: number | null): string {
  if (limit === null) return "";
  const [title = "", ...lines] = shownLines(`${tooltip.title}\n${tooltip.body}`).trimEnd().split("\n");
  // Half of a surrogate pair would be shown as a box.
  if (title.length > limit) return `${title.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
  let text = title;
  for (const line of lines) {
    const longer = `${text}\n${line}`;
    if (longer.length > limit) break;
    text = longer;
  }
  return text;
}
