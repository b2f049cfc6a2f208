/**
 * The schemas of what an OpenCode server (1.18.33) sends, and what each means here. Only what is needed must be right; anything else
 * may be missing or odd. Lists are cut before their entries are parsed, so that the cost of one message is bounded.
 */
import * as z from "zod";
import type { WirePermission, WireQuestion, WireStatus, WireTool } from "./wire_values.ts";
import type { SessionInfo } from "../opencode_session.ts";
import type { Todos } from "../../session.ts";
import {
  DESCRIPTION_MAX,
  OPTION_LABEL_MAX,
  OPTIONS_MAX,
  PATH_MAX,
  PATTERNS_MAX,
  QUESTION_ITEMS_MAX,
  RETRY_MESSAGE_MAX,
  TITLE_MAX,
  TODO_MAX,
  TOOL_ARGUMENT_MAX,
  TOOL_NAME_MAX,
} from "./read_maximums.ts";
import { firstLine, oneLine } from "../../../text/excerpt.ts";
import { isJsonObject } from "../../../text/json.ts";
import { cut } from "../../../text/shown_text.ts";
import { wholeText, wholeTexts } from "../../../text/whole_text.ts";
import { wishOf } from "./permission_kinds.ts";

/** A key of records: never a name that every object has. */
export const id = z.string().regex(/^[A-Za-z0-9][\w.-]{0,199}$/).refine((value) => !(value in {}));
/** Epoch ms, within what a date can hold. */
const time = z.number().min(0).max(8.64e15);
const count = z.number().catch(0).default(0);
const text = z.string().catch("").default("");
/** A path that a system can have. */
export const path = z.string().max(PATH_MAX);
/** "" where there is none. One that is longer than a path can be is not understood. */
export const directory = text.pipe(path);
/** Anything but a list is an empty one; whoever needs the entries parses them. */
const list = z.unknown().transform((value): readonly unknown[] => Array.isArray(value) ? value : []).default(
  [],
);
/** Anything but a record is an empty one; only what is needed of it is read, however much there is. */
const record = z.unknown().transform((value): Readonly<Record<string, unknown>> =>
  isJsonObject(value) ? value : {}
).default({});

/** A status, and whether it is of a kind that is not known here: it is not idle, so it is taken for busy. */
export const status = z.object({
  type: z.string(),
  attempt: count,
  message: text,
  next: time.nullish().catch(null),
}).transform(({ type, attempt, message, next }): { readonly status: WireStatus; readonly isOdd: boolean } => {
  switch (type) {
    case "idle":
    case "busy":
      return { status: { kind: type }, isOdd: false };
    case "retry": {
      const status = {
        kind: type,
        attempt,
        message: firstLine(message, RETRY_MESSAGE_MAX),
        nextAt: next ?? null,
      } as const;
      return { status, isOdd: false };
    }
    default:
      return { status: { kind: "busy" }, isOdd: true };
  }
});

const tokens = z.object({
  input: count,
  output: count,
  reasoning: count,
  cache: z.object({ read: count, write: count }).catch({ read: 0, write: 0 }).default({ read: 0, write: 0 }),
});
const noTokens = { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } };

export const session = z.object({
  id,
  parentID: id.nullish().catch(null),
  title: text,
  directory,
  time: z.object({ created: time, updated: time, archived: time.nullish().catch(null) }),
  cost: count,
  tokens: tokens.catch(noTokens).default(noTokens),
}).transform((it): SessionInfo => ({
  id: it.id,
  parent: it.parentID ?? null,
  title: oneLine(it.title, TITLE_MAX),
  directory: it.directory,
  createdAt: it.time.created,
  updatedAt: it.time.updated,
  archivedAt: it.time.archived ?? null,
  cost: it.cost,
  tokens: {
    input: it.tokens.input,
    output: it.tokens.output,
    reasoning: it.tokens.reasoning,
    cacheRead: it.tokens.cache.read,
    cacheWrite: it.tokens.cache.write,
  },
}));

/** One more than is shown says that there are more. A pattern that is no text may allow anything, so it is not left out. */
const patterns = list.transform((all) =>
  all.slice(0, PATTERNS_MAX + 1).map((pattern) => typeof pattern === "string" ? pattern : "?")
);

/** The tool call that asks; absent where it is of no form that is known here, or too long to be compared. */
const by = z.object({ messageID: id, callID: z.string().max(200) })
  .transform(({ messageID, callID }) => ({ message: messageID, call: callID })).optional().catch(undefined);

export const permission = z.object({
  id,
  sessionID: id,
  tool: by,
  permission: text,
  patterns,
  always: patterns,
  metadata: record,
}).transform((it): WirePermission => {
  const always = wholeTexts(it.always.slice(0, PATTERNS_MAX));
  return {
    id: it.id,
    session: it.sessionID,
    ...(it.tool === undefined ? {} : { by: it.tool }),
    ...wishOf(it.permission, it.patterns, it.metadata),
    always: always.map(({ text: pattern }) => pattern),
    alwaysIsWhole: it.always.length <= PATTERNS_MAX && always.every(({ isWhole }) => isWhole),
  };
});

const option = z.object({
  // The label is what is answered, so it stays as it is.
  label: z.string().max(OPTION_LABEL_MAX),
  description: text.transform((description) => cut(wholeText(description).text, DESCRIPTION_MAX)),
});
const questionItem = z.object({
  question: text.transform(wholeText),
  header: text.transform((header) => oneLine(header, TITLE_MAX)),
  options: list.transform((all) =>
    all.slice(0, OPTIONS_MAX).flatMap((one) => option.safeParse(one).data ?? [])
  ),
  multiple: z.boolean().catch(false).default(false),
}).transform(({ question: asked, ...rest }) => ({ ...rest, ...asked }));
/** Stands in the place of one that is not understood: the questions of one request are answered together, in their order. */
const noItem = { text: "", isWhole: false, header: "", options: [], multiple: false };

export const question = z.object({ id, sessionID: id, tool: by, questions: z.array(z.unknown()) })
  .transform((it): WireQuestion => ({
    id: it.id,
    session: it.sessionID,
    ...(it.tool === undefined ? {} : { by: it.tool }),
    items: it.questions.slice(0, QUESTION_ITEMS_MAX).map((one) => questionItem.safeParse(one).data ?? noItem),
  }));

/** Counts the todos; `isOdd`: whether some entries are none. */
export const todos = z.array(z.unknown()).transform(
  (all): { readonly todos: Todos; readonly isOdd: boolean } => {
    const counts = new Map<unknown, number>();
    const first = new Map<unknown, string>();
    const records = all.filter(isJsonObject);
    for (const { status, content } of records) {
      counts.set(status, (counts.get(status) ?? 0) + 1);
      if (!first.has(status)) {
        first.set(status, oneLine(typeof content === "string" ? content : "", TODO_MAX));
      }
    }
    const todos = {
      pending: counts.get("pending") ?? 0,
      inProgress: counts.get("in_progress") ?? 0,
      completed: counts.get("completed") ?? 0,
      current: first.get("in_progress") ?? null,
      next: first.get("pending") ?? null,
    };
    return { todos, isOdd: records.length < all.length };
  },
);

export const tool = z.object({
  id,
  sessionID: id,
  tool: z.string(),
  state: z.object({
    status: z.enum(["pending", "running", "completed", "error"]),
    input: record,
    time: z.object({ start: time.nullish() }).nullish().catch(null),
  }),
}).transform((part): WireTool => ({
  id: part.id,
  session: part.sessionID,
  name: oneLine(part.tool, TOOL_NAME_MAX),
  arg: argumentOf(part.state.input),
  status: part.state.status,
  startedAt: part.state.time?.start ?? null,
}));

/** The inputs of a tool that name its call best, the best first. */
const ARGUMENTS = [
  "command",
  "filePath",
  "file_path",
  "path",
  "url",
  "query",
  "pattern",
  "description",
  "name",
];

function argumentOf(input: Readonly<Record<string, unknown>>): string {
  for (const key of ARGUMENTS) {
    const value = input[key];
    if (typeof value === "string" && value.trim() !== "") return firstLine(value, TOOL_ARGUMENT_MAX);
  }
  return "";
}
