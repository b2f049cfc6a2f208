/** What the tray menu shows of OpenCode: what waits, to be answered there, and every instance with its sessions. */
import type { Messages } from "../language/messages.ts";
import type { Instance, Permission, Question, Session } from "./instance.ts";
import type { OpencodeMessages } from "./messages.ts";
import {
  instanceNames,
  projectOf,
  type ShownSession,
  shownSessions,
  waitingIn,
  waitingSession,
} from "./shown.ts";
import { cut, oneLine } from "./text.ts";
import { countsLine, countsOf, saying, toolLabel, waitingFor, type WaitsFor } from "./waiting.ts";
import type { Action } from "../action.ts";
import type { MenuEntry } from "../menu_entry.ts";

/** The sentences needed here. */
export type OpencodeWords = Pick<Messages, "clock"> & { readonly opencode: OpencodeMessages };

/** Labels are one line of at most this many characters. */
const LABEL_MAX = 80;
/** Of text that is too long for a label, at most this many lines are shown below it. */
const LINES_MAX = 12;

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
  const isCut = one.text !== label(one.text) || whole.includes("\n");
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

function isTooLong(text: string): boolean {
  return linesOf(text).length > LINES_MAX;
}

function wrapped(text: string): readonly string[] {
  const lines = linesOf(text);
  return lines.length <= LINES_MAX
    ? lines
    : [...lines.slice(0, LINES_MAX - 1), `… (+${lines.length - LINES_MAX + 1})`];
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => {
    const characters = [...line];
    const count = Math.max(1, Math.ceil(characters.length / LABEL_MAX));
    return Array.from(
      { length: count },
      (_, i) => characters.slice(i * LABEL_MAX, (i + 1) * LABEL_MAX).join(""),
    );
  });
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
  if (isTooLong(saying(one.waiting, messages))) return [inTerminal(id, one, messages), reject];
  const patterns = permission.always.join(", ");
  const always = messages.always(patterns);
  const isCut = always !== label(always);
  return [
    item(`${id}:once`, messages.allowOnce, answer("once")),
    ...(isCut ? wrapped(patterns).map((line, index) => info(`${id}:pattern:${index}`, line)) : []),
    ...(isTooLong(patterns)
      ? []
      : [item(`${id}:always`, isCut ? messages.always("") : always, answer("always"))]),
    reject,
  ];
}

/** One question's options can be chosen here; several questions are answered together, which a menu cannot do. */
function questionEntries(
  id: string,
  { instance }: WaitsFor,
  question: Question,
  messages: OpencodeMessages,
): readonly MenuEntry[] {
  const [only, ...others] = question.items;
  if (only === undefined || others.length > 0) {
    return question.items.map((one, index) => info(`${id}:question:${index}`, one.text || one.header));
  }
  return only.options.map((option, index) => {
    const name = only.multiple ? messages.only(option.label) : option.label;
    return item(
      `${id}:option:${index}`,
      option.description === "" ? name : `${name}: ${option.description}`,
      {
        kind: "answer-question",
        instance: instance.key,
        question: question.id,
        answers: [[option.label]],
      },
    );
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
        label: label([name, ...(state.length === 0 ? [opencode.idle] : state)].join(" · ")),
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
  const indent = "    ".repeat(depth);
  const title = cut(about.title === "" ? words.opencode.untitled : about.title, 40);
  const where = about.directory === instance.directory ? "" : `${projectOf(instance, session)}: `;
  const cost = about.cost < 0.005 ? "" : ` · $${about.cost.toFixed(2)}`;
  const state = waits ? words.opencode.waits : statusLabel(session, now, words);
  const left = todos.pending + todos.inProgress;
  return [
    item(id, `${indent}${depth > 0 ? "↳ " : ""}${where}${title} · ${state}${cost}`, {
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

function statusLabel(session: Session, now: number, { clock, opencode }: OpencodeWords): string {
  const { status, error } = session;
  switch (status.kind) {
    case "busy":
      return opencode.busyNow;
    case "retry": {
      const at = status.nextAt === null ? null : clock(status.nextAt, now);
      return opencode.retries(at, status.attempt, status.message);
    }
    case "idle":
      return error === null ? opencode.idle : opencode.stopped(error);
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
