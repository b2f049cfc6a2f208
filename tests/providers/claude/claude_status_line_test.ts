/** What Claude's provider understands of Claude Code's status line, and whose it is. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { readStatusLine } from "../../../src/providers/claude/claude_status_line.ts";
import { shortHash } from "../../../src/providers/claude/stored_logins.ts";
import { cases } from "../../support/cases.ts";
import { claudeFile, login, provider, settingsFile } from "./stage.ts";

const seen = {
  session_id: "9952784f",
  cwd: "/work",
  model: { id: "claude-opus-5-5", display_name: "Opus 5.5" },
  cost: { total_cost_usd: 0.0055, total_api_duration_ms: 264 },
  context_window: { context_window_size: 1_000_000, used_percentage: 2, remaining_percentage: 98 },
  rate_limits: {
    five_hour: { used_percentage: 42, resets_at: 1795684286 },
    seven_day: { used_percentage: 17, resets_at: 1795977086 },
  },
};

Deno.test("readStatusLine() reads what Claude Code 2.1.332 was seen to give", () => {
  const { progress: _, ...read } = readStatusLine(JSON.stringify(seen));
  assertEquals(read, {
    session: "9952784f",
    model: "Opus 5.5",
    contextPercent: 2,
    limits: [
      {
        kind: "window",
        id: "session",
        title: { kind: "session" },
        usedPercent: 42,
        resetsAt: 1795684286000,
      },
      { kind: "window", id: "week", title: { kind: "week" }, usedPercent: 17, resetsAt: 1795977086000 },
    ],
  });
});

Deno.test("readStatusLine() sees that the server has answered since", () => {
  const progress = (json: unknown) => readStatusLine(JSON.stringify(json)).progress;
  assertEquals(progress({ ...seen, cwd: "/other" }), progress(seen));
  assertNotEquals(progress({ ...seen, cost: { total_api_duration_ms: 265 } }), progress(seen));
  assertNotEquals(progress({ ...seen, rate_limits: {} }), progress(seen));
});

const limitsIn = (rate_limits: unknown) =>
  readStatusLine(JSON.stringify({ rate_limits })).limits.map(({ usedPercent }) => usedPercent);
const resets_at = 1795684286;
const odd: readonly [string, unknown, readonly number[]][] = [
  ["none yet", undefined, []],
  ["null", null, []],
  ["a list", [1], []],
  ["only the week", { seven_day: { used_percentage: 0.42, resets_at } }, [0.42]],
  ["a spend limit, which is another thing", { spend_limit: { used_percentage: 4, resets_at } }, []],
  ["less than nothing", { five_hour: { used_percentage: -1, resets_at } }, []],
  ["more than can be", { five_hour: { used_percentage: 1e9, resets_at } }, []],
  ["no number", { five_hour: { used_percentage: "many", resets_at } }, []],
  ["no reset", { five_hour: { used_percentage: 3, resets_at: null } }, []],
  ["a reset in ms", { five_hour: { used_percentage: 3, resets_at: resets_at * 1000 } }, []],
  ["a reset as text", { five_hour: { used_percentage: 3, resets_at: "2026-11-26T09:00:00Z" } }, []],
];
for (const [name, given, percents] of odd) {
  Deno.test(`readStatusLine(): limits that are ${name}`, () => assertEquals(limitsIn(given), [...percents]));
}

Deno.test("readStatusLine() takes any text for what it is", () => {
  const empty = { session: null, model: null, contextPercent: null, limits: [] };
  for (const text of ["", "{", "null", "[]", "5", '"x"', "\u0000", '{"session_id": 5, "model": []}']) {
    const { progress: _, ...read } = readStatusLine(text);
    assertEquals(read, empty);
  }
  fc.assert(
    fc.property(fc.json(), (rest) => {
      readStatusLine(
        `{"rate_limits": ${rest}, "context_window": ${rest}, "cost": ${rest}, "model": ${rest}}`,
      );
    }),
    { numRuns: cases(200) },
  );
});

const names = (user: string, organisation: string) => ({
  oauthAccount: { accountUuid: user, organizationUuid: organisation },
});

Deno.test("claude() loginIn: the usual folder has its settings beside it, and others within", async () => {
  const claude = await provider({
    env: { CLAUDE_CONFIG_DIR: "/home/p/.claude-own" },
    files: {
      [claudeFile]: login("usual"),
      [settingsFile]: names("u1", "o1"),
      "/home/p/.claude-own/.credentials.json": login("own"),
      "/home/p/.claude-own/.claude.json": names("u2", "o2"),
      "/home/p/.work/.claude.json": names("u3", "o3"),
    },
  });
  assertEquals(await claude.loginIn(null), { account: "u1/o1", tokenHash: await shortHash("usual") });
  const own = { account: "u2/o2", tokenHash: await shortHash("own") };
  assertEquals(await claude.loginIn("/home/p/.claude-own"), own);
  assertEquals(await claude.loginIn("/home/p/.claude-own/"), own);
  assertEquals(await claude.loginIn("/home/p/.work"), { account: "u3/o3", tokenHash: null });
  for (const folder of ["/nowhere", "../\0", "~/.nothing", "x".repeat(5000)]) {
    assertEquals(await claude.loginIn(folder), { account: null, tokenHash: null });
  }
});
