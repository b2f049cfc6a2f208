// @ts-types="../../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import {
  isAnythingActive,
  recentDirectories,
  sessionsToLookUp,
} from "../../../../src/core/agents/opencode/follow_up_requests.ts";
import { unlistedSession } from "../../../../src/core/agents/opencode/session_changes.ts";
import { busy, colour, instance, minute, now, permission, question, run } from "./situations.ts";

const hour = 60 * minute;

Deno.test("recentDirectories() names where sessions were touched in the last day and a half, the last one first", () => {
  const { sessions } = instance(1, [
    { id: "own", updatedAt: now },
    { id: "old", directory: "/h/old", updatedAt: now - 40 * hour },
    { id: "night", directory: "/h/night", updatedAt: now - 30 * hour },
    { id: "twice", directory: "/h/twice", updatedAt: now - 35 * hour },
    { id: "archived", directory: "/h/archived", updatedAt: now, archivedAt: now },
    { id: "again", directory: "/h/twice", updatedAt: now - hour },
    { id: "nowhere", directory: "", updatedAt: now },
  ]);
  const infos = Object.values(sessions).map(({ info }) => info);
  assertEquals(recentDirectories(infos, "/h/app", now), ["/h/twice", "/h/night"]);
});

Deno.test("isAnythingActive() while anything works or waits", () => {
  assertEquals(isAnythingActive(instance(1, [{ id: "a" }])), false);
  assertEquals(isAnythingActive(instance(1, [{ id: "a" }, { id: "b", status: busy }])), true);
  assertEquals(isAnythingActive(instance(1, [], { permissions: permission("a", run) })), true);
  assertEquals(isAnythingActive(instance(1, [], { questions: question("a", [colour]) })), true);
});

Deno.test("sessionsToLookUp() are those that matter and that no list has named", () => {
  const it = instance(1, [{ id: "listed", status: busy }, { id: "waits" }], {
    permissions: { ...permission("waits", run), ...permission("asks", run) },
    questions: question("both", [colour]),
  });
  const unlisted = (id: string) => unlistedSession(id, "/h/app", now);
  const ran = (endedAt: number) => ({ startedAt: 0, endedAt, how: "done" }) as const;
  const sessions = {
    ...it.sessions,
    works: { ...unlisted("works"), status: busy },
    idle: unlisted("idle"),
    ended: { ...unlisted("ended"), lastRun: ran(now - minute) },
    long_ago: { ...unlisted("long_ago"), lastRun: ran(now - hour) },
  };
  assertEquals(sessionsToLookUp({ ...it, sessions }, now), ["works", "ended", "asks", "both"]);
});
