// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { agentsEn } from "../../../src/core/language/en/agent_messages.ts";
import { agentsVi } from "../../../src/core/language/vi/agent_messages.ts";
import { agentEntries } from "../../../src/core/agents/agent_menu.ts";
import type { Wish } from "../../../src/core/agents/waiting.ts";
import { isSeen } from "../../../src/core/text/shown_text.ts";
import type { MenuEntry } from "../../../src/core/menu_entry.ts";
import { anyText } from "../../support/any_text.ts";
import { menu, words } from "./drawn_agent_menu.ts";
import { busy, colour, minute, now, permission, program, question, run } from "./opencode/situations.ts";

const menus: readonly [string, readonly string[], readonly string[]][] = [
  ["nothing without an instance", menu(), []],
  [
    "a session at work with its tools and todos",
    menu(program(1, [{
      ...{ id: "a", status: busy, cost: 0.034, tools: [{ name: "bash", arg: "git status" }] },
      todos: { pending: 2, inProgress: 1, current: "Second step", next: "Third" },
    }])),
    [
      "app · 1 busy >",
      "| Title a · busy · $0.03 [focus-session]",
      "|     bash git status",
      "|     3 to do: Second step",
    ],
  ],
  [
    "subagents under their parents",
    menu(program(1, [
      { id: "p", status: busy, createdAt: 1 },
      { id: "q", status: busy, createdAt: 2 },
      { id: "c", status: busy, createdAt: 3, parent: "p" },
    ])),
    [
      "app · 2 busy >",
      "| Title q · busy [focus-session]",
      "| Title p · busy [focus-session]",
      "|     ↳ Title c · busy [focus-session]",
    ],
  ],
  [
    "of idle sessions the last active alone",
    menu(program(1, [
      { id: "old", updatedAt: 1 },
      { id: "last", updatedAt: 9 },
      { id: "archived", updatedAt: 99, archivedAt: 100 },
      { id: "sub", updatedAt: 99, parent: "old" },
    ])),
    ["app · idle >", "| Title last · idle [focus-session]"],
  ],
  [
    "a retry and an error",
    menu(program(1, [
      {
        id: "a",
        createdAt: 2,
        status: { kind: "retry", since: now, attempt: 2, message: "rate limit", nextAt: now + minute },
      },
      { id: "b", updatedAt: 5, error: "bad key", directory: "/h/other" },
    ])),
    [
      "app · 1 busy >",
      "| Title a · retries at 14:06 (try 2): rate limit [focus-session]",
      "| other: Title b · stopped: bad key [focus-session]",
    ],
  ],
  [
    "a permission to be answered",
    menu(program(1, [{ id: "a", status: busy }], { permissions: permission("a", run) })),
    [
      "app: wants to run `git push` >",
      "| Title a",
      "| --",
      "| Allow once [answer-permission]",
      "| Always: git * [answer-permission]",
      "| Reject [answer-permission]",
      "app · 1 waits for you >",
      "| Title a · waits for you [focus-session]",
    ],
  ],
  [
    "all of a command that does not fit",
    menu(
      program(1, [{ id: "a", status: busy }], {
        permissions: permission("a", { kind: "run", command: `${"x".repeat(90)}\nrm -rf /` }),
      }),
    ).slice(0, 6),
    [
      `app: wants to run \`${"x".repeat(60)}… >`,
      "| Title a",
      `| wants to run \`${"x".repeat(66)}`,
      `| ${"x".repeat(24)}`,
      "| rm -rf /`",
      "| --",
    ],
  ],
  [
    "a question with its options",
    menu(program(1, [{ id: "a", status: busy }], { questions: question("a", [colour]) })).slice(0, 7),
    [
      "app: asks: Which colour? >",
      "| Title a",
      "| --",
      "| Red: a warm one [answer-question]",
      "| Blue [answer-question]",
      "| Answer in its terminal [focus-session]",
      "| Reject the question [reject-question]",
    ],
  ],
  [
    "several questions, which a menu cannot answer together",
    menu(
      program(1, [], { questions: question("gone", [colour, { ...colour, text: "", header: "Size" }]) }),
    ),
    [
      "app: asks 2 questions >",
      "| untitled",
      "| --",
      "| Which colour?",
      "| Size",
      "| Answer in its terminal [focus-session]",
      "| Reject the question [reject-question]",
      "app · 1 waits for you >",
      "| OpenCode 1.18.33 :1",
    ],
  ],
  [
    "options of which several may be chosen",
    menu(program(1, [], { questions: question("a", [{ ...colour, multiple: true }]) })).slice(3, 5),
    ["| Only Red: a warm one [answer-question]", "| Only Blue [answer-question]"],
  ],
  [
    "what only seems to wait",
    menu(program(1, [
      { id: "a", status: busy, tools: [{ name: "bash", arg: "git push", ago: 6000 }] },
    ], { guessBefore: { "": Infinity } })),
    [
      "app: bash git push: seems to wait for permission [focus-session]",
      "app · 1 waits for you >",
      "| Title a · waits for you [focus-session]",
      "|     bash git push",
    ],
  ],
  [
    "instances that cannot be looked into",
    menu(
      program(1, [], { reach: { kind: "locked", since: now }, directory: "" }),
      program(2, [{ id: "a", status: busy }], { reach: { kind: "not-answering", since: now - 2 * minute } }),
      program(3, [], { reach: { kind: "starting", since: now }, directory: "/h/new" }),
      program(4, [], { fullStateAt: null, directory: "/h/app" }),
    ),
    [
      "OpenCode · locked >",
      "| Needs a password: name its variable in opencode.password_env",
      "app :2 · not answering since 14:03 >",
      "| OpenCode 1.18.33 :2",
      "new · starting >",
      "| OpenCode 1.18.33 :3",
      "app :4 · starting >",
      "| OpenCode 1.18.33 :4",
    ],
  ],
];
for (const [what, shown, expected] of menus) {
  Deno.test(`agentEntries() shows ${what}`, () => assertEquals(shown, expected));
}

const text = anyText({ maxLength: 200 });
const wish: fc.Arbitrary<Wish> = fc.oneof(
  text.map((command) => ({ kind: "run" as const, command })),
  text.map((url) => ({ kind: "fetch" as const, url })),
  fc.record({ kind: fc.constant("other" as const), permission: text, detail: text }),
);

Deno.test("agentEntries() has unique ids and labels of one visible line, whatever agents write", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, wish, text), { maxLength: 5 }), fc.boolean(), (all, vietnamese) => {
      const programs = all.map(([title, wanted, arg], index) =>
        program(index, [{ id: "a", title, status: busy, tools: [{ name: "bash", arg }] }, {
          id: "b",
          parent: "a",
        }], {
          permissions: permission("a", wanted, 0, { always: [arg] }),
          questions: question("b", [{
            ...colour,
            text: title,
            options: [{ label: arg, description: title }],
          }]),
        })
      );
      const agents = vietnamese ? agentsVi : agentsEn;
      const entries = agentEntries(programs, now, { ...words, agents });
      const ids: string[] = [];
      const visit = (entry: MenuEntry): void => {
        ids.push(entry.id);
        if (entry.kind === "separator") return;
        assert([...entry.label].length <= 80, entry.label);
        assert(isSeen(entry.label), JSON.stringify(entry.label));
        if (entry.kind === "submenu") entry.entries.forEach(visit);
      };
      entries.forEach(visit);
      assertEquals(new Set(ids).size, ids.length);
    }),
    { seed: 10 },
  );
});
