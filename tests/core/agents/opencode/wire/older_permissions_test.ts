// @ts-types="../../../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { Instance } from "../../../../../src/core/agents/opencode/instance.ts";
import { instanceAfter, newInstance } from "../../../../../src/core/agents/opencode/instance_after_event.ts";
import { olderPermission } from "../../../../../src/core/agents/opencode/wire/older_permissions.ts";
import { opencodeProgram } from "../../../../../src/core/agents/opencode/opencode_program.ts";
import { parseStreamMessage } from "../../../../../src/core/agents/opencode/wire/parse_stream_message.ts";
import { olderStream } from "../samples.ts";

const session = "ses_deaf370c7ffexQrkzr7lnlG9Bx";

Deno.test("parseStreamMessage() understands what a real server before 1.1 tells of a permission, and of its end", () => {
  let instance: Instance = newInstance({ key: "1:1", port: 1, pid: 1 }, 0);
  const waits: string[] = [];
  for (const data of olderStream()) {
    const streamed = parseStreamMessage(data);
    if (streamed.kind !== "message") throw new Error(`${streamed.kind}: ${data}`);
    instance = instanceAfter(instance, { type: "message", message: streamed.message }, 1);
    const [permission] = Object.values(instance.permissions);
    if (permission !== undefined) {
      const { always, alwaysIsWhole, isWhole, isOlder, directory, by } = permission;
      assertEquals([permission.session, permission.wish], [
        session,
        { kind: "run", command: "sleep 2 && echo hello-from-tool" },
      ]);
      assertEquals([always, alwaysIsWhole, isWhole, isOlder, directory, by?.call], [
        ["sleep *", "echo hello-from-tool *"],
        ...[true, true, true, "/home/u/work", "call_2"],
      ]);
    }
    waits.push(`${instance.sessions[session]?.status.kind}:${Object.keys(instance.permissions).length}`);
  }
  assertEquals(waits.filter((one, index) => one !== waits[index - 1]), [
    "idle:0",
    "busy:0",
    "busy:1",
    "busy:0",
    "idle:0",
  ]);
});

Deno.test("olderPermission says by its title what its metadata do not say, and all of a type for always", () => {
  const told = (rest: Record<string, unknown>) => {
    const { wish, always, by } = olderPermission.parse({ id: "per_1", sessionID: "ses_1", ...rest });
    return { wish, always, by };
  };
  // As the earliest told it.
  assertEquals(told({ title: "Edit this file: a.ts", metadata: { filePath: "/h/a.ts" } }).wish, {
    ...{ kind: "other", permission: "", detail: "Edit this file: a.ts" },
  });
  assertEquals(told({ type: "edit", title: "Edit this file: a.ts", metadata: { filePath: "/h/a.ts" } }), {
    wish: { kind: "edit", file: "/h/a.ts" },
    always: ["edit"],
    by: undefined,
  });
  assertEquals(told({ type: "webfetch", pattern: "http://h/", title: "Fetch http://h/", metadata: null }), {
    wish: { kind: "fetch", url: "Fetch http://h/" },
    always: ["http://h/"],
    by: undefined,
  });
});

Deno.test("an older server that tells of permissions is guessed about only what began before its stream", () => {
  const fresh = newInstance({ key: "1:1", port: 1, pid: 1 }, 0);
  const absent = { kind: "absent" } as const;
  const unknown = { kind: "unknown" } as const;
  const fullState = {
    directory: "/h/app",
    sessions: unknown,
    permissions: absent,
    questions: absent,
    todos: {},
    tools: {},
  };
  const guesses = (kind: "connected" | "polled") => {
    const tools = [0, 5_000].map((startedAt, index) => ({
      ...{
        id: `prt_${index}`,
        session: `ses_${index}`,
        name: "bash",
        arg: "",
        status: "running" as const,
        startedAt,
      },
    }));
    const events = [
      { type: "reach", reach: { kind, since: 1_000 } },
      { type: "full-state-requested", number: 1 },
      {
        type: "full-state",
        number: 1,
        fullState: {
          ...fullState,
          statuses: { kind: "known", value: { ses_0: { kind: "busy" }, ses_1: { kind: "busy" } } },
        },
      },
      ...tools.map((tool) => ({
        type: "message" as const,
        message: { type: "tool" as const, tool, directory: "/h/app" },
      })),
    ] as const;
    const instance = events.reduce((state: Instance, event) => instanceAfter(state, event, 6_000), fresh);
    return opencodeProgram(instance, 60_000).waiting.map(({ kind, session }) => kind === "guess" && session);
  };
  assertEquals(guesses("connected"), ["ses_0"]);
  assertEquals(guesses("polled"), ["ses_0", "ses_1"]);
});
