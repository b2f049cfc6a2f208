/** The state in one short line without markup, for a bar or a prompt. What matters most comes first. */
import type { Messages } from "../../language/messages.ts";
import { cut, shownLine } from "../../text/shown_text.ts";
import { limitNameMax } from "../../text/tooltip_and_menu_lengths.ts";
import type { BarFacts, BarLimit } from "./bar_facts.ts";
import { withoutBarMarkup } from "./bar_markup.ts";

/** Where there is something to say about a failure, it gets so many characters. */
const troubleMax = 60;

/** "1 waits for you · Fable 81% ↻ 2d 4h · Session 15%" */
export function barLine(facts: BarFacts, now: number, messages: Messages): string {
  const { limit, session, waits, spent, snoozedUntil, observedAt, old, trouble } = facts;
  const parts = [
    ...(waits === 0 ? [] : [messages.agents.waiting(waits)]),
    ...(limit === null ? [] : [limitPart(limit, now, messages)]),
    ...(limit === null || session === null || session.id === limit.id ? [] : [figure(session)]),
    ...(limit === null && spent !== "" ? [spent] : []),
    ...(limit === null && trouble === "" && spent === ""
      ? [observedAt === null ? messages.loading : messages.noLimits]
      : []),
    ...(trouble === "" ? [] : [cut(trouble, troubleMax)]),
    ...(observedAt !== null && old ? [messages.old(now - observedAt)] : []),
    ...(snoozedUntil === null ? [] : [messages.bars.snoozed(messages.clock(snoozedUntil, now))]),
  ];
  return withoutBarMarkup(shownLine(parts.join(" · ")));
}

function limitPart(limit: BarLimit, now: number, messages: Messages): string {
  const { resetsAt } = limit;
  return resetsAt === null ? figure(limit) : `${figure(limit)} ↻ ${messages.duration(resetsAt - now)}`;
}

function figure({ name, percent }: BarLimit): string {
  return `${cut(name, limitNameMax)} ${percent ?? "--"}%`;
}
