// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { endedUsageFile, opencodeFile, opencodeFileText, usageFile } from "../../src/core/plugin_files.ts";
import type { Reach } from "../../src/core/agents/opencode/instance.ts";
import { waitingIn } from "../../src/core/agents/opencode/shown.ts";
import type { Failure } from "../../src/core/usage/usage_failure.ts";
import type { Limit } from "../../src/core/usage/limit.ts";
import { busy, instance, minute, now, permission, question } from "./agents/opencode/situations.ts";

Deno.test("opencodeFile() without an instance is all zeros and not connected", () => {
  assertEquals(JSON.parse(opencodeFileText(opencodeFile([], now, "untitled"), now)), {
    instances: [],
    instance_count: 0,
    agent_count: 0,
    busy_count: 0,
    todos: { pending: 0, in_progress: 0 },
    permissions_pending: 0,
    tools_running: [],
    updated: Math.floor(now / 1000),
    connected: false,
  });
});

Deno.test("opencodeFile() has the shape that the plugins read", () => {
  const tools = [{ name: "bash", arg: "git status | wc" }];
  const todos = { pending: 2, inProgress: 1, current: "This\nnow", next: "a|b" };
  const one = instance(
    4096,
    [{ id: "s1", title: "Fix | all", status: busy, tools, todos, directory: "/h/app/" }, { id: "s2" }],
    { tty: "ttys001", permissions: permission("s1", { kind: "run", command: "git status" }) },
  );
  assertEquals(JSON.parse(opencodeFileText(opencodeFile([one], now, "untitled"), 1766768000999)), {
    instances: [{
      port: 4096,
      tty: "ttys001",
      agents: [{
        id: "s1",
        title: "Fix ¦ all",
        dir: "app",
        full_dir: "/h/app/",
        status: "busy",
        permission_pending: true,
        tools: [{ name: "bash", arg: "git status ¦ wc" }],
        todos: { pending: 2, in_progress: 1, current_label: "This ↵ now", next_label: "a¦b" },
      }],
      agent_count: 1,
      busy_count: 1,
    }],
    instance_count: 1,
    agent_count: 1,
    busy_count: 1,
    todos: { pending: 2, in_progress: 1 },
    permissions_pending: 1,
    tools_running: ["bash"],
    updated: 1766768000,
    connected: true,
  });
});

Deno.test("opencodeFile() counts sessions that wait for a permission, not permissions and not questions", () => {
  const wish = { kind: "run", command: "x" } as const;
  const permissions = { ...permission("s1", wish), ...permission("s1", wish, 0, { id: "per_2" }) };
  const item = { header: "", text: "Which?", isWhole: true, options: [], multiple: false };
  const sessions = [{ id: "s1", status: busy }, { id: "s2", status: busy }];
  const file = opencodeFile(
    [instance(1, sessions, { permissions, questions: question("s2", [item]) })],
    now,
    "untitled",
  );
  assertEquals([file.permissions_pending, file.busy_count], [1, 2]);
});

const reaches: readonly [string, Reach, boolean][] = [
  ["starting", { kind: "starting", since: now }, false],
  ["locked", { kind: "locked", since: now }, false],
  ["polled", { kind: "polled", since: now }, true],
  ["silent for under 5 s", { kind: "not-answering", since: now - 4999 }, true],
  ["silent for 5 s", { kind: "not-answering", since: now - 5000 }, false],
];
for (const [what, reach, listed] of reaches) {
  Deno.test(`opencodeFile() with an instance that is ${what}: ${listed ? "in" : "not in"} it`, () => {
    assertEquals(opencodeFile([instance(1, [], { reach })], now, "untitled").connected, listed);
  });
}

Deno.test("opencodeFile() takes a tool that runs for over 5 s for a permission, where the server does not tell", () => {
  const pending = (name: string, ago: number, guessBefore: Record<string, number>) =>
    opencodeFile(
      [
        instance(1, [{ id: "s1", status: busy, tools: [{ name, arg: "", ago }] }], { guessBefore }),
      ],
      now,
      "untitled",
    ).permissions_pending;
  const older = { "/h/app": Infinity };
  assertEquals(
    [
      pending("bash", 5001, older),
      pending("bash", 5000, older),
      pending("task", minute, older),
      pending("bash", minute, {}),
    ],
    [1, 0, 0, 0],
  );
  // Refused once, told of by the stream since.
  const since = { "/h/app": now - 10_000 };
  assertEquals([pending("bash", 11_000, since), pending("bash", 9000, since)], [1, 0]);
});

const limit = (id: string, usedPercent: number, resetsAt: number | null): Limit => (
  { kind: "window", id, title: { kind: "session" }, usedPercent, resetsAt }
);
const at = Date.UTC(2026, 0, 17, 12, 0, 0, 345);
const reading = (...limits: readonly Limit[]) => (
  { account: "a", observedAt: at - 1500, source: "endpoint", limits } as const
);

Deno.test("usageFile() rounds down, in UTC and without fraction", () => {
  const file = usageFile({
    kind: "fresh",
    reading: reading(limit("session", 72.9, at), limit("week", 0.5, null)),
  }, at - 1);
  assertEquals(file, {
    five_hour: { utilization: 72, resets_at: "2026-01-17T12:00:00Z" },
    seven_day: { utilization: 0, resets_at: null },
    updated: Math.floor((at - 1500) / 1000),
    error: null,
  });
});

Deno.test("usageFile() has nothing used after a reset, in a window that does not run, and nothing before the first answer", () => {
  const none = { utilization: 0, resets_at: null };
  const file = usageFile({ kind: "fresh", reading: reading(limit("session", 72, at)) }, at);
  assertEquals(file !== null && file.error === null && [file.five_hour, file.seven_day], [none, none]);
  assertEquals(usageFile({ kind: "pending" }, at), null);
});

const failures: readonly [Failure, string][] = [
  [{ kind: "signed-out" }, "auth_not_found"],
  [{ kind: "credentials-unreadable", file: "f", why: { about: "system", text: "w" } }, "token_not_found"],
  [{ kind: "token-expired", at }, "token_expired"],
  [{ kind: "token-refused" }, "token_expired"],
  [{ kind: "offline", how: "dns" }, "api_error"],
  [{ kind: "rate-limited", retryAfterMs: null }, "api_error"],
];
for (const [why, code] of failures) {
  Deno.test(`usageFile() says ${code} of ${why.kind}`, () => {
    const error = { error: code, updated: Math.floor(at / 1000) };
    assertEquals(
      usageFile({ kind: "down", why, since: at }, at + minute),
      error as ReturnType<typeof usageFile>,
    );
    const old = usageFile({ kind: "stale", reading: reading(limit("session", 9, null)), why, since: at }, at);
    assertEquals(old?.error, code === "api_error" ? null : code as "token_expired");
  });
}

Deno.test("endedUsageFile() has no figures, and keeps an error that says more", () => {
  const said = { error: "api_error", updated: Math.floor(at / 1000) } as const;
  const one = reading(limit("session", 17, null));
  const offline: Failure = { kind: "offline", how: "dns" };
  assertEquals(endedUsageFile({ kind: "fresh", reading: one }, at), said);
  assertEquals(endedUsageFile({ kind: "stale", reading: one, why: offline, since: at - minute }, at), said);
  assertEquals(endedUsageFile({ kind: "pending" }, at), said);
  const why: Failure = { kind: "signed-out" };
  assertEquals(endedUsageFile({ kind: "down", why, since: at - minute }, at), {
    error: "auth_not_found",
    updated: Math.floor((at - minute) / 1000),
  });
});

Deno.test("opencodeFile() guesses no permission for a session of which one is told, and lists instances by port", () => {
  const tools = [{ name: "bash", arg: "", ago: minute }];
  const told = {
    guessBefore: { "": Infinity },
    permissions: permission("s1", { kind: "run", command: "x" }),
  };
  const one = instance(2, [{ id: "s1", status: busy, tools }], told);
  assertEquals(waitingIn(one, now).map(({ kind }) => kind), ["permission"]);
  assertEquals(opencodeFile([one, instance(1, [])], now, "untitled").instances.map(({ port }) => port), [
    1,
    2,
  ]);
});
