/** An OpenCode server in the menu: its sessions, what each does, and what is wrong with it. */
import type { Messages } from "../language/messages.ts";
import type { MenuEntry } from "../menu_entry.ts";
import type { Instance } from "./opencode/instance.ts";
import type { Session } from "./opencode/session.ts";
import { leftOutIn } from "./opencode/retention.ts";
import { MENU_TOOLS_MAX } from "./opencode/bounds.ts";
import { info, item, label } from "./menu_line.ts";
import type { OpencodeMessages } from "../language/agent_messages.ts";
import {
  addressOf,
  isKnownIdle,
  projectOf,
  type ShownSession,
  shownSessions,
  type ShownStatus,
  statusOf,
  waitingIn,
  waitingSession,
} from "./opencode/shown.ts";
import { cut } from "../text/shown_text.ts";
import { countsLine, countsOf, toolLabel } from "./waiting.ts";

/** The sentences needed here. */
export type OpencodeWords = Pick<Messages, "clock"> & { readonly opencode: OpencodeMessages };

/** Subagents of subagents stand further in, up to here. */
const DEPTH_MAX = 6;

/** `max`: how many of its sessions are shown. */
export function instanceEntry(
  instance: Instance,
  { name, max, now, words }: {
    readonly name: string;
    readonly max: number;
    readonly now: number;
    readonly words: OpencodeWords;
  },
): MenuEntry {
  const id = `opencode:${instance.key}`;
  const { opencode } = words;
  const only = (state: string, hint: string | null = null): MenuEntry => ({
    kind: "submenu",
    id,
    label: label(`${name} · ${state}`),
    entries: [info(`${id}:about`, hint ?? aboutInstance(instance))],
  });
  switch (instance.reach.kind) {
    case "starting":
      return only(opencode.starting);
    case "locked":
      return only(opencode.locked, opencode.lockedHint);
    case "not-answering":
      return only(opencode.notAnswering(words.clock(instance.reach.since, now)));
    case "connected":
    case "polled": {
      if (instance.picturedAt === null) return only(opencode.starting);
      const { busy, waiting } = countsOf(instance, now);
      const state = countsLine(busy, waiting, opencode);
      const waits = new Set(waitingIn(instance, now).map(waitingSession));
      const shown = shownSessions(instance);
      const more = Math.max(0, shown.length - max) + leftOutIn(instance).sessions;
      const entries = [
        ...shown.slice(0, max).flatMap((one) =>
          sessionEntries(instance, one, waits.has(one.session.info.id), now, words)
        ),
        ...(more === 0 ? [] : [info(`${id}:more`, opencode.more(more))]),
      ];
      return {
        kind: "submenu",
        id,
        label: label(
          [name, ...(state.length === 0 && isKnownIdle(instance, now) ? [opencode.idle] : state)].join(" · "),
        ),
        entries: entries.length > 0 ? entries : [info(`${id}:about`, aboutInstance(instance))],
      };
    }
  }
}

function aboutInstance(instance: Instance): string {
  return `OpenCode ${instance.version} ${addressOf(instance)}`.replace("  ", " ");
}

function sessionEntries(
  instance: Instance,
  { session, depth }: ShownSession,
  waits: boolean,
  now: number,
  words: OpencodeWords,
): readonly MenuEntry[] {
  const { info: about, tools, todos } = session;
  const id = `opencode:${instance.key}:session:${about.id}`;
  const indent = "    ".repeat(Math.min(depth, DEPTH_MAX));
  const title = cut(about.title === "" ? words.opencode.untitled : about.title, 40);
  const where = about.directory === instance.directory ? "" : `${projectOf(instance, session)}: `;
  const cost = about.cost < 0.005 ? "" : ` · $${about.cost.toFixed(2)}`;
  const state = waits ? words.opencode.waits : statusLabel(statusOf(instance, session), session, now, words);
  const said = [title, ...state === "" ? [] : [state]].join(" · ") + cost;
  const left = todos.pending + todos.inProgress;
  const running = Object.values(tools);
  return [
    item(id, `${indent}${depth > 0 ? "↳ " : ""}${where}${said}`, {
      kind: "focus-session",
      instance: instance.key,
      session: about.id,
    }),
    ...running.slice(0, MENU_TOOLS_MAX)
      .map((tool) => info(`${id}:tool:${tool.id}`, `${indent}    ${toolLabel(tool)}`)),
    ...(running.length <= MENU_TOOLS_MAX
      ? []
      : [info(`${id}:tools`, `${indent}    ${words.opencode.more(running.length - MENU_TOOLS_MAX)}`)]),
    ...(left === 0 ? [] : [
      info(`${id}:todos`, `${indent}    ${words.opencode.todos(left, todos.current ?? todos.next)}`),
    ]),
  ];
}

/** "" = there is nothing to be said. */
function statusLabel(
  status: ShownStatus,
  { error }: Session,
  now: number,
  { clock, opencode }: OpencodeWords,
): string {
  switch (status.kind) {
    case "busy":
      return opencode.busyNow;
    case "retry": {
      const at = status.nextAt === null ? null : clock(status.nextAt, now);
      return opencode.retries(at, status.attempt, status.message);
    }
    case "idle":
      return error === null ? opencode.idle : opencode.stopped(error);
    case "unknown":
      return "";
  }
}
