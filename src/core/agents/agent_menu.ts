/** The agents in the tray menu: first what waits, with its answers, then every program with its sessions. */
import type { Action } from "../action.ts";
import { focusing } from "./agent_action.ts";
import type { AgentMessages } from "../language/agent_messages.ts";
import type { MenuEntry } from "../menu_entry.ts";
import { wholeText } from "../text/whole_text.ts";
import { firstLines } from "../text/excerpt.ts";
import { columnsOf, linesOf } from "../text/text_width.ts";
import { info, item, label, programEntryId } from "./menu_line.ts";
import { type AgentProgram, byPort, nothingLeftOut } from "./program.ts";
import { programEntry } from "./program_menu.ts";
import type { AgentWords } from "./session_menu.ts";
import { programNames } from "./program_names.ts";
import { MENU_MAX } from "./menu_maximums.ts";
import { menuAgentLineMax } from "../text/tooltip_and_menu_lengths.ts";
import { saying, waitingFor, type WaitsFor } from "./waiting_line.ts";
import { isToldWhole, type WaitingPermission, type WaitingQuestion } from "./waiting.ts";

/** A text that is too long for a label is shown below it, in at most this many lines. */
const LINES_MAX = 12;

/** Empty if there is no program. */
export function agentEntries(
  programs: readonly AgentProgram[],
  now: number,
  words: AgentWords,
): readonly MenuEntry[] {
  const names = programNames(programs);
  return [
    ...waitingEntries(programs, names, words.agents),
    ...programs.toSorted(byPort)
      .map((program) =>
        programEntry(program, {
          name: names.get(program.key) ?? "",
          max: shareOf(MENU_MAX.sessions, programs.length),
          now,
          words,
        })
      ),
  ];
}

/** How many entries of the menu one program may have. */
function shareOf({ one, all, least }: (typeof MENU_MAX)[keyof typeof MENU_MAX], programs: number): number {
  return Math.min(one, Math.max(least, Math.floor(all / Math.max(1, programs))));
}

/** What has waited longest comes first. Each program has a share; what is beyond it is counted in a line. */
function waitingEntries(
  programs: readonly AgentProgram[],
  names: ReadonlyMap<string, string>,
  messages: AgentMessages,
): readonly MenuEntry[] {
  const byProgram = Map.groupBy(waitingFor(programs, messages), ({ program }) => program);
  const max = shareOf(MENU_MAX.waiting, byProgram.size);
  const shown = [...byProgram.values()].flatMap((all) => all.slice(0, max)).sort((a, b) =>
    a.waiting.since - b.waiting.since
  );
  return [
    ...shown.map((one) => waitingEntry(one, messages)),
    ...programs.flatMap((program) => {
      const { permissions, questions } = program.isFollowed ? program.leftOut : nothingLeftOut;
      const count = Math.max(0, (byProgram.get(program)?.length ?? 0) - max) + permissions + questions;
      const text = `${names.get(program.key) ?? ""}: ${messages.moreWaiting(count)}`;
      return count === 0 ? [] : [info(`${programEntryId(program)}:more-waiting`, text)];
    }),
  ];
}

function waitingEntry(one: WaitsFor, messages: AgentMessages): MenuEntry {
  const { waiting, program } = one;
  const id = `${programEntryId(program)}:${waiting.kind}:${waiting.id}`;
  if (waiting.kind === "guess" || !waiting.isAnswerable) return item(id, one.text, focusing(one));
  switch (waiting.kind) {
    case "permission": {
      const entries = [
        ...aboutEntries(id, one, messages),
        ...permissionEntries(id, one, waiting, messages),
      ];
      return { kind: "submenu", id, label: label(one.text), entries };
    }
    case "question": {
      const entries = [
        ...aboutEntries(id, one, messages),
        ...questionEntries(id, one, waiting, messages),
        item(`${id}:focus`, messages.answerThere, focusing(one)),
        item(`${id}:reject`, messages.rejectQuestion, {
          kind: "reject-question",
          instance: program.key,
          question: waiting.id,
        }),
      ];
      return { kind: "submenu", id, label: label(one.text), entries };
    }
  }
}

/** The title of the session, and the whole text if the label is too short for it: nobody should allow what they cannot see. */
function aboutEntries(id: string, one: WaitsFor, messages: AgentMessages): readonly MenuEntry[] {
  const whole = saying(one.waiting, messages);
  const isCut = !fits(one.text) || whole.includes("\n");
  const lines = isCut ? wrapped(whole) : [];
  return [
    info(`${id}:title`, one.title === "" ? messages.untitled : one.title),
    ...lines.map((line, index) => info(`${id}:line:${index}`, line)),
    { kind: "separator", id: `${id}:about` },
  ];
}

/** Whether a label can show the whole text. */
function fits(text: string): boolean {
  return columnsOf(text) <= menuAgentLineMax && text === label(text);
}

function isTooLong(text: string): boolean {
  return linesOf(text, menuAgentLineMax).length > LINES_MAX;
}

function wrapped(text: string): readonly string[] {
  return firstLines(linesOf(text, menuAgentLineMax), LINES_MAX);
}

function permissionEntries(
  id: string,
  one: WaitsFor,
  permission: WaitingPermission,
  messages: AgentMessages,
): readonly MenuEntry[] {
  const answer = (reply: "once" | "always" | "reject"): Action => ({
    kind: "answer-permission",
    instance: one.program.key,
    permission: one.waiting.id,
    reply,
  });
  const reject = item(`${id}:reject`, messages.reject, answer("reject"));
  // What the menu cannot show whole can be allowed only in its terminal.
  if (!isToldWhole(one.waiting) || isTooLong(saying(one.waiting, messages))) {
    return [item(`${id}:focus`, messages.answerThere, focusing(one)), reject];
  }
  return [
    item(`${id}:once`, messages.allowOnce, answer("once")),
    ...alwaysEntries(id, permission, messages, answer("always")),
    reject,
  ];
}

/** The entry "Always", which names what it allows. There is none if that is not known, or is too long to be shown. */
function alwaysEntries(
  id: string,
  { always, alwaysIsWhole }: WaitingPermission,
  messages: AgentMessages,
  action: Action,
): readonly MenuEntry[] {
  const patterns = messages.signs(always.join(", "));
  if (patterns === "" || !alwaysIsWhole || isTooLong(patterns)) return [];
  const whole = messages.always(patterns);
  if (fits(whole)) return [item(`${id}:always`, whole, action)];
  const lines = wrapped(patterns).map((line, index) => info(`${id}:pattern:${index}`, line));
  return [...lines, item(`${id}:always`, messages.always(""), action)];
}

/** The options of one question. Several questions must be answered together, which a menu cannot do. */
function questionEntries(
  id: string,
  one: WaitsFor,
  question: WaitingQuestion,
  messages: AgentMessages,
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
      instance: one.program.key,
      question: one.waiting.id,
      answers: [[option.label]],
    };
    const isWhole = isSeen && chosen.isWhole && about.isWhole;
    if (isWhole && fits(line)) return [item(key, line, action)];
    // Nobody should choose an option that is not shown whole.
    if (!isWhole || !fits(name) || isTooLong(more)) return [info(key, line)];
    return [
      item(key, name, action),
      ...wrapped(more).map((each, at) => info(`${key}:line:${at}`, `    ${each}`)),
    ];
  });
}
