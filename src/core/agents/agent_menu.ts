/** What the tray menu shows of OpenCode: what waits, to be answered there, and every instance with its sessions. */
import type { Instance } from "./opencode/instance.ts";
import type { Permission, Question } from "./opencode/permissions_and_questions.ts";
import { instanceEntry, type OpencodeWords } from "./program_menu.ts";
import { leftOutIn, nothingLeftOut } from "./opencode/retention.ts";
import { MENU_MAX } from "./opencode/bounds.ts";
import { info, item, label, LABEL_MAX } from "./menu_line.ts";
import type { OpencodeMessages } from "../language/agent_messages.ts";
import { columnsOf, linesOf } from "../text/text_width.ts";
import { instanceNames, isFollowed } from "./opencode/shown.ts";
import { firstLines } from "../text/excerpt.ts";
import { isToldWhole, saying, waitingFor, type WaitsFor } from "./waiting.ts";
import { wholeText } from "../text/whole_text.ts";
import type { Action } from "../action.ts";
import type { MenuEntry } from "../menu_entry.ts";

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
    ...waitingEntries(instances, names, now, words.opencode),
    ...instances.toSorted((a, b) => a.port - b.port)
      .map((instance) =>
        instanceEntry(instance, {
          name: names.get(instance.key) ?? "",
          max: shareOf(MENU_MAX.sessions, instances.length),
          now,
          words,
        })
      ),
  ];
}

/** How much of the menu is one server's. */
function shareOf({ one, all, least }: (typeof MENU_MAX)[keyof typeof MENU_MAX], servers: number): number {
  return Math.min(one, Math.max(least, Math.floor(all / Math.max(1, servers))));
}

/** What waits, the longest first; of each server so much, then how much more. */
function waitingEntries(
  instances: readonly Instance[],
  names: ReadonlyMap<string, string>,
  now: number,
  messages: OpencodeMessages,
): readonly MenuEntry[] {
  const byServer = Map.groupBy(waitingFor(instances, now, messages), ({ instance }) => instance);
  const max = shareOf(MENU_MAX.waiting, byServer.size);
  const shown = [...byServer.values()].flatMap((all) => all.slice(0, max)).sort((a, b) => a.since - b.since);
  return [
    ...shown.map((one) => waitingEntry(one, messages)),
    ...instances.flatMap((instance) => {
      const { permissions, questions } = isFollowed(instance, now) ? leftOutIn(instance) : nothingLeftOut;
      const count = Math.max(0, (byServer.get(instance)?.length ?? 0) - max) + permissions + questions;
      const text = `${names.get(instance.key) ?? ""}: ${messages.moreWaiting(count)}`;
      return count === 0 ? [] : [info(`opencode:${instance.key}:more-waiting`, text)];
    }),
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
  return firstLines(linesOf(text, LABEL_MAX), LINES_MAX);
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
