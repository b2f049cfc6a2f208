/** What the tray menu shows of OpenCode: what waits, to be answered there, and every instance with its sessions. */
import type { Messages } from "../language/messages.ts";
import type { Instance, Permission, Question, Session } from "./instance.ts";
import type { OpencodeMessages } from "./messages.ts";
import {
  instanceNames,
  isKnownIdle,
  projectOf,
  type ShownSession,
  shownSessions,
  type ShownStatus,
  statusOf,
  waitingIn,
  waitingSession,
} from "./shown.ts";
import { columnsOf, linesOf } from "./room.ts";
import { oneLine } from "./text.ts";
import { wholeText } from "./whole_text.ts";
import { cut } from "../shown_text.ts";
import {
  countsLine,
  countsOf,
  isToldWhole,
  saying,
  toolLabel,
  waitingFor,
  type WaitsFor,
} from "./waiting.ts";
import type { Action } from "../action.ts";
import type { MenuEntry } from "../menu_entry.ts";

/** The sentences needed here. */
export type OpencodeWords = Pick<Messages, "clock"> & { readonly opencode: OpencodeMessages };

/** Labels are one line of at most this many characters. */
const LABEL_MAX = 80;
/** Of text that is too long for a label, at most this many lines are shown below it. */
const LINES_MAX = 12;
/** Subagents of subagents stand further in, up to here. */
const DEPTH_MAX = 6;

/** What waits, to be answered at once; then each instance with its sessions. Empty where there is no instance. */
export function opencodeEntries(
  instances: readonly Instance[],
  now: number,
  words: OpencodeWords,
): readonly MenuEntry[] {
  const names = instanceNames(instances);
  return [
    ...waitingFor(instances, now, words.opencode).map((one) => waitingEntry(one, words.opencode)),
    ...instances.toSorted((a, b) => a.port - b.port)
      .map((instance) => instanceEntry(instance, names.get(instance.key) ?? "", now, words)),
  ];
}

function waitingEntry(one: WaitsFor, messages: OpencodeMessages): MenuEntry {
  const { waiting, instance, session } = one;
  switch (waiting.kind) {
    case "permission": {
      const id = `opencode:${instance.key}:permission:${waiting.permission.id}`;
      const entries = [
        ...aboutEntries(id, one, messages),
        ...permissionEntries(id, one, waiting.permission, messages),
      ];
      return { kind: "submenu", id, label: label(one.text), entries };
    }
    case "question": {
      const id = `opencode:${instance.key}:question:${waiting.question.id}`;
      const { question } = waiting;
      const entries = [
        ...aboutEntries(id, one, messages),
        ...questionEntries(id, one, question, messages),
        inTerminal(id, one, messages),
        item(`${id}:reject`, messages.rejectQuestion, {
          kind: "reject-question",
          instance: instance.key,
          question: question.id,
        }),
      ];
      return { kind: "submenu", id, label: label(one.text), entries };
    }
    case "guess":
      return item(`opencode:${instance.key}:guess:${waiting.tool.id}`, one.text, {
        kind: "focus-session",
        instance: instance.key,
        session,
      });
  }
}

/** Whose it is, and all of what it wants where the label is too short for it: nobody should allow what cannot be seen. */
function aboutEntries(id: string, one: WaitsFor, messages: OpencodeMessages): readonly MenuEntry[] {
  const whole = saying(one.waiting, messages);
  const isCut = !fits(one.text) || whole.includes("\n");
  const lines = isCut ? wrapped(whole) : [];
  return [
    info(`${id}:title`, one.title === "" ? messages.untitled : one.title),
    ...lines.map((line, index) => info(`${id}:line:${index}`, line)),
    { kind: "separator", id: `${id}:about` },
  ];
}

function inTerminal(id: string, { instance, session }: WaitsFor, messages: OpencodeMessages): MenuEntry {
  const action: Action = { kind: "focus-session", instance: instance.key, session };
  return item(`${id}:focus`, messages.answerThere, action);
}

/** Whether a text is seen whole in a label. */
function fits(text: string): boolean {
  return columnsOf(text) <= LABEL_MAX && text === label(text);
}

function isTooLong(text: string): boolean {
  return linesOf(text, LABEL_MAX).length > LINES_MAX;
}

function wrapped(text: string): readonly string[] {
  const lines = linesOf(text, LABEL_MAX);
  return lines.length <= LINES_MAX
    ? lines
    : [...lines.slice(0, LINES_MAX - 1), `… (+${lines.length - LINES_MAX + 1})`];
}

function permissionEntries(
  id: string,
  one: WaitsFor,
  permission: Permission,
  messages: OpencodeMessages,
): readonly MenuEntry[] {
  const answer = (reply: "once" | "always" | "reject"): Action => ({
    kind: "answer-permission",
    instance: one.instance.key,
    permission: permission.id,
    reply,
  });
  const reject = item(`${id}:reject`, messages.reject, answer("reject"));
  // What cannot be seen whole here is allowed in its terminal only.
  if (!isToldWhole(one.waiting) || isTooLong(saying(one.waiting, messages))) {
    return [inTerminal(id, one, messages), reject];
  }
  return [
    item(`${id}:once`, messages.allowOnce, answer("once")),
    ...alwaysEntries(id, permission, messages, answer("always")),
    reject,
  ];
}

/** Allows what it names from now on; none where it does not say what, or more than can be seen. */
function alwaysEntries(
  id: string,
  { always, alwaysIsWhole }: Permission,
  messages: OpencodeMessages,
  action: Action,
): readonly MenuEntry[] {
  const patterns = messages.signs(always.join(", "));
  if (patterns === "" || !alwaysIsWhole || isTooLong(patterns)) return [];
  const whole = messages.always(patterns);
  if (fits(whole)) return [item(`${id}:always`, whole, action)];
  const lines = wrapped(patterns).map((line, index) => info(`${id}:pattern:${index}`, line));
  return [...lines, item(`${id}:always`, messages.always(""), action)];
}

/** One question's options can be chosen here; several questions are answered together, which a menu cannot do. */
function questionEntries(
  id: string,
  one: WaitsFor,
  question: Question,
  messages: OpencodeMessages,
): readonly MenuEntry[] {
  const [only, ...others] = question.items;
  if (only === undefined || others.length > 0) {
    return question.items.map((each, index) => info(`${id}:question:${index}`, each.text || each.header));
  }
  const isSeen = isToldWhole(one.waiting) && !isTooLong(saying(one.waiting, messages));
  return only.options.flatMap((option, index): readonly MenuEntry[] => {
    const key = `${id}:option:${index}`;
    const chosen = wholeText(option.label), about = wholeText(option.description);
    const label = messages.signs(chosen.text), more = messages.signs(about.text);
    const name = only.multiple ? messages.only(label) : label;
    const line = more === "" ? name : `${name}: ${more}`;
    const action: Action = {
      kind: "answer-question",
      instance: one.instance.key,
      question: question.id,
      answers: [[option.label]],
    };
    const isWhole = isSeen && chosen.isWhole && about.isWhole;
    if (isWhole && fits(line)) return [item(key, line, action)];
    // Nobody chooses what is not seen whole.
    if (!isWhole || !fits(name) || isTooLong(more)) return [info(key, line)];
    return [
      item(key, name, action),
      ...wrapped(more).map((each, at) => info(`${key}:line:${at}`, `    ${each}`)),
    ];
  });
}

function instanceEntry(instance: Instance, name: string, now: number, words: OpencodeWords): MenuEntry {
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
      const entries = shownSessions(instance)
        .flatMap((shown) => sessionEntries(instance, shown, waits.has(shown.session.info.id), now, words));
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

function aboutInstance({ version, port }: Instance): string {
  return `OpenCode ${version} :${port}`.replace("  ", " ");
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
  return [
    item(id, `${indent}${depth > 0 ? "↳ " : ""}${where}${said}`, {
      kind: "focus-session",
      instance: instance.key,
      session: about.id,
    }),
    ...Object.values(tools).map((tool) => info(`${id}:tool:${tool.id}`, `${indent}    ${toolLabel(tool)}`)),
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

function label(text: string): string {
  const indent = /^ */.exec(text)?.[0] ?? "";
  return indent + oneLine(text, LABEL_MAX - indent.length);
}

function info(id: string, text: string): MenuEntry {
  return { kind: "item", id, label: label(text), action: null };
}

function item(id: string, text: string, action: Action): MenuEntry {
  return { kind: "item", id, label: label(text), action };
}
