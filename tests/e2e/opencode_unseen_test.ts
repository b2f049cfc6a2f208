/** Real OpenCode servers, and what happened on them before the program looked. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { type Instance } from "../../src/core/agents/opencode/instance.ts";
import { opencodeProgram } from "../../src/core/agents/opencode/opencode_program.ts";
import { type Watching, watching } from "../agents/opencode/watching.ts";
import { until } from "./desktop.ts";
import { type RealOpencode, startOpencode } from "./opencode/real_opencode.ts";

const looking = () => watching({ listeners: { kind: "proc" } });

function known(watched: Watching, { port }: RealOpencode): Instance | null {
  return [...watched.instances.values()].find((instance) => instance.port === port) ?? null;
}

function status(watched: Watching, server: RealOpencode, id: string): string | null {
  const instance = known(watched, server);
  if (instance === null) return null;
  return opencodeProgram(instance, Date.now()).sessions.get(id)?.status.kind ?? null;
}

const waiting = ({ permissions, questions }: Instance) => [
  ...Object.values(permissions).map(({ session }) => session),
  ...Object.values(questions).map(({ session }) => session),
];

async function asks(server: RealOpencode, path: "/permission" | "/question", session: string, where = "") {
  const listed = async () => JSON.stringify(await server.ask("GET", `${path}${where}`)).includes(session);
  // Its first run has much to load.
  await until(listed, "the server to be asked something", 30_000);
}

Deno.test("createOpencodeServers() finds what waits in another directory since before the start, and answers it", async () => {
  await using server = await startOpencode();
  const directory = join(server.directory, "part");
  await Deno.mkdir(directory);
  const where = `?${new URLSearchParams({ directory })}`;
  const made = await server.ask("POST", `/session${where}`, { title: "In a part" });
  const id = typeof made === "object" && made !== null && "id" in made ? String(made.id) : "";
  const parts = [{ type: "text", text: "BASH please" }];
  await server.ask("POST", `/session/${id}/prompt_async${where}`, { parts });
  await asks(server, "/permission", id, where);

  await using watched = looking();
  await watched.until(() => known(watched, server) !== null, "the server");
  await watched.until(
    () => Object.keys(known(watched, server)?.permissions ?? {}).length > 0,
    "the permission",
  );
  assertEquals(status(watched, server, id), "busy");
  assert(
    !watched.reports.some((report) =>
      report.type === "happened" && report.event.type === "message" &&
      report.event.message.type === "permission-asked"
    ),
    "it was told by the stream",
  );
  const instance = watched.at(server.port);
  const [permission] = Object.values(instance.permissions);
  assertEquals([permission?.session, permission?.directory], [id, directory]);
  const reply = { kind: "permission", id: permission?.id ?? "", directory, reply: "reject" } as const;
  assertEquals(await watched.opencode.answer(instance.key, reply), { kind: "done" });
  await watched.until(() => status(watched, server, id) === "idle", "the end");
});

Deno.test("createOpencodeServers() has nobody wait for what an aborted run or a deleted session had asked", async () => {
  await using server = await startOpencode();
  const [stopped, deleted, waits] = [
    await server.newSession("Stopped"),
    await server.newSession("Deleted"),
    await server.newSession("Waits"),
  ];
  await server.prompt(stopped, "QUESTION please");
  await asks(server, "/question", stopped);
  await server.ask("POST", `/session/${stopped}/abort`);
  await server.prompt(deleted, "BASH please");
  await asks(server, "/permission", deleted);
  await server.ask("DELETE", `/session/${deleted}`);
  await server.prompt(waits, "EDIT please");
  await asks(server, "/permission", waits);
  {
    await using watched = looking();
    await watched.until(() => status(watched, server, stopped) === "idle", "the stopped one");
    await watched.until(() => status(watched, server, deleted) === null, "the end of the deleted one");
    assertEquals(waiting(watched.at(server.port)), [waits]);
  }
  // At work again, on something else: what it had asked before is still listed.
  await server.prompt(stopped, "BASH please");
  await asks(server, "/permission", stopped);
  await asks(server, "/question", stopped);
  await using again = looking();
  await again.until(() => status(again, server, stopped) === "busy", "the work");
  await again.until(() => status(again, server, deleted) === null, "the end of the deleted one");
  const { permissions, questions } = again.at(server.port);
  assertEquals(
    Object.values(permissions).map(({ session }) => session).toSorted(),
    [stopped, waits].toSorted(),
  );
  assertEquals(questions, {});
});
