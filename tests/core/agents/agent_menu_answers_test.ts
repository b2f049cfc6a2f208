/** How the menu of src/core/agents/agent_menu.ts offers to answer what an agent asks: only what is seen whole can be allowed. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { agentEntries } from "../../../src/core/agents/agent_menu.ts";
import type { WirePermission } from "../../../src/core/agents/opencode/wire/wire_values.ts";
import type { QuestionItem } from "../../../src/core/agents/waiting.ts";
import { wishOf } from "../../../src/core/agents/opencode/wire/permission_kinds.ts";
import { menu, words } from "./drawn_agent_menu.ts";
import { busy, colour, now, permission, program, question, run } from "./opencode/situations.ts";

/** The menu of a permission as the server tells it. */
function asked(given: Parameters<typeof wishOf>, rest: Partial<WirePermission> = {}): readonly string[] {
  const { wish, isWhole } = wishOf(...given);
  const permissions = permission("a", wish, 0, { isWhole, ...rest });
  return menu(program(1, [{ id: "a", status: busy }], { permissions }));
}
const allows = (lines: readonly string[]) => lines.filter((line) => /Allow once|Always/.test(line));

Deno.test("agentEntries() shows the end of a command behind anything that hides it", () => {
  for (const hider of [" ", "\n", "\t", "\u200b", "\u3000", "\u3164", "\u2800", "\u{e0041}", " \u202e"]) {
    const lines = asked(["bash", [], { command: `git status${hider.repeat(1995)}; rm -rf ~` }]);
    assertEquals(allows(lines).length, 2, hider);
    assert(lines[0]?.includes("; rm -rf ~`"), lines[0]);
  }
});

Deno.test("agentEntries() lets nobody allow what was left out, but answer in the terminal and reject", () => {
  const hidden: readonly (readonly string[])[] = [
    asked(["bash", [], { command: `${"x".repeat(2001)}; rm -rf ~` }]),
    asked(["bash", [], { command: `echo ${"x ".repeat(500)}; rm -rf ~` }]),
    asked(["bash", [], { command: `git status${" \u00a0x".repeat(400)}; rm -rf ~` }]),
    asked(["bash", [], { command: `git status${"\n#".repeat(30)}\nrm -rf ~` }]),
    asked(["bash", [], { command: `echo ${"\ufdfd".repeat(75)}` }]),
    asked(["bash", [], { command: `git status${" ".repeat(1 << 17)}; rm -rf ~` }]),
  ];
  for (const lines of hidden) {
    assertEquals(allows(lines), []);
    assert(lines.includes("| Answer in its terminal [focus-session]"));
    assert(lines.includes("| Reject [answer-permission]"));
  }
});

Deno.test("agentEntries() says with a command what else is allowed with it", () => {
  const lines = asked(["bash", ["git status", "rm -rf ~"], { command: "git status" }]);
  assertEquals(lines[0], "app: wants to run `git status ↵ rm -rf ~` >");
});

Deno.test("agentEntries() has no Always for patterns that are not all seen, or not said", () => {
  const of = (rest: Partial<WirePermission>) => allows(asked(["bash", [], { command: "ls" }], rest));
  assertEquals(of({}).length, 2);
  for (const rest of [{ alwaysIsWhole: false }, { always: [] }, { always: ["x".repeat(1000)] }]) {
    assertEquals(of(rest), ["| Allow once [answer-permission]"]);
  }
});

Deno.test("agentEntries() offers no option of a question that cannot be read whole, nor one that cannot itself", () => {
  const options = (item: Partial<QuestionItem>) =>
    menu(program(1, [], { questions: question("a", [{ ...colour, ...item }]) }))
      .filter((line) => line.includes("[answer-question]")).length;
  assertEquals(options({}), 2);
  assertEquals(options({ isWhole: false }), 0);
  assertEquals(options({ text: "x ".repeat(600) }), 0);
  const long = { label: "x".repeat(90), description: "" };
  assertEquals(options({ options: [long, { label: "Red", description: "y ".repeat(200) }] }), 1);
});

Deno.test("agentEntries() leads to the terminal where nothing can be answered from here", () => {
  const answerable = program(1, [{ id: "a", status: busy }], {
    permissions: permission("a", run, 1),
    questions: question("a", [colour]),
  });
  const waiting = answerable.waiting.map((one) =>
    one.kind === "guess" ? one : { ...one, isAnswerable: false }
  );
  assertEquals(menu({ ...answerable, waiting }).slice(0, 2), [
    "app: wants to run `git push` [focus-session]",
    "app: asks: Which colour? [focus-session]",
  ]);
});

Deno.test("agentEntries() carries the answers in its actions", () => {
  const [, , allow] = agentEntries(
    [program(1, [{ id: "a", status: busy }], { permissions: permission("a", run) })],
    now,
    words,
  ).flatMap((entry) => entry.kind === "submenu" ? entry.entries : []);
  assertEquals(allow?.kind === "item" && allow.action, {
    kind: "answer-permission",
    instance: "1:2",
    permission: "per_a",
    reply: "once",
  });
  const chosen = agentEntries([program(1, [], { questions: question("a", [colour]) })], now, words)
    .flatMap((entry) => entry.kind === "submenu" ? entry.entries : [])
    .flatMap((entry) =>
      entry.kind === "item" && entry.action?.kind === "answer-question" ? [entry.action] : []
    );
  assertEquals(chosen.map(({ answers }) => answers), [[["Red"]], [["Blue"]]]);
});
