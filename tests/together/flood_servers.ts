/**
 * Simulated OpenCode servers that send as fast as they can, in a process of their own: `flood_servers.ts COUNT` prints their
 * ports as JSON, then does what each line of JSON on its input says, until that ends. Each has one session at work, which
 * asks for a permission, and one that is idle.
 */
import * as z from "zod";
import { type SimulatedServer, simulatedServer } from "../agents/opencode/simulated_server.ts";

/** What it can be full of: messages of never-seen ids, or answers that nobody would expect. */
export const floods = [
  "statuses",
  "sessions",
  "permissions",
  "directories",
  "text",
  "answers",
  "chain",
  "depth",
] as const;
export type Flood = (typeof floods)[number];

/** `ms`: how long it lasts; afterwards everything is as before. */
export interface Order {
  readonly flood: Flood;
  readonly ms: number;
}

const order = z.object({ flood: z.enum(floods), ms: z.number() });

/** Messages in one write. */
const BATCH = 200;
const time = { created: 1_790_000_000_000, updated: 1_790_000_000_000 };
const permission = (id: string, sessionID: string) => ({
  ...{ id, sessionID, permission: "bash", patterns: ["git push"], always: ["git *"] },
  metadata: { command: "git push" },
});

async function main(): Promise<void> {
  const servers = Array.from({ length: Number(Deno.args[0]) }, () => {
    const server = simulatedServer({ sessions: [{ id: "real_1" }, { id: "real_2" }] });
    calm(server);
    return server;
  });
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(servers.map(({ port }) => port))}\n`));
  let rest = "";
  for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const { flood, ms } = order.parse(JSON.parse(line));
      for (const server of servers) void pour(server, flood, ms);
    }
  }
  Deno.exit(0);
}

function calm(server: SimulatedServer): void {
  server.instead = () => null;
  server.statuses = { real_1: { type: "busy" } };
  server.permissions = [permission("per_real", "real_1")];
}

async function pour(server: SimulatedServer, flood: Flood, ms: number): Promise<void> {
  const until = performance.now() + ms;
  switch (flood) {
    case "statuses":
    case "sessions":
    case "permissions":
    case "directories":
    case "text":
      for (let count = 0; performance.now() < until; count += BATCH) {
        server.write(
          Array.from({ length: BATCH }, (_, index) => message(flood, `${flood}_${count + index}`)).join(""),
        );
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      return;
    case "answers":
    case "chain":
    case "depth": {
      const bodies = answers(flood);
      server.instead = (_, { pathname }) => {
        const body = bodies[pathname];
        return body === undefined
          ? null
          : new Response(body, { headers: { "content-type": "application/json" } });
      };
      while (performance.now() < until) {
        server.cut();
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      calm(server);
      server.cut();
    }
  }
}

/** One message of the stream, as its `data:` line gives it. */
function message(flood: Flood, id: string): string {
  const told = (type: string, properties: unknown, directory = "/h/app") =>
    `data: ${JSON.stringify({ directory, project: "p", payload: { id: "evt_1", type, properties } })}\n\n`;
  const info = {
    id,
    title: `Title ${id}`,
    directory: "/h/app",
    time: { created: Date.now(), updated: Date.now() },
  };
  switch (flood) {
    case "statuses":
      return told("session.status", { sessionID: id, status: { type: "busy" } });
    case "sessions":
      return told("session.created", { sessionID: id, info });
    case "permissions":
      return told("permission.asked", permission(id, `session_${id}`));
    case "directories":
      return told("session.status", { sessionID: id, status: { type: "busy" } }, `/h/${id}`);
    default: {
      const part = { id, sessionID: "real_1", type: "text", text: "words ".repeat(200) };
      return told("message.part.updated", { part });
    }
  }
}

/** By path. */
function answers(flood: "answers" | "chain" | "depth"): Readonly<Record<string, string>> {
  const many = <T>(length: number, make: (index: number) => T) =>
    Array.from({ length }, (_, index) => make(index));
  switch (flood) {
    case "answers": {
      const statuses = many(100_000, (index) => [`fake_${index}`, { type: "busy" }] as const);
      return {
        "/session/status": JSON.stringify(Object.fromEntries(statuses)),
        "/permission": JSON.stringify(many(20_000, (index) => permission(`per_${index}`, "fake_1"))),
        "/session": JSON.stringify(
          many(20_000, (index) => ({ id: `fake_${index}`, title: "x", directory: "/h/app", time })),
        ),
      };
    }
    case "chain":
      return {
        "/session/status": JSON.stringify(
          Object.fromEntries(many(2_000, (index) => [`fake_${index}`, { type: "busy" }] as const)),
        ),
        "/session": JSON.stringify(many(2_000, (index) => ({
          ...{ id: `fake_${index}`, title: "x", directory: "/h/app", time },
          ...(index === 0 ? {} : { parentID: `fake_${index - 1}` }),
        }))),
      };
    case "depth": {
      const deep = "[".repeat(4 << 20);
      return { "/session/status": deep, "/session": deep, "/permission": deep, "/question": deep };
    }
  }
}

if (import.meta.main) await main();
