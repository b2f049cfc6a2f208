/** What waits, what goes on in a line, and when either changes. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertLess } from "@std/assert";
import { opencodeFile } from "../../../src/core/plugin_files.ts";
import { opencodeList } from "../../../src/core/agents/agent_list.ts";
import { opencodeEn } from "../../../src/core/language/agent_messages.ts";
import { shownSessions } from "../../../src/core/agents/opencode/shown.ts";
import { opencodeEntries } from "../../../src/core/agents/agent_menu.ts";
import {
  allowsUnseen,
  nextOpencodeChange,
  opencodeLine,
  waitingFor,
} from "../../../src/core/agents/waiting.ts";
import type { Instance } from "../../../src/core/agents/opencode/instance.ts";
import { busy, colour, instance, minute, now, permission, question, run } from "./opencode/situations.ts";

const lines: readonly [string, readonly Instance[], string | null][] = [
  ["nothing", [], null],
  ["all idle", [instance(1, [{ id: "a" }])], null],
  ["two at work and one that waits", [
    instance(1, [{ id: "a", status: busy }, { id: "b", status: busy }], {
      permissions: permission("b", run),
    }),
    instance(2, [{ id: "c", status: busy }, { id: "d", status: busy, parent: "c" }]),
  ], "2 busy, 1 waits for you"],
  ["a subagent that waits, for its parent", [
    instance(1, [{ id: "a", status: busy }, { id: "b", status: busy, parent: "a" }], {
      permissions: permission("b", run),
    }),
  ], "1 waits for you"],
  ["one that does not answer", [
    instance(1, [{ id: "a", status: busy }], { reach: { kind: "not-answering", since: now - minute } }),
  ], null],
];
for (const [what, instances, line] of lines) {
  Deno.test(`opencodeLine() with ${what}: ${line}`, () =>
    assertEquals(opencodeLine(instances, now, opencodeEn), line));
}

Deno.test("allowsUnseen() is true of what would allow more than can be seen, and of nothing else", () => {
  const unseen = (rest: Parameters<typeof permission>[3], reply: "once" | "always" | "reject") =>
    allowsUnseen([instance(1, [], { permissions: permission("a", run, 0, rest) })], {
      kind: "answer-permission",
      instance: "1:2",
      permission: "per_a",
      reply,
    });
  const replies = ["once", "always", "reject"] as const;
  assertEquals(replies.map((reply) => unseen({}, reply)), [false, false, false]);
  assertEquals(replies.map((reply) => unseen({ isWhole: false }, reply)), [true, true, false]);
  assertEquals(replies.map((reply) => unseen({ alwaysIsWhole: false }, reply)), [false, true, false]);
  assertEquals(allowsUnseen([], { kind: "quit" }), false);
});

Deno.test("waitingFor() gives the longest first, with whose it is and what it says", () => {
  const first = instance(1, [{ id: "a", status: busy, title: "Fix it" }], {
    permissions: permission("a", run, 10),
  });
  const second = instance(2, [{ id: "b", status: busy }], { questions: question("b", [colour], 20) });
  assertEquals(
    waitingFor([first, second], now, opencodeEn).map((
      { session, title, text, since },
    ) => [session, title, text, since]),
    [
      ["b", "Title b", "app: asks: Which colour?", now - 20],
      ["a", "Fix it", "app: wants to run `git push`", now - 10],
    ],
  );
});

Deno.test("nextOpencodeChange() is when a tool begins to look as if it waited, or an instance as if it were gone", () => {
  const tools = [{ name: "bash", arg: "", ago: 1000 }];
  const older = instance(1, [{ id: "a", status: busy, tools }], { guessBefore: { "": Infinity } });
  const silent = instance(2, [], { reach: { kind: "not-answering", since: now - 2000 } });
  assertEquals(nextOpencodeChange([older, silent], now), now + 3000);
  assertEquals(nextOpencodeChange([older], now), now + 4001);
  assertEquals(nextOpencodeChange([instance(1, [{ id: "a", status: busy, tools }])], now), null);
});

Deno.test("shownSessions() ends where sessions name each other as parents", () => {
  const odd = instance(1, [
    { id: "a", parent: "b", status: busy },
    { id: "b", parent: "a", status: busy },
    { id: "c", parent: "c", status: busy },
  ]);
  assertEquals(shownSessions(odd).map(({ session }) => session.info.id).sort(), ["a", "b", "c"]);
  assertEquals(opencodeLine([odd], now, opencodeEn) !== null, true);
});

Deno.test("shownSessions() and all that is shown take a chain of any length, and a ring", () => {
  const length = 20_000;
  const begin = performance.now();
  for (const first of [null, `s${length - 1}`]) {
    const chain = instance(
      1,
      Array.from(
        { length },
        (_, index) => ({ id: `s${index}`, parent: index === 0 ? first : `s${index - 1}`, status: busy }),
      ),
      { permissions: permission(`s${length - 1}`, run) },
    );
    const shown = shownSessions(chain);
    assertEquals([shown.length, shown.at(-1)?.session.info.id], [length, `s${length - 1}`]);
    assertEquals(shown.at(-1)?.depth, first === null ? length - 1 : 0);
    assertEquals(opencodeLine([chain], now, opencodeEn), "1 waits for you");
    assertEquals(opencodeFile([chain], now, "untitled").agent_count, length);
    assertEquals(opencodeList([chain], now)[0]?.sessions.length, length);
    const labels = JSON.stringify(opencodeEntries([chain], now, { clock: () => "", opencode: opencodeEn }));
    assertLess(labels.length, 500 * length, "what is deep is far to the right");
  }
  assertLess(performance.now() - begin, 10_000, "the walk is more than once through");
});
