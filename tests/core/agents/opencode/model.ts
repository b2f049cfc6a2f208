/**
 * A small OpenCode server as text: what it would answer and stream while its sessions work. As the real one it goes on listing
 * what an aborted run, or a session that was deleted, had asked for.
 */
import type { RawResponse } from "../../../../src/core/agents/opencode/wire/parse_responses.ts";

interface ModelSession {
  readonly id: string;
  readonly directory: string;
  readonly parentID?: string;
  title: string;
  updated: number;
  archived?: number;
  status: { type: "idle" | "busy" } | { type: "retry"; attempt: number; message: string; next: number };
  todos: { content: string; status: string; priority: string }[];
  /** Its last message, and the parts of that. */
  message: string;
  parts: { id: string; tool: string; status: string; start: number; input: Record<string, unknown> }[];
}

interface Asked {
  readonly id: string;
  readonly sessionID: string;
  readonly directory: string;
  /** The tool call that waits for it. */
  readonly call: string;
  readonly body: Record<string, unknown>;
}

/** One thing that may happen; `pick` chooses among what there is. */
export interface Step {
  readonly what: (typeof happenings)[number];
  readonly pick: number;
}

export const happenings = [
  ...["create", "child", "run", "run", "tool", "tool-ends", "permission", "permission", "webfetch", "reply"],
  ...["question", "answer", "todo", "retry", "idle", "idle", "abort", "error", "rename", "archive", "delete"],
  ...["dispose", "noise"],
] as const;

export const directories = ["/w/a", "/w/b"] as const;

export class ModelServer {
  #now = 1_000;
  #count = 0;
  readonly #sessions = new Map<string, ModelSession>();
  #permissions: Asked[] = [];
  #questions: Asked[] = [];

  /** `stream` gets each message as its `data:` line. */
  constructor(private readonly stream: (data: string) => void) {}

  get now(): number {
    return this.#now;
  }

  step({ what, pick }: Step): void {
    this.#now += 7;
    const all = [...this.#sessions.values()];
    const busy = all.filter(({ status }) => status.type !== "idle");
    const one = all[pick % Math.max(1, all.length)];
    const working = busy[pick % Math.max(1, busy.length)];
    switch (what) {
      case "create":
        return this.#create(directories[pick % 2] ?? "");
      case "child":
        return working && this.#create(working.directory, working.id);
      case "run":
        return one && this.#status(one, { type: "busy" });
      case "retry":
        return working &&
          this.#status(working, { type: "retry", attempt: pick, message: "slow down", next: 9 });
      case "tool":
        return working && this.#tool(working, { id: this.#id("prt"), tool: "bash", status: "running" });
      case "tool-ends": {
        const waiting = [...this.#permissions, ...this.#questions].map(({ call }) => call);
        const part = working?.parts.find(({ id, status }) =>
          status === "running" && !waiting.includes(`call_${id}`)
        );
        return working && part &&
          this.#tool(working, { ...part, status: pick % 2 === 0 ? "completed" : "error" });
      }
      case "permission":
        return working && this.#ask("permission", working, pick);
      case "webfetch":
        // Rare, for it hides the whole list.
        return pick % 5 === 0 && working ? this.#ask("webfetch", working, pick) : undefined;
      case "question":
        return working && this.#ask("question", working, pick);
      case "reply": {
        const asked = this.#permissions[pick % Math.max(1, this.#permissions.length)];
        if (asked === undefined) return;
        this.#permissions = this.#permissions.filter((other) => other !== asked);
        const { sessionID } = asked;
        return this.#say(asked.directory, "permission.replied", {
          sessionID,
          requestID: asked.id,
          reply: "once",
        });
      }
      case "answer": {
        const asked = this.#questions[pick % Math.max(1, this.#questions.length)];
        if (asked === undefined) return;
        this.#questions = this.#questions.filter((other) => other !== asked);
        const type = pick % 2 === 0 ? "question.replied" : "question.rejected";
        return this.#say(asked.directory, type, { sessionID: asked.sessionID, requestID: asked.id });
      }
      case "todo":
        if (one === undefined) return;
        one.todos = ["completed", "in_progress", "pending", "pending"].slice(pick % 4)
          .map((status, index) => ({ content: `step ${index + pick}`, status, priority: "low" }));
        return this.#say(one.directory, "todo.updated", { sessionID: one.id, todos: one.todos });
      case "idle":
      case "error":
      case "abort":
        return working && this.#end(working, what, pick);
      case "rename":
        return one && this.#update(one, { title: `title ${pick}` });
      case "archive":
        return one && this.#update(one, { archived: this.#now });
      case "delete":
        return one?.status.type === "idle" ? this.#delete(one) : undefined;
      case "dispose":
        return pick % 4 === 0 ? this.#dispose(directories[pick % 2] ?? "") : undefined;
      case "noise":
        return this.#say(directories[0], "message.part.delta", { delta: "...", sessionID: one?.id });
    }
  }

  /** `GET path` for a directory; the paths that the parsers of answers name. */
  get(path: string, directory: string): RawResponse {
    const own = [...this.#sessions.values()].filter((session) => session.directory === directory);
    const [, , id = "", what] = path.split("/");
    const session = this.#sessions.get(id);
    if (path === "/session") return json(own.map((each) => this.#info(each)));
    if (path === "/session/status") {
      return json(Object.fromEntries(
        own.filter(({ status }) => status.type !== "idle").map((each) => [each.id, each.status]),
      ));
    }
    const list = path === "/permission" ? this.#permissions : path === "/question" ? this.#questions : null;
    if (list !== null) {
      const asked = list.filter((each) => each.directory === directory).map((each) => each.body);
      const hidden = asked.some(({ permission }) => permission === "webfetch");
      return hidden ? { ...json({ name: "BadRequest" }), status: 400 } : json(asked);
    }
    if (session === undefined) return { ...json({ name: "NotFoundError" }), status: 404 };
    return json(
      what === "todo"
        ? session.todos
        : [{ info: { id: session.message }, parts: session.parts.map((part) => partOf(session, part)) }],
    );
  }

  #create(directory: string, parentID?: string): void {
    const session: ModelSession = {
      id: this.#id("ses"),
      directory,
      ...(parentID === undefined ? {} : { parentID }),
      title: "new",
      updated: this.#now,
      status: { type: "idle" },
      todos: [],
      message: this.#id("msg"),
      parts: [],
    };
    this.#sessions.set(session.id, session);
    this.#say(directory, "session.created", { sessionID: session.id, info: this.#info(session) });
    if (parentID !== undefined) this.#status(session, { type: "busy" });
  }

  #status(session: ModelSession, status: ModelSession["status"]): void {
    // A run begins with a message of its own.
    if (session.status.type === "idle") Object.assign(session, { message: this.#id("msg"), parts: [] });
    session.status = status;
    this.#say(session.directory, "session.status", { sessionID: session.id, status });
  }

  #tool(
    session: ModelSession,
    tool: { id: string; tool: string; status: string; start?: number; input?: Record<string, unknown> },
  ): void {
    const part = { start: this.#now, input: { command: `do ${tool.id}\nand more` }, ...tool };
    session.parts = [...session.parts.filter(({ id }) => id !== part.id), part];
    this.#say(session.directory, "message.part.updated", {
      sessionID: session.id,
      part: partOf(session, part),
    });
  }

  #ask(kind: "permission" | "webfetch" | "question", session: ModelSession, pick: number): void {
    const { id: sessionID, directory } = session;
    const running = { id: this.#id("prt"), tool: kind, status: "running" };
    this.#tool(session, running);
    const tool = { messageID: session.message, callID: `call_${running.id}` };
    if (kind === "question") {
      const options = [{ label: "Red", description: "warm" }, { label: "Blue", description: "" }];
      const questions = [{ question: "Which?", header: "Colour", options, multiple: pick % 2 === 0 }];
      const body = { id: this.#id("que"), sessionID, questions, tool };
      this.#questions.push({ id: body.id, sessionID, directory, call: tool.callID, body });
      return this.#say(directory, "question.asked", body);
    }
    const body = kind === "webfetch"
      ? { permission: "webfetch", patterns: ["http://h/"], metadata: { url: "http://h/" }, always: ["*"] }
      : { permission: "bash", patterns: ["ls"], metadata: { command: `ls ${pick}` }, always: ["ls *"] };
    const asked = { id: this.#id("per"), sessionID, ...body, tool };
    this.#permissions.push({ id: asked.id, sessionID, directory, call: tool.callID, body: asked });
    this.#say(directory, "permission.asked", asked);
  }

  #end(session: ModelSession, how: "idle" | "error" | "abort", pick: number): void {
    const { id, directory } = session;
    if (how !== "abort") this.#forget((asked) => asked.sessionID === id);
    session.parts = session.parts.map((part) =>
      part.status === "running" ? { ...part, status: "error" } : part
    );
    if (how !== "idle") {
      const name = how === "abort" ? "MessageAbortedError" : "APIError";
      this.#say(directory, "session.error", { sessionID: id, error: { name, data: { message: "no" } } });
    }
    session.status = { type: "idle" };
    this.#say(directory, "session.status", { sessionID: id, status: session.status });
    if (pick % 2 === 0) this.#say(directory, "session.idle", { sessionID: id });
  }

  #update(session: ModelSession, change: Partial<ModelSession>): void {
    Object.assign(session, change, { updated: this.#now });
    this.#say(session.directory, "session.updated", { sessionID: session.id, info: this.#info(session) });
  }

  #delete(session: ModelSession): void {
    this.#sessions.delete(session.id);
    this.#say(session.directory, "session.deleted", { sessionID: session.id, info: this.#info(session) });
  }

  #dispose(directory: string): void {
    for (const session of this.#sessions.values()) {
      if (session.directory === directory) session.status = { type: "idle" };
    }
    this.#forget((asked) => asked.directory === directory);
    this.#say(directory, "server.instance.disposed", { directory });
  }

  #forget(gone: (asked: Asked) => boolean): void {
    this.#permissions = this.#permissions.filter((asked) => !gone(asked));
    this.#questions = this.#questions.filter((asked) => !gone(asked));
  }

  #info(session: ModelSession) {
    const { id, directory, parentID, title, updated, archived } = session;
    return { id, directory, parentID, title, cost: 0, time: { created: 1, updated, archived } };
  }

  #id(kind: string): string {
    return `${kind}_${++this.#count}`;
  }

  #say(directory: string, type: string, properties: Record<string, unknown>): void {
    this.stream(JSON.stringify({ directory, payload: { id: this.#id("evt"), type, properties } }));
  }
}

function partOf(session: ModelSession, part: ModelSession["parts"][number]) {
  const { id, tool, status, start, input } = part;
  return {
    id,
    type: "tool",
    sessionID: session.id,
    tool,
    callID: `call_${id}`,
    state: { status, input, time: { start } },
  };
}

function json(body: unknown): RawResponse {
  return { status: 200, contentType: "application/json", body: JSON.stringify(body) };
}
