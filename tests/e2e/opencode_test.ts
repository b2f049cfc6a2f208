/** Real OpenCode servers, found in /proc, followed and answered: what is known of each at every step. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import type { Instance } from "../../src/core/agents/opencode/instance.ts";
import type { OpencodeSession } from "../../src/core/agents/opencode/opencode_session.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { type Watching, watching, type WatchingOptions } from "../agents/opencode/watching.ts";
import { type RealOpencode, startOpencode } from "./opencode/real_opencode.ts";

const found = (options: WatchingOptions = {}) => watching({ listeners: { kind: "proc" }, ...options });

/** The instance of a server, if it is known and pictured. */
function pictured(watched: Watching, server: RealOpencode): Instance | null {
  const instance = [...watched.instances.values()].find(({ port }) => port === server.port);
  return instance === undefined || instance.fullStateAt === null ? null : instance;
}

function sessionOf(watched: Watching, server: RealOpencode, id: string): OpencodeSession | null {
  return pictured(watched, server)?.sessions[id] ?? null;
}

function untilStatus(
  watched: Watching,
  server: RealOpencode,
  { id, kind }: { readonly id: string; readonly kind: OpencodeSession["status"]["kind"] },
): Promise<void> {
  return watched.until(() => sessionOf(watched, server, id)?.status.kind === kind, `${id} to be ${kind}`);
}

/** The only permission that is pending; waits for it. */
async function permissionOf(watched: Watching, server: RealOpencode) {
  const pending = () => Object.values(pictured(watched, server)?.permissions ?? {});
  await watched.until(() => pending().length > 0, "a pending permission");
  const [permission] = pending();
  if (permission === undefined) throw new Error("No permission is pending");
  return permission;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

Deno.test("createOpencodeServers() finds a server, tells of a permission, and the tool runs once it is allowed", async () => {
  await using server = await startOpencode();
  await using watched = found();
  await watched.until(() => pictured(watched, server) !== null, "the server");
  const { version, directory, reach, pid, key } = watched.at(server.port);
  assertEquals([version, directory, reach.kind, pid], ["1.18.33", server.directory, "connected", server.pid]);

  const id = await server.newSession("Works");
  await watched.until(() => sessionOf(watched, server, id)?.status.kind === "idle", "the session");
  await server.prompt(id, "BASH please");
  await untilStatus(watched, server, { id, kind: "busy" });
  const permission = await permissionOf(watched, server);
  assertEquals(permission.session, id);
  assertEquals(permission.wish, { kind: "run", command: "sleep 1 && echo hello > from-tool.txt" });
  const file = join(server.directory, "from-tool.txt");
  assert(!await exists(file), "the tool ran before it was allowed");

  const reply = {
    kind: "permission",
    id: permission.id,
    directory: permission.directory,
    reply: "once",
  } as const;
  assertEquals(await watched.opencode.answer(key, reply), { kind: "done" });
  await watched.until(
    () => Object.values(sessionOf(watched, server, id)?.tools ?? {}).some(({ name }) => name === "bash"),
    "the running tool",
  );
  await untilStatus(watched, server, { id, kind: "idle" });
  assertEquals(await Deno.readTextFile(file), "hello\n");
  assertEquals(watched.at(server.port).permissions, {});
  assertEquals(await watched.opencode.answer(key, reply), { kind: "already-answered" });
  assert((sessionOf(watched, server, id)?.info.cost ?? 0) > 0, "it has a cost");
});

Deno.test("createOpencodeServers() answers a question, and rejects an edit, which then is not made", async () => {
  await using server = await startOpencode();
  await using watched = found();
  await watched.until(() => pictured(watched, server) !== null, "the server");
  const { key } = watched.at(server.port);

  const asking = await server.newSession("Asks");
  await server.prompt(asking, "QUESTION please");
  const questions = () => Object.values(watched.at(server.port).questions);
  await watched.until(() => questions().length > 0, "the question");
  const [question] = questions();
  if (question === undefined) throw new Error("No question is pending");
  assertEquals(question.items[0]?.options.map(({ label }) => label), ["Red", "Blue"]);
  const { id, directory } = question;
  assertEquals(
    await watched.opencode.answer(key, { kind: "question", id, directory, answers: [["Blue"]] }),
    { kind: "done" },
  );
  await untilStatus(watched, server, { id: asking, kind: "idle" });
  assertEquals(questions(), []);
  const said = JSON.stringify(await server.ask("GET", `/session/${asking}/message`));
  assert(said.includes("Blue"), "the answer did not arrive");

  const editing = await server.newSession("Edits");
  await server.prompt(editing, "EDIT please");
  const permission = await permissionOf(watched, server);
  assertEquals(permission.wish.kind, "edit");
  const rejected = {
    kind: "permission",
    id: permission.id,
    directory: permission.directory,
    reply: "reject",
  } as const;
  assertEquals(await watched.opencode.answer(key, rejected), { kind: "done" });
  await untilStatus(watched, server, { id: editing, kind: "idle" });
  assert(!await exists(join(server.directory, "made-by-model.txt")), "the edit was made");
});

Deno.test("createOpencodeServers() shows a subagent's permission with its parent, todos, a retry and webfetch's 400", async () => {
  await using server = await startOpencode();
  await using watched = found();
  await watched.until(() => pictured(watched, server) !== null, "the server");
  const { key } = watched.at(server.port);

  const parent = await server.newSession("Delegates");
  await server.prompt(parent, "TASK please");
  const permission = await permissionOf(watched, server);
  assertEquals(sessionOf(watched, server, permission.session)?.info.parent, parent);
  assertEquals(sessionOf(watched, server, parent)?.status.kind, "busy");
  const { id, directory } = permission;
  await watched.opencode.answer(key, { kind: "permission", id, directory, reply: "once" });
  await untilStatus(watched, server, { id: parent, kind: "idle" });

  const listing = await server.newSession("Lists");
  await server.prompt(listing, "TODO please");
  await watched.until(
    () => sessionOf(watched, server, listing)?.todos.current === "Second step",
    "the todos",
  );
  await untilStatus(watched, server, { id: listing, kind: "idle" });

  const retrying = await server.newSession("Retries");
  await server.prompt(retrying, "RATELIMIT please");
  await untilStatus(watched, server, { id: retrying, kind: "retry" });
  const { status } = sessionOf(watched, server, retrying) ?? { status: { kind: "idle" } };
  assert(status.kind === "retry" && status.message.includes("rate limit") && status.nextAt !== null);
  await untilStatus(watched, server, { id: retrying, kind: "idle" });

  const fetching = await server.newSession("Fetches");
  await server.prompt(fetching, "WEBFETCH please");
  const fetch = await permissionOf(watched, server);
  assertEquals(fetch.wish.kind, "fetch");
  // The server's own list fails, and what its stream has told stays.
  await using late = found();
  await late.until(() => pictured(late, server) !== null, "the server, seen by a second program");
  assertEquals(Object.keys(watched.at(server.port).permissions), [fetch.id]);
  await watched.opencode.answer(key, {
    kind: "permission",
    id: fetch.id,
    directory: fetch.directory,
    reply: "reject",
  });
  await untilStatus(watched, server, { id: fetching, kind: "idle" });
});

Deno.test("createOpencodeServers() follows two servers, one with a password; without it that one is locked", async () => {
  await using open = await startOpencode();
  await using closed = await startOpencode({ password: "marked-password" });
  const env = (name: string) => name === "SOME_PASSWORD" ? "marked-password" : undefined;
  await using watched = found({ passwordEnv: "SOME_PASSWORD", host: { env } });
  await using other = found();
  await watched.until(
    () => pictured(watched, open) !== null && pictured(watched, closed) !== null,
    "both servers",
  );
  await other.until(() => pictured(other, open) !== null, "the open one");
  await other.until(
    () =>
      [...other.instances.values()].some(({ port, reach }) =>
        port === closed.port && reach.kind === "locked"
      ),
    "the locked one",
  );
  const id = await closed.newSession("Behind a password");
  await closed.prompt(id, "BASH please");
  const permission = await permissionOf(watched, closed);
  const { key } = watched.at(closed.port);
  const { directory } = permission;
  await watched.opencode.answer(key, { kind: "permission", id: permission.id, directory, reply: "once" });
  await untilStatus(watched, closed, { id, kind: "idle" });
  assert(await exists(join(closed.directory, "from-tool.txt")));
  assertEquals(Object.keys(watched.at(open.port).sessions).length, 0, "sessions of one show at the other");
});

Deno.test("createOpencodeServers() finds a server within two seconds of its listening, and one that is killed is gone at once", async (t) => {
  for (const phase of ["idle", "busy", "waiting"] as const) {
    await t.step(phase, async () => {
      await using watched = found();
      await using server = await startOpencode();
      const readyAt = performance.now();
      await watched.until(() => pictured(watched, server) !== null, "the server");
      const latency = performance.now() - readyAt;
      assert(latency < 2_000, `found after ${latency} ms`);
      const id = await server.newSession("Ends");
      if (phase !== "idle") await server.prompt(id, phase === "busy" ? "SLOW please" : "BASH please");
      if (phase === "busy") await untilStatus(watched, server, { id, kind: "busy" });
      if (phase === "waiting") await permissionOf(watched, server);
      const killedAt = performance.now();
      await server.kill();
      await watched.until(
        () => ![...watched.instances.values()].some(({ port }) => port === server.port),
        "its end",
      );
      const gone = performance.now() - killedAt;
      assert(gone < 500, `gone after ${gone} ms`);
    });
  }
});

Deno.test("createOpencodeServers() runs no child process while it looks", async () => {
  const run = () => Promise.reject(new Error("a program was run"));
  await using server = await startOpencode();
  await using watched = found({ host: { ...denoHost(), run } });
  await watched.until(() => pictured(watched, server) !== null, "the server");
});
