// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { opencodeList } from "../../../src/core/agents/agents_json.ts";
import { agents, busy, instance, now, permission } from "./opencode/situations.ts";

/** In the spelling of all answers. */
const isoTime = (at: number) => new Date(at).toISOString().replace(/(\.000)?Z$/, "+00:00");

Deno.test("opencodeList() gives each instance with what waits in it, as JSON", () => {
  const sessions = [{ id: "a", status: busy, tools: [{ name: "bash", arg: "ls", ago: 1000 }] }];
  const permissions = permission("a", { kind: "run", command: "ls" });
  const [listed] = opencodeList(agents(instance(4096, sessions, { permissions, tty: "pts/1" })), now);
  assertEquals(JSON.parse(JSON.stringify(listed)), {
    ...{
      instance: "4096:4097",
      port: 4096,
      pid: 4097,
      tty: "pts/1",
      version: "1.18.33",
      directory: "/h/app",
    },
    state: "connected",
    since: isoTime(now - 3_600_000),
    sessions: [{
      ...{ session: "a", parent: null, title: "Title a", directory: "/h/app", status: "busy" },
      busy_since: isoTime(now - 300_000),
      retry: null,
      waits: true,
      tools: [{ name: "bash", arg: "ls", started_at: isoTime(now - 1000) }],
      todos: { pending: 0, inProgress: 0, completed: 0, current: null, next: null },
      error: null,
      cost: 0,
      tokens: { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0 },
    }],
    permissions: [{
      ...{ permission: "per_a", session: "a", wish: { kind: "run", command: "ls" }, whole: true },
      always: ["git *"],
      asked_at: isoTime(now),
    }],
    questions: [],
    more: { sessions: 0, permissions: 0, questions: 0 },
  });
});

Deno.test("opencodeList() tells nothing of the sessions of one that cannot be looked into", () => {
  const locked = instance(1, [{ id: "a", status: busy }], { reach: { kind: "locked", since: now } });
  const [listed] = opencodeList(agents(locked), now);
  assertEquals([listed?.state, listed?.sessions], ["locked", []]);
});
