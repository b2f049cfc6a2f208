/** The status line of Claude Code: what it says of a session, in which order, and that it can hold nothing but text. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { en } from "../../../src/core/language/en/messages.ts";
import { vi } from "../../../src/core/language/vi/messages.ts";
import type { State } from "../../../src/core/state.ts";
import { readingForAccount } from "../../../src/core/usage/current_usage.ts";
import type { StatusLineInput } from "../../../src/core/usage/status_line_input.ts";
import { statusLine } from "../../../src/core/views/status_line_view.ts";
import { agentsAtWork } from "../../server/agents_at_work.ts";
import { hour, july, minute, read, signedIn, stateAfter, t0 } from "../situations.ts";

const input: StatusLineInput = {
  session: "s",
  progress: "",
  model: "Opus 5.5",
  contextPercent: 2.7,
  limits: [],
};
const known = stateAfter([signedIn, read(july)]);

interface Given {
  readonly state?: State;
  readonly input?: Partial<StatusLineInput>;
  readonly after?: number;
  readonly columns?: number;
  readonly messages?: typeof en;
}

function line({ state = known, input: more = {}, after = 0, columns, messages = en }: Given): string {
  const now = t0 + after * minute;
  const reading = readingForAccount(state, "one");
  return statusLine(state, { ...input, ...more }, { reading, now }, { messages, columns: columns ?? null });
}

const nothing = stateAfter([]);
const session = {
  kind: "window",
  id: "session",
  title: { kind: "session" },
  usedPercent: 42,
  resetsAt: t0 + hour,
} as const;
const cases: readonly [string, Given, string][] = [
  [
    "all of it",
    {},
    "Opus 5.5 · context 2% · Session 15% ↻ 16:05 · Week 48% ↻ Thu 14:00 · Week · Fable 81% ↻ Thu 14:00",
  ],
  [
    "in Vietnamese",
    { messages: vi },
    "Opus 5.5 · ngữ cảnh 2% · Phiên 15% ↻ 16:05 · Tuần 48% ↻ 14:00 T5 · Tuần · Fable 81% ↻ 14:00 T5",
  ],
  ["a session that has not begun", { state: nothing, input: { contextPercent: null } }, "Opus 5.5"],
  ["nothing at all", { state: nothing, input: { contextPercent: null, model: null } }, ""],
  [
    "what the session says itself, where nobody knows whose it is",
    { state: nothing, input: { limits: [session] } },
    "Opus 5.5 · context 2% · Session 42% ↻ 15:00",
  ],
  [
    "a narrow terminal",
    { columns: 44 },
    "Opus 5.5 · context 2% · Session 15% ↻ 16:05…",
  ],
  [
    "old figures, and a session that has ended since",
    { after: 130, input: { model: null, contextPercent: null } },
    "Session -- (2h 10m old) · Week 48% ↻ Thu 14:00 (2h 10m old) · Week · Fable 81% ↻ Thu 14:00 (2h 10m old)",
  ],
];
for (const [name, given, expected] of cases) {
  Deno.test(`statusLine(): ${name}`, () => assertEquals(line(given), expected));
}

Deno.test("statusLine() begins with what waits for the person", () => {
  assertMatch(line({ state: agentsAtWork }), /^\d+ waits? for you · Opus 5\.5/);
});

Deno.test("statusLine() is one line of visible text, whatever the session says", () => {
  const text = line({ input: { model: "a\u001b[31m\n\u202eb<b>\u0007" } });
  assertMatch(text, /^a\ufffd\[31m \ufffdb<b>\ufffd · context/u);
});
