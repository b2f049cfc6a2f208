/**
 * The status line of the vendor's own program: one line without markup and without colours, which that program draws as it likes.
 * What matters most comes first, since a narrow terminal shows only the beginning.
 */
import { countsOf } from "../agents/agent_counts.ts";
import { agentPrograms } from "../agents/sources.ts";
import type { Messages } from "../language/messages.ts";
import type { State } from "../state.ts";
import { cut, shownLine } from "../text/shown_text.ts";
import { limitNameMax } from "../text/tooltip_and_menu_lengths.ts";
import { bindingLimit, isOver, type Limit, percentAt } from "../usage/limit.ts";
import { percentText, resetClock } from "../usage/limit_words.ts";
import { type Reading, readingOldMs, toldAtOf } from "../usage/reading.ts";
import type { StatusLineInput } from "../usage/status_line_input.ts";

/** Longer lines are cut, where the width is not known. */
const longestLine = 200;
/** A terminal has at least this many columns for a status line; less is a mistake. */
const leastColumns = 10;

export interface StatusLineOptions {
  readonly messages: Messages;
  /** How wide the terminal is; null = not known. */
  readonly columns: number | null;
}

/**
 * The line of a session. `reading`: of its account, with resets by this machine's clock; null = nothing is known of it but what the
 * session says itself.
 */
export function statusLine(
  state: State,
  input: StatusLineInput,
  { reading, now }: { readonly reading: Reading | null; readonly now: number },
  { messages, columns }: StatusLineOptions,
): string {
  const limits = reading?.limits ?? input.limits;
  const parts = [
    ...waitingPart(state, now, messages),
    ...(input.model === null ? [] : [cut(input.model, limitNameMax)]),
    ...(input.contextPercent === null ? [] : [messages.context(percentText(input.contextPercent, 0))]),
    ...shownLimits(limits, now).map((limit) =>
      [limitPart(limit, now, messages), ...agePart(reading, limit, now, messages)].join(" ")
    ),
  ];
  return cut(shownLine(parts.join(" · ")), Math.max(leastColumns, columns ?? longestLine));
}

function waitingPart(state: State, now: number, messages: Messages): readonly string[] {
  const counts = agentPrograms(state.agents, now).filter(({ isFollowed }) => isFollowed).map(countsOf);
  const waiting = counts.reduce((sum, counted) => sum + counted.waiting, 0);
  return waiting === 0 ? [] : [messages.agents.waiting(waiting)];
}

/** The session, the week, and the one that stops the work first. */
function shownLimits(limits: readonly Limit[], now: number): readonly Limit[] {
  const binding = bindingLimit(limits, now)?.limit.id;
  return limits.filter(({ id }) => id === "session" || id === "week" || id === binding);
}

function limitPart(limit: Limit, now: number, messages: Messages): string {
  const figure = `${cut(messages.limitName(limit.title), limitNameMax)} ${
    percentText(percentAt(limit, now), 0)
  }`;
  return limit.kind === "money" || limit.resetsAt === null || isOver(limit, now)
    ? figure
    : `${figure} ↻ ${resetClock(limit.resetsAt, now, messages)}`;
}

/** Old figures say how old they are. */
function agePart(reading: Reading | null, limit: Limit, now: number, messages: Messages): readonly string[] {
  const ageMs = reading === null ? 0 : now - toldAtOf(reading, limit);
  return ageMs < readingOldMs ? [] : [`(${messages.old(ageMs)})`];
}
