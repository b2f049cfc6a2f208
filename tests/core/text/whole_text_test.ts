// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertLess } from "@std/assert";
import * as fc from "fast-check";
import { agentsVi } from "../../../src/core/language/vi/agent_messages.ts";
import { wholeText, wholeTexts } from "../../../src/core/text/whole_text.ts";
import { wishOf } from "../../../src/core/agents/opencode/wire/permission_kinds.ts";
import { isSeen } from "../../../src/core/text/shown_text.ts";
import { cases } from "../../support/cases.ts";
import { leastTimeMs } from "../../support/least_time.ts";
import { anyText } from "../../support/any_text.ts";

const many = (character: string) => `git status${character.repeat(1995)}; rm -rf ~`;

const runs: readonly [what: string, text: string, shown: string][] = [
  ["spaces", many(" "), "git status ⋯1,995 spaces⋯ ; rm -rf ~"],
  ["newlines", many("\n"), "git status ⋯1,995 newlines⋯ ; rm -rf ~"],
  ["Windows' newlines", many("\r\n"), "git status ⋯1,995 newlines⋯ ; rm -rf ~"],
  ["tabs", many("\t"), "git status ⋯1,995 tabs⋯ ; rm -rf ~"],
  ["zero-width spaces", many("\u200b"), "git status ⋯1,995 invisible characters⋯ ; rm -rf ~"],
  ["tags", many("\u{e0041}"), "git status ⋯1,995 invisible characters⋯ ; rm -rf ~"],
  ["variation selectors", many("\ufe0f"), "git status ⋯1,995 invisible characters⋯ ; rm -rf ~"],
  ["soft hyphens", many("\xad"), "git status ⋯1,995 invisible characters⋯ ; rm -rf ~"],
  ["private-use characters", many("\ue000"), "git status ⋯1,995 invisible characters⋯ ; rm -rf ~"],
  ["halves of pairs", many("\ud800"), "git status ⋯1,995 invisible characters⋯ ; rm -rf ~"],
  ...["\xa0", "\u2003", "\u3000", "\u2800", "\u115f", "\u1160", "\u3164", "\uffa0"].map((
    blank,
  ): [string, string, string] => [
    `blanks like U+${blank.charCodeAt(0).toString(16)}`,
    many(blank),
    "git status ⋯1,995 blanks⋯ ; rm -rf ~",
  ]),
  [
    "marks on one letter",
    many("\u0301"),
    "git status\u0301\u0301\u0301\u0301 ⋯1,991 combining marks⋯ ; rm -rf ~",
  ],
  ["a mixture", many(" \u200b"), "git status ⋯3,990 invisible characters⋯ ; rm -rf ~"],
  ["a mixture with newlines", many(" \n"), "git status ⋯3,990 blanks and newlines⋯ ; rm -rf ~"],
  [
    "an address",
    `https://good.example${"\u200b".repeat(2000)}@evil.example/`,
    [
      "https://good.example",
      "@evil.example/",
    ].join(" ⋯2,000 invisible characters⋯ "),
  ],
];
for (const [what, text, shown] of runs) {
  Deno.test(`wholeText() shows what stands behind ${what}`, () =>
    assertEquals(wholeText(text), { text: shown, isWhole: true }));
}

Deno.test("wholeText() leaves what people write as it is", () => {
  const texts = ["if x:\n    y  z", "Tiếng Việt, 中文, e\u0301", "rm 👩‍👩‍👧.png ❤️", "a\n\nb"];
  for (const text of texts) assertEquals(wholeText(text), { text, isWhole: true });
  assertEquals(wholeText("a\xa0b\tc\u200bd").text, "a␣b  c\ufffdd");
});

Deno.test("wholeText() knows when something was left out", () => {
  for (const text of ["x".repeat(2001), "x ".repeat(1001) + "y", "x" + " ".repeat(1 << 17) + "y"]) {
    assert(!wholeText(text).isWhole, text.slice(0, 9));
  }
  assert(wholeText("x".repeat(2000)).isWhole);
});

Deno.test("wholeText() is seen whole or says that it is not, whatever is hidden in it, in both languages", () => {
  const hider = fc.constantFrom(
    ..." \n\t\r\u200b\u2028\u3000\u3164\u202e\u0301\ufe0f\ue000\ud800\x1b".split(""),
  );
  const hidden = fc.array(fc.tuple(hider, fc.integer({ min: 0, max: 900 })), { maxLength: 6 })
    .map((parts) => parts.map(([one, count]) => one.repeat(count)).join(""));
  fc.assert(
    fc.property(hidden, anyText({ maxLength: 40 }), (gap, middle) => {
      const { text, isWhole } = wholeText(`git status${gap}${middle}${gap};END`);
      assert(!isWhole || text.endsWith(";END"), text);
      assert(!/[ \n␣]{17}/.test(text) && text.split("\n").every(isSeen), JSON.stringify(text));
      assert(agentsVi.signs(text).split("\n").every(isSeen));
    }),
    { numRuns: cases(1000), seed: 10, examples: [["\ufe0f", "\u{1fc00}"]] },
  );
});

Deno.test("wholeText() shows all of several or says that it does not, as much of all as of one", () => {
  assertEquals(wholeTexts(["git *", "ls"]).map(({ isWhole }) => isWhole), [true, true]);
  const long = `a${" ".repeat(40_000)}b`;
  assertEquals(wholeTexts([long, long, "ls"]).map(({ isWhole }) => isWhole), [true, false, false]);
});

/** A permission must not take longer than this, in ms; once these took seconds. */
const MUCH_MS = 1_000;

Deno.test("wishOf() costs little where patterns are nearly in a long command", () => {
  const patterns = Array.from({ length: 50 }, (_, index) => "a".repeat(9_000 + index));
  assertLess(leastTimeMs(() => wishOf("bash", patterns, { command: "a".repeat(30_000) })), MUCH_MS);
});

Deno.test("wholeText() costs little, whatever hides between its characters", () => {
  const hidden = ["a\ufe0f", "a\u3164", " \u200b", "a\n\n", "a \ufe0f", "e\u0301\u0301\u0301\u0301\u0301"];
  for (const each of hidden) {
    const text = each.repeat(60_000 / each.length);
    const forty = () => {
      for (let count = 0; count < 40; count++) wholeText(text);
    };
    assertLess(leastTimeMs(forty), MUCH_MS, JSON.stringify(each));
  }
});

Deno.test("the signs of wholeText() are Vietnamese in Vietnamese", () => {
  assertEquals(
    agentsVi.signs(wholeText(many(" ")).text),
    "git status ⋯1.995 dấu cách⋯ ; rm -rf ~",
  );
});

const wishes: readonly [string, Parameters<typeof wishOf>, string][] = [
  ["a command by its own words", ["bash", ["sleep 2", "ls"], { command: "sleep 2 && ls" }], "sleep 2 && ls"],
  [
    "other commands too",
    ["bash", ["git status", "rm -rf ~"], { command: "git status" }],
    "git status\nrm -rf ~",
  ],
  ["a command that another one contains", ["bash", ["s"], { command: "git status" }], "git status\ns"],
  ["a file once", ["edit", ["src/a.ts"], { filepath: "/h/app/src/a.ts" }], "/h/app/src/a.ts"],
  ["a file outside once", ["edit", ["../../etc/x"], { filepath: "/etc/x" }], "/etc/x"],
  ["several files", ["edit", ["a.ts", "b.ts"], { filepath: "/h/a.ts" }], "/h/a.ts\nb.ts"],
  ["the folder of a file once", ["external_directory", ["/etc/*"], { filepath: "/etc/hosts" }], "/etc/hosts"],
  ["a wider folder", ["external_directory", ["/*"], { filepath: "/etc/hosts" }], "/etc/hosts\n/*"],
  ["an address", ["webfetch", ["https://a/"], { url: "https://a/" }], "https://a/"],
  ["patterns where nothing else is said", ["read", ["a", "b"], {}], "a\nb"],
];
for (const [what, given, said] of wishes) {
  Deno.test(`wishOf() says all of what is allowed: ${what}`, () => {
    const { wish, isWhole } = wishOf(...given);
    assertEquals([Object.values(wish)[1], isWhole], [said, true]);
  });
}

Deno.test("wishOf() is not whole where it says nothing", () => {
  const silent: readonly Parameters<typeof wishOf>[] = [
    ["bash", [], {}],
    ["bash", [" "], { command: "\n" }],
    ["edit", [], { filepath: 7 }],
    ["webfetch", [], { url: "" }],
    ["", [], {}],
  ];
  for (const given of silent) assertEquals(wishOf(...given).isWhole, false, JSON.stringify(given));
  assert(wishOf("doom_loop", [], {}).isWhole);
});

Deno.test("wishOf() of an unknown permission says all that is told, and knows what is cut", () => {
  assertEquals(wishOf("mcp_x", ["*"], { command: "a", url: "b" }), {
    wish: { kind: "other", permission: "mcp_x", detail: "a\nb\n*" },
    isWhole: true,
  });
  assertEquals(wishOf("x".repeat(3000), [], {}).isWhole, false);
  assertEquals(wishOf("bash", Array.from({ length: 51 }, () => "ls"), { command: "ls" }).isWhole, false);
});
