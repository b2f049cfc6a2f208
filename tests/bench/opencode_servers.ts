/**
 * Simulated OpenCode servers in a process of their own, so that their work is not counted as the program's:
 * `opencode_servers.ts INSTANCES SESSIONS BUSY` prints their ports as JSON, then does what each line of JSON on its input says,
 * until that ends.
 */
import * as z from "zod";
import { type SimulatedServer, simulatedServer } from "../agents/opencode/simulated_server.ts";

/** What the bench can ask for. `port`: of the server that is to do it. */
export type Order =
  /** Tells that a session has a new title: the time of the telling, in epoch ms with fractions. */
  | { readonly kind: "title"; readonly port: number; readonly session: string }
  /** Text deltas, so many a second, for so long. */
  | { readonly kind: "flood"; readonly port: number; readonly perSecond: number; readonly ms: number }
  | { readonly kind: "heartbeat" }
  /** Ends, and another comes at its port. */
  | { readonly kind: "restart"; readonly port: number };

const order = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("title"), port: z.number(), session: z.string() }),
  z.object({ kind: z.literal("flood"), port: z.number(), perSecond: z.number(), ms: z.number() }),
  z.object({ kind: z.literal("heartbeat") }),
  z.object({ kind: z.literal("restart"), port: z.number() }),
]);

const FLOOD_MS = 10;
/** What a real one takes for a short answer. */
const ANSWER_MS = 5;

async function main(): Promise<void> {
  const [instances = 0, sessions = 0, busy = 0] = Deno.args.map(Number);
  const create = (port: number) => serverWith(sessions, busy, port);
  const all = Array.from({ length: instances }, () => create(0));
  const servers = new Map(all.map((server) => [server.port, server]));
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify([...servers.keys()])}\n`));
  let rest = "";
  for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) perform(servers, order.parse(JSON.parse(line)), create);
  }
  Deno.exit(0);
}

/** At any free port if it is 0. */
function serverWith(sessions: number, busy: number, port: number): SimulatedServer {
  const ids = Array.from({ length: sessions }, (_, index) => `ses_${index}`);
  const server = simulatedServer({ port, sessions: ids.map((id) => ({ id })), answerMs: ANSWER_MS });
  for (const id of ids.slice(0, busy)) {
    server.statuses[id] = { type: "busy" };
    server.todos[id] = [{ content: "First", status: "in_progress" }, {
      content: "Second",
      status: "pending",
    }];
    const state = { status: "running", input: { command: "make all" }, time: { start: Date.now() } };
    const part = {
      id: `prt_${id}`,
      sessionID: id,
      messageID: "msg",
      callID: "c",
      type: "tool",
      tool: "bash",
      state,
    };
    server.messages[id] = [{ info: { id: "msg", role: "assistant" }, parts: [part] }];
  }
  return server;
}

function perform(
  servers: Map<number, SimulatedServer>,
  wanted: Order,
  create: (port: number) => SimulatedServer,
): void {
  if (wanted.kind === "heartbeat") {
    for (const server of servers.values()) server.emit("server.heartbeat", {});
    return;
  }
  const { port } = wanted;
  const server = servers.get(port);
  if (server === undefined) return;
  switch (wanted.kind) {
    case "title": {
      const { session: id } = wanted;
      const title = String(performance.timeOrigin + performance.now());
      const time = { created: 1_790_000_000_000, updated: Date.now() };
      const info = { id, title, directory: server.directory, cost: 0, time };
      server.emit("session.updated", { sessionID: id, info });
      return;
    }
    case "restart":
      // Nobody is there in between.
      servers.delete(port);
      void server[Symbol.asyncDispose]().then(() => servers.set(port, create(port)));
      return;
    case "flood":
      void flood(server, wanted.perSecond, wanted.ms);
  }
}

async function flood(server: SimulatedServer, perSecond: number, ms: number): Promise<void> {
  const properties = {
    sessionID: "ses_0",
    messageID: "msg_1",
    partID: "prt_1",
    field: "text",
    delta: "words ",
  };
  const payload = { id: "evt_1fd36fed9001E2WT9Pdd2flb31", type: "message.part.delta", properties };
  const line = `data: ${
    JSON.stringify({ directory: server.directory, project: "259a6a3bc4c4778a2b", payload })
  }\n\n`;
  const begin = performance.now();
  for (let sent = 0, now = begin; now < begin + ms; now = performance.now()) {
    const due = Math.floor((now - begin) / 1000 * perSecond);
    server.write(line.repeat(due - sent));
    sent = due;
    await new Promise((resolve) => setTimeout(resolve, FLOOD_MS));
  }
}

if (import.meta.main) await main();
