/**
 * The demo's simulated sidecars: programs in memory whose health is answered on loopback. One of them stays well. The other one falls
 * ill or crashes every few minutes of the demo's clock, and is started again.
 */
import { minute } from "../core/time/units.ts";
import type { Host, HttpServer } from "../host/host.ts";
import { type MemoryProgram, memoryPrograms } from "../host/programs/memory_programs.ts";
import type { StayingPrograms } from "../host/staying_program.ts";

/** In the settings: pauses and checks are long enough to be seen on the demo's clock. */
export const demoSidecarSettings = `
[[sidecar]]
name = "agents"
command = ["agent-server", "--port", "{port}"]
start = "with-app"
health_interval_seconds = 30

[[sidecar]]
name = "search"
command = ["search-index", "--port", "{port}"]
start = "with-app"
health_interval_seconds = 60
restart_delay_ms = 60000
max_restarts = 100
`;

/** A simulated program while it runs. */
interface Life {
  /** Counts the starts of this program, from 1. */
  readonly start: number;
  print(text: string): void;
  complain(text: string): void;
  /** What its health answers from now on. */
  answer(status: 200 | 503): void;
  /** Ends it by itself. */
  crash(code: number): void;
  /** In minutes of the demo's clock; false = it was ended meanwhile. */
  lives(minutes: number): Promise<boolean>;
}

const scripts: Readonly<Record<string, (life: Life) => Promise<void>>> = {
  "agent-server": async ({ print, lives }) => {
    print("Serving agents");
    for (let round = 1; await lives(7); round++) print(`Agents asked: ${round}`);
  },
  "search-index": async ({ start, print, complain, answer, crash, lives }) => {
    print("Reading the index");
    if (!await lives(9)) return;
    if (start % 2 === 1) {
      complain("The index is locked by another program");
      answer(503);
    } else {
      complain("The index is damaged at block 7");
      crash(1);
    }
  },
};

/** `host` has the demo's clock. */
export function createDemoSidecars(host: Pick<Host, "serve" | "sleep">): StayingPrograms {
  const memory = memoryPrograms();
  const starts = new Map<string, number>();

  return {
    ...memory.programs,
    async start(command) {
      const script = scripts[command.program];
      if (script === undefined) throw Object.assign(new Error("No such program"), { name: "NotFound" });
      let status = 200;
      const health = await serveHealth(host, portIn(command.args), () => status);
      const staying = await memory.programs.start(command);
      const program = programWith(memory.started, staying.record.pid);
      const start = (starts.get(command.program) ?? 0) + 1;
      starts.set(command.program, start);
      const ended = new AbortController();
      void staying.ended.then(() => {
        ended.abort();
        return health.close();
      });
      void script({
        start,
        print: (text) => program.print(`${text}\n`),
        complain: (text) => program.print(`${text}\n`, "stderr"),
        answer: (next) => status = next,
        crash: (code) => program.end({ code, signal: null }),
        async lives(minutes) {
          await host.sleep(minutes * minute, ended.signal);
          return !ended.signal.aborted;
        },
      });
      return staying;
    },
  };
}

function programWith(started: readonly MemoryProgram[], pid: number): MemoryProgram {
  const found = started.find(({ record }) => record.pid === pid);
  if (found === undefined) throw new Error(`No program ${pid}`);
  return found;
}

function portIn(args: readonly string[]): number {
  return Number(args[args.indexOf("--port") + 1]);
}

function serveHealth(host: Pick<Host, "serve">, port: number, status: () => number): Promise<HttpServer> {
  return host.serve({ hostname: "127.0.0.1", port }, (request) => {
    const { pathname } = new URL(request.url);
    if (request.method === "GET" && pathname === "/health") {
      const body = status() === 200 ? { status: "ok", version: "1.0.0" } : { status: "locked" };
      return Response.json(body, { status: status() });
    }
    if (request.method === "POST" && pathname === "/shutdown") {
      return Response.json({ status: "shutting down" });
    }
    return new Response(null, { status: 404 });
  });
}
