/** What is said of sessions of which nobody was told whether they are at work. */
// @ts-types="../../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { messagesIn } from "../../../../src/core/language/catalogues.ts";
import { agentsFile } from "../../../../src/core/agents/agents_plugin_file.ts";
import type { Instance } from "../../../../src/core/agents/opencode/instance.ts";
import { opencodeList } from "../../../../src/core/agents/agents_json.ts";
import { opencodeProgram } from "../../../../src/core/agents/opencode/opencode_program.ts";
import { stillWaiting } from "../../../../src/core/agents/still_waiting.ts";
import { shownSessions } from "../../../../src/core/agents/shown_sessions.ts";
import { agentEntries } from "../../../../src/core/agents/agent_menu.ts";
import { agents, busy, instance, minute, now, permission, run } from "./situations.ts";

const day = 24 * 60 * minute;
const words = messagesIn("en");
const sub = { directory: "/h/sub" };
/** The server has said what is at work in its own directory alone. */
const answeredFor = ["/h/app"];

const programOf = (it: Instance) => opencodeProgram(it, now);

function statuses(it: Instance): Record<string, string> {
  return Object.fromEntries([...programOf(it).sessions.values()].map(({ id, status }) => [id, status.kind]));
}

function labels(it: Instance): readonly string[] {
  return agentEntries([programOf(it)], now, words).flatMap((entry) =>
    entry.kind === "submenu"
      ? [entry.label, ...entry.entries.flatMap((one) => "label" in one ? [one.label] : [])]
      : []
  );
}

const fileOf = (it: Instance) =>
  agentsFile([programOf(it)], "untitled").instances[0]?.agents.map(({ id, status }) => [id, status]);
const listOf = (it: Instance) =>
  opencodeList(agents(it), now)[0]?.sessions.map(({ session, status }) => [session, status]);

Deno.test("opencodeProgram() says of a session unknown until the server has answered for the directory, or the session was seen to end", () => {
  const sessions = [
    { id: "own" },
    { id: "far", ...sub },
    { id: "works", ...sub, status: busy },
    { id: "ended", ...sub, ran: [minute, 1, "done"] as const },
  ];
  const own = instance(1, sessions, { answeredFor });
  assertEquals(statuses(own), { own: "idle", far: "unknown", works: "busy", ended: "idle" });
  assertEquals(statuses({ ...own, answeredFor: ["/h/app", "/h/sub"] }).far, "idle");
  assertEquals(statuses({ ...own, answeredFor: [""] }).far, "idle");
  assertEquals(statuses({ ...own, answeredFor: [] }), { ...statuses(own), own: "unknown" });
});

Deno.test("agentEntries(), opencodeList() and agentsFile() do not call idle of what nobody was told", () => {
  const far = { id: "far", title: "Far", ...sub, updatedAt: now - minute };
  const alone = instance(1, [far], { answeredFor });
  assertEquals(labels(alone), ["sub", "sub: Far"]);
  assertEquals(listOf(alone), [["far", "unknown"]]);
  assertEquals(fileOf(alone), []);
  const told = { ...alone, answeredFor: ["/h/app", "/h/sub"] };
  assertEquals(labels(told), ["sub · idle", "sub: Far · idle"]);
  assertEquals([listOf(told), fileOf(told)], [[["far", "idle"]], [["far", "idle"]]]);
});

Deno.test("shownSessions() shows one that is known to be idle rather than one of which that is not known", () => {
  const own = { id: "own", title: "Own", updatedAt: now - day };
  const both = instance(1, [own, { id: "far", ...sub, updatedAt: now }], { answeredFor });
  assertEquals(shownSessions(programOf(both)).map(({ session }) => session.id), ["own"]);
  // The instance may be at work where nobody looked.
  assertEquals(labels(both), ["app", "Own · idle"]);
  const old = instance(1, [own, { id: "far", ...sub, updatedAt: now - 2 * day }], { answeredFor });
  assertEquals(labels(old), ["app · idle", "Own · idle"]);
});

Deno.test("agentsFile() has what waits in a directory of which nobody was told, and a word for what has no title", () => {
  const far = { id: "far", title: " ", ...sub };
  const it = instance(1, [far], { answeredFor, permissions: permission("far", run) });
  assertEquals(fileOf(it), [["far", "busy"]]);
  assertEquals(agentsFile([programOf(it)], "untitled").instances[0]?.agents[0]?.title, "untitled");
});

Deno.test("stillWaiting() has nobody wait for what an archived session asks, or a subagent of one", () => {
  const sessions = [
    { id: "put_away", status: busy, archivedAt: now - minute },
    { id: "child", status: busy, parent: "put_away" },
    { id: "idle", archivedAt: now - minute },
    { id: "waits", status: busy },
    // Parents of each other.
    { id: "one", status: busy, parent: "other" },
    { id: "other", status: busy, parent: "one" },
  ];
  const permissions = Object.assign({}, ...sessions.map(({ id }) => permission(id, run)));
  const it = instance(1, sessions, { permissions });
  const waits = ["one", "other", "waits"];
  assertEquals(stillWaiting(programOf(it)).map(({ session }) => session).toSorted(), waits);
  const [listed] = opencodeList(agents(it), now);
  assertEquals(listed?.permissions.map(({ session }) => session).toSorted(), waits);
  assertEquals(shownSessions(programOf(it)).some(({ session }) => session.id === "idle"), false);
});
