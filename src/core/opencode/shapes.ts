/**
 * The shapes of what an OpenCode server (1.18.33) sends, and what each means. Only what is needed must be right; anything
 * else may be missing or odd.
 */
import * as z from "zod";
import type { PermissionWord, QuestionWord, SessionInfo, StatusWord, Todos, ToolWord } from "./instance.ts";
import { firstLine, oneLine, plainText } from "./text.ts";
import { wishOf } from "./wish.ts";

/** A key of records: never one that every object has. */
export const id = z.string().regex(/^[A-Za-z0-9][\w.-]{0,199}$/).refine((value) => !(value in {}));
/** Epoch ms: a time that a date can hold. */
const time = z.number().min(0).max(8.64e15);
const count = z.number().catch(0).default(0);
const text = z.string().catch("").default("");
const texts = z.array(z.string()).catch([]).default([]);

export const statusWord = z.discriminatedUnion("type", [
  z.object({ type: z.literal("idle") }),
  z.object({ type: z.literal("busy") }),
  z.object({ type: z.literal("retry"), attempt: count, message: text, next: time.nullish().catch(null) }),
]).transform((status): StatusWord => {
  switch (status.type) {
    case "idle":
    case "busy":
      return { kind: status.type };
    case "retry": {
      const { attempt, next } = status;
      return { kind: "retry", attempt, message: firstLine(status.message, 200), nextAt: next ?? null };
    }
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
  directory: text,
  time: z.object({ created: time, updated: time, archived: time.nullish().catch(null) }),
  cost: count,
  tokens: tokens.catch(noTokens).default(noTokens),
}).transform((it): SessionInfo => ({
  id: it.id,
  parent: it.parentID ?? null,
  title: oneLine(it.title, 200),
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

export const permission = z.object({
  id,
  sessionID: id,
  permission: text,
  patterns: texts,
  always: texts,
  metadata: z.record(z.string(), z.unknown()).catch({}).default({}),
}).transform((it): PermissionWord => ({
  id: it.id,
  session: it.sessionID,
  wish: wishOf(it.permission, it.patterns, it.metadata),
  always: it.always.map((pattern) => oneLine(pattern, 200)),
}));

export const question = z.object({
  id,
  sessionID: id,
  // The labels are what is answered, so they stay as they are.
  questions: z.array(z.object({
    question: text.transform(plainText),
    header: text.transform((header) => oneLine(header, 200)),
    options: z.array(z.object({ label: z.string(), description: text })).catch([]).default([]),
    multiple: z.boolean().catch(false).default(false),
  })),
}).transform((it): QuestionWord => ({
  id: it.id,
  session: it.sessionID,
  items: it.questions.map(({ question: asked, ...rest }) => ({ ...rest, text: asked })),
}));

export const todos = z.array(z.object({ content: text, status: text })).transform((all): Todos => {
  const having = (status: string) => all.filter((todo) => todo.status === status);
  const [pending, inProgress] = [having("pending"), having("in_progress")];
  const label = (todo: { readonly content: string } | undefined) =>
    todo === undefined ? null : oneLine(todo.content, 120);
  return {
    pending: pending.length,
    inProgress: inProgress.length,
    completed: having("completed").length,
    current: label(inProgress[0]),
    next: label(pending[0]),
  };
});

export const tool = z.object({
  id,
  sessionID: id,
  tool: z.string(),
  state: z.object({
    status: z.enum(["pending", "running", "completed", "error"]),
    input: z.record(z.string(), z.unknown()).catch({}).default({}),
    time: z.object({ start: time.nullish() }).nullish().catch(null),
  }),
}).transform((part): ToolWord => ({
  id: part.id,
  session: part.sessionID,
  name: oneLine(part.tool, 60),
  arg: argumentOf(part.state.input),
  status: part.state.status,
  startedAt: part.state.time?.start ?? null,
}));

/** What names a tool call best, in this order. */
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
    if (typeof value === "string" && value.trim() !== "") return firstLine(value, 60);
  }
  return "";
}
