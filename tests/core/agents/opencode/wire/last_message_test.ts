// @ts-types="../../../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { Fetched } from "../../../../../src/core/agents/opencode/full_state.ts";
import { type LastMessage, stillAsked } from "../../../../../src/core/agents/opencode/wire/last_message.ts";
import {
  parseLastMessage,
  parsePermissions,
} from "../../../../../src/core/agents/opencode/wire/parse_responses.ts";
import { sample } from "../samples.ts";

const call = (message: string, name: string) => ({ by: { message, call: name } });

Deno.test("stillAsked() leaves out what a run had asked that is over, and nothing of which that is not known", () => {
  const asked = [
    { id: "waits", session: "a", ...call("msg_2", "call_1") },
    { id: "earlier run", session: "a", ...call("msg_1", "call_1") },
    { id: "over", session: "a", ...call("msg_2", "call_2") },
    { id: "says not", session: "a" },
    { id: "no message known", session: "b", ...call("msg_9", "call_1") },
    { id: "message without id", session: "c", ...call("msg_9", "call_1") },
  ];
  const last = new Map<string, LastMessage>([
    ["a", { id: "msg_2", running: [], over: ["call_2"] }],
    ["c", { id: null, running: [], over: [] }],
  ]);
  const after = stillAsked({ kind: "known", value: asked, more: 3 }, last);
  assertEquals(after.kind === "known" && [after.more, ...after.value.map(({ id }) => id)], [
    3,
    ...["waits", "says not", "no message known", "message without id"],
  ]);
  const unknown: Fetched<typeof asked> = { kind: "unknown" };
  assertEquals(stillAsked(unknown, last), unknown);
});

Deno.test("stillAsked() keeps what a real server is asked for by a tool that waits", () => {
  const [asked, message] = [
    parsePermissions(sample("2_permission_pending__permission")),
    parseLastMessage(sample("2_permission_pending__message")),
  ];
  if (asked.kind !== "known" || message.kind !== "known") throw new Error("The samples are not understood");
  const [permission] = asked.value;
  const last = (answered: LastMessage) => new Map([[permission?.session ?? "", answered]]);
  assertEquals(stillAsked(asked, last(message.value)), asked);
  const later = parseLastMessage(sample("2_idle_after__message"));
  if (later.kind !== "known") throw new Error("The sample is not understood");
  assertEquals(stillAsked(asked, last(later.value)), { kind: "known", value: [] });
});
