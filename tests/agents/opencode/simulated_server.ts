/** An OpenCode server on loopback that does what a test says, over real HTTP. Its answers have the shapes of version 1.18.33. */

export interface SimulatedSession {
  readonly id: string;
  readonly title?: string;
  readonly parentID?: string;
  readonly directory?: string;
  readonly updated?: number;
}

export interface SimulatedServer extends AsyncDisposable {
  readonly port: number;
  readonly directory: string;
  /** "GET /session", "POST /permission/per_1/reply?directory=%2Fx", ... in the order of their arrival. */
  readonly requests: string[];
  readonly headers: Headers[];
  /** What it answers; a test changes it. */
  sessions: readonly SimulatedSession[];
  /** Sessions that its list leaves out. */
  unlisted: readonly SimulatedSession[];
  statuses: Record<string, unknown>;
  permissions: readonly unknown[];
  questions: readonly unknown[];
  todos: Record<string, readonly unknown[]>;
  messages: Record<string, readonly unknown[]>;
  /** Answers instead of the server; null = the usual answer. */
  instead: (request: Request, url: URL) => Response | Promise<Response> | null;
  /** Sends an event to every open stream. */
  emit(type: string, properties: unknown, directory?: string): void;
  /** Sends bytes or text unchanged. */
  write(data: string | Uint8Array): void;
  /** How many streams are open. */
  streams(): number;
  /** Ends the open streams. */
  cut(): void;
  /** A response that never comes while the server stands. */
  hang(): Promise<Response>;
}

export interface SimulatedOptions {
  readonly port?: number;
  readonly directory?: string;
  /** Default: "127.0.0.1". */
  readonly hostname?: string;
  readonly sessions?: readonly SimulatedSession[];
  readonly password?: string;
  /** How long it takes to answer. Default: no time. */
  readonly answerMs?: number;
}

const START = 1_790_000_000_000;

export function simulatedServer(options: SimulatedOptions = {}): SimulatedServer {
  const directory = options.directory ?? "/h/app";
  const open = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const letGo = new AbortController();
  const encoder = new TextEncoder();

  const hang = () =>
    new Promise<Response>((resolve) => {
      letGo.signal.addEventListener("abort", () => resolve(new Response(null, { status: 500 })), {
        once: true,
      });
    });

  function events(): Response {
    let mine: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        mine = controller;
        open.add(controller);
        const connected = { payload: { id: "evt_0", type: "server.connected", properties: {} } };
        controller.enqueue(encoder.encode(`data: ${JSON.stringify(connected)}\n\n`));
      },
      cancel: () => void open.delete(mine),
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  }

  function answer(request: Request, url: URL): Response {
    const path = url.pathname;
    if (path === "/global/health") return Response.json({ healthy: true, version: "1.18.33" });
    if (path === "/global/event") return events();
    if (path === "/path") return Response.json({ directory, worktree: directory });
    if (path === "/session/status") return Response.json(server.statuses);
    if (path === "/session") return Response.json(server.sessions.map(sessionInfo));
    if (path === "/permission") return Response.json(server.permissions);
    if (path === "/question") return Response.json(server.questions);
    const [, id = "", what] = /^\/session\/([^/]+)\/(todo|message)$/.exec(path) ?? [];
    if (what === "todo") return Response.json(server.todos[id] ?? []);
    if (what === "message") return Response.json(server.messages[id] ?? []);
    if (request.method === "POST") return Response.json(true);
    const [, one] = /^\/session\/([^/]+)$/.exec(path) ?? [];
    if (one !== undefined) {
      const session = [...server.sessions, ...server.unlisted].find(({ id }) => id === one);
      return session === undefined
        ? Response.json({ name: "NotFoundError", data: {} }, { status: 404 })
        : Response.json(sessionInfo(session));
    }
    return new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
  }

  function sessionInfo(session: SimulatedSession) {
    return {
      title: session.id,
      directory,
      ...session,
      cost: 0,
      tokens: { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } },
      time: { created: START, updated: session.updated ?? START },
    };
  }

  const stopped = new AbortController();
  const http = Deno.serve({
    signal: stopped.signal,
    hostname: options.hostname ?? "127.0.0.1",
    port: options.port ?? 0,
    onListen() {},
    onError: () => new Response(null, { status: 500 }),
  }, async (request) => {
    const url = new URL(request.url);
    server.requests.push(`${request.method} ${url.pathname}${url.search}`);
    server.headers.push(new Headers(request.headers));
    const wanted = options.password === undefined ? null : `Basic ${btoa(`opencode:${options.password}`)}`;
    if (wanted !== null && request.headers.get("authorization") !== wanted) {
      return new Response(null, {
        status: 401,
        headers: { "www-authenticate": 'Basic realm="Secure Area"' },
      });
    }
    if (options.answerMs !== undefined) await new Promise((resolve) => setTimeout(resolve, options.answerMs));
    return await (server.instead(request, url) ?? answer(request, url));
  });

  const server: SimulatedServer = {
    port: http.addr.port,
    directory,
    requests: [],
    headers: [],
    sessions: options.sessions ?? [],
    unlisted: [],
    statuses: {},
    permissions: [],
    questions: [],
    todos: {},
    messages: {},
    instead: () => null,
    emit(type, properties, from = directory) {
      const payload = { id: "evt_1", type, properties };
      server.write(`data: ${JSON.stringify({ directory: from, project: "p", payload })}\n\n`);
    },
    write(data) {
      const bytes = typeof data === "string" ? encoder.encode(data) : data;
      for (const controller of open) controller.enqueue(bytes);
    },
    streams: () => open.size,
    cut() {
      for (const controller of open) controller.close();
      open.clear();
    },
    hang,
    async [Symbol.asyncDispose]() {
      letGo.abort();
      server.cut();
      // Not `shutdown()`: on a busy machine it was seen to wait for ever for a request that its client had given up.
      stopped.abort();
      await http.finished;
    },
  };
  return server;
}
