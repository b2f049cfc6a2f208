// @ts-types="../../../std_types/assert.d.ts"
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { en } from "../../../../src/core/language/en/messages.ts";
import { vi } from "../../../../src/core/language/vi/messages.ts";
import type { Messages } from "../../../../src/core/language/messages.ts";
import type { State } from "../../../../src/core/state.ts";
import { isSeen } from "../../../../src/core/text/shown_text.ts";
import { terminalColumns } from "../../../../src/core/text/terminal_width.ts";
import type { StyledLine } from "../../../../src/core/views/terminal/styled_text.ts";
import { terminalStatus } from "../../../../src/core/views/terminal/terminal_status.ts";
import { agentsAtWork } from "../../../server/agents_at_work.ts";
import { sidecarsAtWork } from "../../../server/sidecars_at_work.ts";
import { fail, hour, july, minute, read, signedIn, stateAfter, t0, window } from "../../situations.ts";

const title = "claudeminder: 15.0% | Fable 81% | Reset in 2h 5m";

function lines(state: State, columns: number, messages: Messages = en): readonly StyledLine[] {
  return terminalStatus(state, t0, { messages, columns, title });
}

function text(shown: readonly StyledLine[]): readonly string[] {
  return shown.map((line) => line.map((part) => part.text).join("").trimEnd());
}

Deno.test("terminalStatus() has columns at 80, marks the limit that stops you first, and even use", () => {
  assertEquals(text(lines(stateAfter([signedIn, read(july)]), 80)), [
    title,
    "",
    "  Session       ███░░░░░░░░│░░░░░░░░   15%  resets in 2h 5m (16:05)",
    "  Week          ████████│░░░░░░░░░░░   48%  resets in 4d (Thu 14:00)",
    "▶ Week · Fable  ████████│███████░░░░   81%  resets in 4d (Thu 14:00)",
    "                                            stops you first",
    "  Extra usage                               $408.43",
    "  │ even use",
    "",
    "updated 0 s ago from the endpoint",
  ]);
});

Deno.test("terminalStatus() puts the parts of a limit below each other where there is little room", () => {
  const shown = text(lines(stateAfter([signedIn, read(july.slice(0, 1))]), 30));
  assertEquals(shown.slice(0, 7), [
    "claudeminder: 15.0% | Fable",
    "81% | Reset in 2h 5m",
    "",
    "▶ Session   15%",
    "  ████░░░░░░░░░░░░│░░░░░░░░░░░",
    "  resets in 2h 5m (16:05)",
    "  stops you first",
  ]);
});

Deno.test("terminalStatus() says where a rate leads", () => {
  const rising = [20, 30, 40, 50].map((percent, at) =>
    read([window({ kind: "session" }, "session", percent, t0 + 3 * hour)], t0 - (30 - 10 * at) * minute)
  );
  const shown = text(lines(stateAfter([signedIn, ...rising]), 100));
  assert(shown.some((line) => line.includes("runs out at ")));
  assert(
    shown.some((line) => /^Session: at this rate you stop at \d\d:\d\d \(/.test(line)),
    shown.join("\n"),
  );
});

Deno.test("terminalStatus() shows the level of each limit by a style, and what is wrong by another", () => {
  const styles = (state: State) => new Set(lines(state, 80).flat().map(({ style }) => style));
  assertEquals(
    styles(stateAfter([signedIn, read(july)])),
    new Set(["strong", undefined, "green", "faint", "orange"]),
  );
  const failed = lines(stateAfter([signedIn, fail({ kind: "signed-out" })]), 80);
  assertEquals(failed.at(-1), [{ text: "signed out: sign in with `claude`", style: "orange" }]);
});

Deno.test("terminalStatus() shows agents, what they wait for, and sidecars", () => {
  const shown = text(lines({ ...agentsAtWork, sidecars: sidecarsAtWork.sidecars }, 80)).join("\n");
  for (
    const part of [
      "\n\nAgents · 1 waits for you\n  ? app: wants to run `git push`\n",
      "\n  +2 more wait for you\n",
      "\n    Title a · waits for you\n        bash ls\n",
      "\n\nSidecars\n  agents: running",
    ]
  ) assertStringIncludes(shown, part);
});

/** Texts of others, as wide and as odd as they come. */
const oddNames = ["用量限制用量限制用量限制", "a".repeat(200), "\x1b[31m\u202e", "👩‍💻👍🏽❤️ e\u0301", "Ấ Ễ Ộ"];
for (const [language, messages] of [["en", en], ["vi", vi]] as const) {
  Deno.test(`no line of terminalStatus() is wider than the terminal, and all of it is seen: ${language}`, () => {
    const odd = oddNames.map((name, index) =>
      window({ kind: "named", name }, `x${index}`, 20 * index, index === 2 ? null : t0 + index * 30 * hour)
    );
    const state = {
      ...stateAfter([
        signedIn,
        read([...july, ...odd], t0 - 20 * minute),
        fail({ kind: "offline", how: "dns" }),
      ]),
      agents: agentsAtWork.agents,
      sidecars: sidecarsAtWork.sidecars,
    };
    for (let columns = 20; columns <= 140; columns++) {
      for (const line of text(lines(state, columns, messages))) {
        assert(terminalColumns(line) <= columns, `${columns}: ${line}`);
        assert(isSeen(line), JSON.stringify(line));
      }
    }
  });
}
