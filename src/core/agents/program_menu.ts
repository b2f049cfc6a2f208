/** One program in the menu: its sessions, what each does, and what is wrong with it. */
import type { AgentMessages } from "../language/agent_messages.ts";
import type { Messages } from "../language/messages.ts";
import type { MenuEntry } from "../menu_entry.ts";
import { cut } from "../text/shown_text.ts";
import { countsLine, countsOf, isKnownIdle } from "./agent_counts.ts";
import { info, item, label, programEntryId } from "./menu_line.ts";
import type { AgentProgram } from "./program.ts";
import { projectOf } from "./program_names.ts";
import type { AgentSession } from "./session.ts";
import { MENU_TOOLS_MAX } from "./menu_maximums.ts";
import { menuSessionTitleMax } from "../text/tooltip_and_menu_lengths.ts";
import { type ShownSession, shownSessions } from "./shown_sessions.ts";
import { stillWaiting } from "./still_waiting.ts";
import { toolLabel } from "./waiting_words.ts";

/** The sentences needed here. */
export type AgentWords = Pick<Messages, "clock"> & { readonly agents: AgentMessages };

/** Subagents are indented below their parents, up to this depth. */
const DEPTH_MAX = 6;

/** `max`: how many of its sessions are shown. */
export function programEntry(
  program: AgentProgram,
  { name, max, now, words }: {
    readonly name: string;
    readonly max: number;
    readonly now: number;
    readonly words: AgentWords;
  },
): MenuEntry {
  const id = programEntryId(program);
  const { agents } = words;
  const only = (state: string, hint: string | null = null): MenuEntry => ({
    kind: "submenu",
    id,
    label: label(`${name} · ${state}`),
    entries: [info(`${id}:about`, hint ?? about(program))],
  });
  switch (program.reach.kind) {
    case "starting":
      return only(agents.starting);
    case "locked":
      return only(agents.locked, agents.lockedHint);
    case "not-answering":
      return only(agents.notAnswering(words.clock(program.reach.since, now)));
    case "connected":
    case "polled": {
      if (!program.isFollowed) return only(agents.starting);
      const state = countsLine(countsOf(program), agents);
      const waits = new Set(stillWaiting(program).map(({ session }) => session));
      const shown = shownSessions(program);
      const more = Math.max(0, shown.length - max) + program.leftOut.sessions;
      const entries = [
        ...shown.slice(0, max).flatMap((one) =>
          sessionEntries(program, one, waits.has(one.session.id), now, words)
        ),
        ...(more === 0 ? [] : [info(`${id}:more`, agents.more(more))]),
      ];
      return {
        kind: "submenu",
        id,
        label: label(
          [name, ...(state.length === 0 && isKnownIdle(program, now) ? [agents.idle] : state)].join(" · "),
        ),
        entries: entries.length > 0 ? entries : [info(`${id}:about`, about(program))],
      };
    }
  }
}

function about({ product, version, address }: AgentProgram): string {
  return [product, version, address].filter((part) => part !== "").join(" ");
}

function sessionEntries(
  program: AgentProgram,
  { session, depth }: ShownSession,
  waits: boolean,
  now: number,
  words: AgentWords,
): readonly MenuEntry[] {
  const { tools, todos } = session;
  const id = `${programEntryId(program)}:session:${session.id}`;
  const indent = "    ".repeat(Math.min(depth, DEPTH_MAX));
  const title = cut(session.title === "" ? words.agents.untitled : session.title, menuSessionTitleMax);
  const where = session.directory === program.directory ? "" : `${projectOf(program, session)}: `;
  const cost = session.cost < 0.005 ? "" : ` · $${session.cost.toFixed(2)}`;
  const state = waits ? words.agents.waits : statusLabel(session, now, words);
  const said = [title, ...state === "" ? [] : [state]].join(" · ") + cost;
  const left = todos.pending + todos.inProgress;
  return [
    item(id, `${indent}${depth > 0 ? "↳ " : ""}${where}${said}`, {
      kind: "focus-session",
      instance: program.key,
      session: session.id,
    }),
    ...tools.slice(0, MENU_TOOLS_MAX)
      .map((tool) => info(`${id}:tool:${tool.id}`, `${indent}    ${toolLabel(tool)}`)),
    ...(tools.length <= MENU_TOOLS_MAX
      ? []
      : [info(`${id}:tools`, `${indent}    ${words.agents.more(tools.length - MENU_TOOLS_MAX)}`)]),
    ...(left === 0 ? [] : [
      info(`${id}:todos`, `${indent}    ${words.agents.todos(left, todos.current ?? todos.next)}`),
    ]),
  ];
}

/** "" = nothing is shown. */
function statusLabel(
  { status, error }: AgentSession,
  now: number,
  { clock, agents }: AgentWords,
): string {
  switch (status.kind) {
    case "busy":
      return agents.busyNow;
    case "retry": {
      const at = status.nextAt === null ? null : clock(status.nextAt, now);
      return agents.retries(at, status.attempt, status.message);
    }
    case "idle":
      return error === null ? agents.idle : agents.stopped(error);
    case "unknown":
      return "";
  }
}
