/** One session in the menu: its title, what it does or waits for, its running tools and what it has still to do. */
import type { AgentMessages } from "../language/agent_messages.ts";
import type { Messages } from "../language/messages.ts";
import type { MenuEntry } from "../menu_entry.ts";
import { cut } from "../text/shown_text.ts";
import { menuSessionTitleMax } from "../text/tooltip_and_menu_lengths.ts";
import { info, item, programEntryId } from "./menu_line.ts";
import { MENU_TOOLS_MAX } from "./menu_maximums.ts";
import type { AgentProgram } from "./program.ts";
import { projectOf } from "./program_names.ts";
import type { AgentSession } from "./session.ts";
import type { ShownSession } from "./shown_sessions.ts";
import { toolLabel } from "./waiting_line.ts";

/** The sentences needed here. */
export type AgentWords = Pick<Messages, "clock"> & { readonly agents: AgentMessages };

/** Subagents are indented below their parents, up to this depth. */
const DEPTH_MAX = 6;

/** The line of a session, and below it a line for each running tool and one for its list of things to do. */
export function sessionEntries(
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
