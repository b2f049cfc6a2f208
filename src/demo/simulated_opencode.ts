/**
 * A simulated OpenCode server on loopback. It answers and streams what version 1.18.33 does, as far as this program
 * asks for it. Its sessions do what they are told; there is no model, no tool and no project.
 */
import * as z from "zod";
import { parseJson } from "../core/text/json.ts";
import type { Host } from "../host/host.ts";

export interface DemoSession {
  readonly id: string;
  /** The session that started this one as its subagent. */
  readonly parentID?: string;
  readonly title: string;
  readonly directory: string;
}

/** In the server's words; times are epoch ms. */
export type DemoStatus =
  | { readonly type: "idle" | "busy" }
  | { readonly type: "retry"; readonly attempt: number; readonly message: string; readonly next: number };

/** A tool call. The same object stands for it from its start to its end. */
export interface DemoTool {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface DemoTodo {
  readonly content: string;
  readonly status: "pending" | "in_progress" | "completed" | "cancelled";
}

/** What a person has answered; `reject` also for a question. */
export type DemoReply = "once" | "always" | "reject" | "answered";

/** A request that waits for a person. */
export interface DemoRequest {
  readonly reply: Promise<DemoReply>;
  /** Answers instead of the person. Does nothing if there is an answer already. */
  answer(reply: DemoReply): void;
}

export interface DemoOpencode {
  readonly port: number;
  status(session: DemoSession, status: DemoStatus): void;
  /** Begins a tool call, and gives the function that ends it. `error`: why the call failed. */
  tool(session: DemoSession, tool: DemoTool): (error?: string) => void;
  todos(session: DemoSession, todos: readonly DemoTodo[]): void;
  /** Asks for permission to run the command. `always`: what "always allow" would allow. */
  askToRun(session: DemoSession, command: string, always: string): DemoRequest;
  ask(session: DemoSession, question: z.infer<typeof questionShape>): DemoRequest;
  /** The sign of life. Without it, a listener takes the stream for broken. */
  heartbeat(): void;
  /** Ends the streams and the server. */
  close(): Promise<void>;
}

const permissionReply = z.object({ reply: z.enum(["once", "always", "reject"]) });
const questionReply = z.object({ answers: z.array(z.array(z.string())).min(1) });
const questionShape = z.object({
  header: z.string(),
  question: z.string(),
  options: z.array(z.object({ label: z.string(), description: z.string() })),
});

/** What one tool call costs, in US dollars and in tokens read. */
const toolCost = 0.04, toolTokens = 1200;

interface Live {
  readonly session: DemoSession;
  readonly createdAt: number;
  updatedAt: number;
  tools: number;
  status: DemoStatus;
  todos: readonly DemoTodo[];
  /** Tool calls of the last message. */
  readonly parts: Map<string, unknown>;
}

interface Open {
  readonly kind: "permission" | "question";
  readonly session: DemoSession;
  readonly asked: Readonly<Record<string, unknown>>;
  readonly done: (reply: DemoReply) => void;
}

/**
 * `directory`: the server's own; sessions may be in others too. At the beginning all sessions are idle, and were made
 * at `now()`.
 */
export async function createDemoOpencode(
  host: Pick<Host, "now" | "serve">,
  directory: string,
  sessions: readonly DemoSession[],
): Promise<DemoOpencode> {
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const open = new Map<string, Open>();
  let count = 0;
  const nextId = (kind: string) => `${kind}_demo${++count}`;
  const lives = new Map(sessions.map((session, index): [string, Live] => {
    const at = host.now() - index;
    const rest = { status: { type: "idle" }, todos: [], parts: new Map(), tools: 0 } as const;
    return [session.id, { session, createdAt: at, updatedAt: at, ...rest }];
  }));

  function send(stream: ReadableStreamDefaultController<Uint8Array>, message: unknown): void {
    stream.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(message)}\n\n`));
  }

  /** `where`: null = the event is about the whole server. */
  function emit(where: string | null, type: string, properties: unknown): void {
    const payload = { id: nextId("evt"), type, properties };
    const message = where === null ? { payload } : { directory: where, project: "demo", payload };
    for (const stream of streams) send(stream, message);
  }

  function tell({ id, directory }: DemoSession, type: string, properties: object): void {
    emit(directory, type, { sessionID: id, ...properties });
  }

  function change(session: DemoSession, changes: (live: Live) => void): void {
    const live = lives.get(session.id);
    if (live === undefined) throw new Error(`No session ${session.id}`);
    changes(live);
    live.updatedAt = host.now();
  }

  function begin(kind: Open["kind"], session: DemoSession, what: object): DemoRequest {
    const id = nextId(kind === "permission" ? "per" : "que");
    const { promise, resolve } = Promise.withResolvers<DemoReply>();
    const asked = { id, sessionID: session.id, ...what };
    open.set(id, { kind, session, asked, done: resolve });
    tell(session, `${kind}.asked`, asked);
    return { reply: promise, answer: (reply) => void close(id, reply) };
  }

  /** False = the request does not wait, or not any more. */
  function close(id: string, reply: DemoReply): boolean {
    const request = open.get(id);
    if (request === undefined) return false;
    open.delete(id);
    const { kind, session, done } = request;
    const isRejected = kind === "question" && reply === "reject";
    tell(session, isRejected ? "question.rejected" : `${kind}.replied`, { requestID: id, reply });
    done(reply);
    return true;
  }

  function events(): Response {
    let mine: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start(stream) {
        streams.add(mine = stream);
        send(stream, { payload: { id: nextId("evt"), type: "server.connected", properties: {} } });
      },
      cancel: () => void streams.delete(mine),
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  }

  async function reply(id: string, how: string, request: Request): Promise<Response> {
    const kind = open.get(id)?.kind;
    const body = parseJson(await request.text());
    const answered = how === "reject"
      ? "reject"
      : kind === "question"
      ? questionReply.safeParse(body).success ? "answered" : null
      : permissionReply.safeParse(body).data?.reply ?? null;
    if (answered === null) return Response.json({ name: "BadRequest" }, { status: 400 });
    if (!close(id, answered)) return Response.json({ requestID: id }, { status: 404 });
    return Response.json(true);
  }

  function answer(request: Request): Response | Promise<Response> {
    const { pathname: path, searchParams } = new URL(request.url);
    const where = searchParams.get("directory") ?? directory;
    const here = [...lives.values()].filter(({ session }) => session.directory === where);
    const asked = (kind: Open["kind"]) =>
      [...open.values()].filter((one) => one.kind === kind && one.session.directory === where)
        .map((one) => one.asked);
    const [, requestId, how] = /^\/(?:permission|question)\/(\w+)\/(reply|reject)$/.exec(path) ?? [];
    if (request.method === "POST" && requestId !== undefined && how !== undefined) {
      return reply(requestId, how, request);
    }
    switch (path) {
      case "/global/health":
        return Response.json({ healthy: true, version: "1.18.33" });
      case "/global/event":
        return events();
      case "/path":
        return Response.json({ directory: where, worktree: where });
      case "/session":
        return Response.json(here.map(infoOf));
      case "/session/status": {
        const busy = here.filter(({ status }) => status.type !== "idle");
        return Response.json(Object.fromEntries(busy.map(({ session, status }) => [session.id, status])));
      }
      case "/permission":
        return Response.json(asked("permission"));
      case "/question":
        return Response.json(asked("question"));
    }
    const [, id = "", what] = /^\/session\/(\w+)\/(todo|message)$/.exec(path) ?? [];
    const live = lives.get(id);
    if (live === undefined) return Response.json({ name: "NotFoundError" }, { status: 404 });
    return Response.json(
      what === "todo" ? live.todos : [{ info: { role: "assistant" }, parts: [...live.parts.values()] }],
    );
  }

  const server = await host.serve({ hostname: "127.0.0.1", port: 0 }, answer);

  return {
    port: server.port,
    status(session, status) {
      change(session, (live) => {
        if (live.status.type === "idle") live.parts.clear();
        live.status = status;
        tell(session, "session.updated", { info: infoOf(live) });
      });
      tell(session, "session.status", { status });
      if (status.type === "idle") tell(session, "session.idle", {});
    },
    tool(session, { tool, input }) {
      const id = nextId("prt");
      const start = host.now();
      const update = (state: object) =>
        change(session, (live) => {
          const part = { type: "tool", id, sessionID: session.id, messageID: "msg_demo", tool };
          const told = { ...part, callID: `call_${id}`, state: { input, ...state } };
          live.parts.set(id, told);
          tell(session, "message.part.updated", { part: told });
        });
      update({ status: "running", time: { start } });
      return (error) => {
        const time = { start, end: host.now() };
        update(error === undefined ? { status: "completed", time } : { status: "error", error, time });
        change(session, (live) => {
          live.tools++;
          tell(session, "session.updated", { info: infoOf(live) });
        });
      };
    },
    todos(session, todos) {
      change(session, (live) => live.todos = todos);
      tell(session, "todo.updated", { todos });
    },
    askToRun: (session, command, always) =>
      begin("permission", session, {
        permission: "bash",
        patterns: [command],
        metadata: { command },
        always: [always],
      }),
    ask: (session, question) => begin("question", session, { questions: [{ ...question, multiple: false }] }),
    heartbeat: () => emit(null, "server.heartbeat", {}),
    async close() {
      for (const stream of streams) stream.close();
      streams.clear();
      await server.close();
    },
  };
}

function infoOf({ session, createdAt, updatedAt, tools }: Live) {
  const tokens = {
    input: tools * toolTokens,
    output: tools * 100,
    reasoning: 0,
    cache: { read: 0, write: 0 },
  };
  return {
    ...session,
    version: "1.18.33",
    cost: tools * toolCost,
    tokens,
    time: { created: createdAt, updated: updatedAt },
  };
}
