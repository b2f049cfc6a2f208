/** What an answer may contain and a reading may not: fields in other forms, and figures that make no sense. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertLess } from "@std/assert";
import { en } from "../../../src/core/language/en/messages.ts";
import { bindingLimit, type Limit } from "../../../src/core/usage/limit.ts";
import { parseUsage } from "../../../src/providers/claude/usage_limits.ts";
import { limitDetail } from "../../../src/core/usage/limit_words.ts";

const now = Date.UTC(2026, 10, 25, 20);
const soon = "2026-11-25T22:00:00+00:00";

function limitsOf(body: unknown): readonly Limit[] {
  const parsed = parseUsage(body, now);
  assert(parsed.kind === "limits", JSON.stringify(parsed));
  return parsed.limits;
}

function gapsOf(body: unknown): unknown {
  const parsed = parseUsage(body, now);
  return parsed.kind === "limits" ? parsed.gaps : parsed;
}

/** The limits as the tooltip tells them. */
function told(body: unknown): readonly string[] {
  return limitsOf(body).map((limit) => `${en.limitName(limit.title)}: ${limitDetail(limit, now, en)}`);
}

const oddTimes: readonly unknown[] = [
  1795650100,
  1795650100000,
  "1795650100",
  "",
  "2026-11-25T22:00:00",
  "2026-11-25T22:00:00+0000",
  "2026-11-25",
  "2026-11-25 22:00:00Z",
  "tomorrow",
  "2026-13-45T22:00:00Z",
  "1969-12-31T23:59:59Z",
  "0001-01-01T00:00:00Z",
  "2099-01-01T00:00:00Z",
  "+275760-09-13T00:00:00Z",
  -1,
  1e306,
  true,
  [],
  { at: soon },
];
for (const time of oddTimes) {
  Deno.test(`parseUsage() keeps a limit whose reset is ${JSON.stringify(time)}, says so, and does not guess`, () => {
    const places: readonly (readonly [unknown, string])[] = [
      [{ five_hour: { utilization: 100, resets_at: time } }, "five_hour.resets_at"],
      [{ limits: [{ kind: "session", percent: 100, resets_at: time }] }, "limits[0].resets_at"],
    ];
    for (const [body, name] of places) {
      assertEquals(told(body), ["Session: 100% · reset unknown"]);
      assertEquals(gapsOf(body), { fields: [name], more: 0 });
      assertEquals(bindingLimit(limitsOf(body), now)?.percent, 100);
    }
  });
}

const resets: readonly (readonly [string, unknown, number, string])[] = [
  ["is not used and has no reset", null, 0, "Session: 0% · starts on first use"],
  ["is used and has no reset", null, 3, "Session: 3% · reset unknown"],
  ["has a reset in Zulu time", "2026-11-25T22:00:00Z", 3, `Session: 3% · resets in 2h (${clock(22)})`],
  [
    "has a reset of another zone",
    "2026-11-26T05:00:00.123456+07:00",
    3,
    `Session: 3% · resets in 2h (${clock(22)})`,
  ],
];
for (const [promise, resets_at, utilization, line] of resets) {
  Deno.test(`parseUsage() a limit that ${promise}`, () => {
    assertEquals(told({ five_hour: { utilization, resets_at } }), [line]);
    assertEquals(gapsOf({ five_hour: { utilization, resets_at } }), undefined);
  });
}

function clock(hour: number): string {
  return en.clock(Date.UTC(2026, 10, 25, hour), now);
}

const scoped = (scope: unknown, more = {}) => ({
  limits: [{ kind: "weekly_scoped", percent: 100, resets_at: soon, scope, ...more }],
});
const listed: readonly (readonly [string, unknown, string, readonly string[]])[] = [
  ["a list of models", scoped({ model: [{ display_name: "Fable" }, "Opus"] }), "Week · Fable, Opus", [
    "limits[0].scope.model",
  ]],
  ["a model that is a number", scoped({ model: 5 }), "Weekly scoped", ["limits[0].scope.model"]],
  ["a scope that is a text", scoped("Fable"), "Weekly scoped", ["limits[0].scope"]],
  ["lists in lists", scoped({ model: [[["Fable"]]] }), "Weekly scoped", ["limits[0].scope.model"]],
  ["a kind that is none", scoped(null, { kind: 7 }), "Unnamed", ["limits[0].kind"]],
  ["a percentage as text", scoped({ model: "Fable" }, { percent: "100" }), "Week · Fable", []],
];
for (const [promise, body, name, fields] of listed) {
  Deno.test(`parseUsage() keeps an entry with ${promise}`, () => {
    assertEquals(limitsOf(body).map(({ title, usedPercent }) => [en.limitName(title), usedPercent]), [[
      name,
      100,
    ]]);
    assertEquals(gapsOf(body), fields.length === 0 ? undefined : { fields, more: 0 });
  });
}

const unusable: readonly unknown[] = ["1e5", "0x10", "", "-5", "5%", 1e306, 100_001, -0.1, true, [5], {
  percent: 5,
}];
for (const percent of unusable) {
  Deno.test(`parseUsage() takes ${JSON.stringify(percent)} for no percentage, and keeps what stands beside it`, () => {
    const body = {
      five_hour: { utilization: percent, resets_at: soon },
      limits: [{ kind: "weekly_all", percent: 7, resets_at: soon }, { kind: "weekly_scoped", percent }],
    };
    assertEquals(limitsOf(body).map(({ id }) => id), ["week"]);
    assertEquals(gapsOf(body), { fields: ["five_hour", "limits[1]"], more: 0 });
  });
}

const extra = (more: Readonly<Record<string, unknown>>) => ({
  five_hour: null,
  extra_usage: { is_enabled: true, monthly_limit: null, used_credits: 0, utilization: null, ...more },
});
const amounts: readonly (readonly [string, unknown, string])[] = [
  ["yen", extra({ used_credits: 1500, currency: "JPY" }), "¥1,500"],
  [
    "dong",
    extra({ used_credits: 1500000, currency: "VND" }),
    en.money({ minor: 1500000, exponent: 0, currency: "VND" }),
  ],
  ["dinars", extra({ used_credits: 1500, currency: "KWD" }), "KWD 1.500"],
  ["dollars", extra({ used_credits: 1500, currency: "USD" }), "$15.00"],
  ["a currency in small letters", extra({ used_credits: 1500, currency: "jpy" }), "¥1,500"],
  [
    "digits that the answer gives",
    extra({ used_credits: 1500, currency: "USD", decimal_places: 0 }),
    "$1,500",
  ],
  ["spent yen", {
    spend: { used: { amount_minor: 1500, currency: "JPY" }, limit: null, percent: 0, enabled: true },
  }, "¥1,500"],
  ["a cap without a currency", extra({ used_credits: 970, monthly_limit: 1000, utilization: 97 }), "97%"],
  [
    "a cap and what was spent, without the percentage",
    extra({ used_credits: 970, monthly_limit: 1000, currency: "USD" }),
    "97% · $9.70 / $10.00",
  ],
  ["neither currency nor percentage", extra({ used_credits: 970, monthly_limit: 1000 }), "97%"],
  ["a cap with its percentage alone", {
    spend: { limit: { amount_minor: 1000, currency: "USD", exponent: 2 }, percent: 97 },
  }, "97%"],
  ["a percentage alone", { spend: { used: null, limit: null, percent: 97, enabled: true } }, "97%"],
  ["the cap's percentage under its other name", extra({ monthly_limit: 1000, percent: 97 }), "97% · "],
  [
    "amounts beyond all measure",
    extra({ used_credits: 1e306, monthly_limit: 1e306, currency: "USD", utilization: 97 }),
    "97%",
  ],
  [
    "a currency that is none",
    extra({ used_credits: 970, monthly_limit: 1000, currency: 5, utilization: 97 }),
    "97%",
  ],
];
for (const [promise, body, detail] of amounts) {
  Deno.test(`parseUsage() money: ${promise}`, () => {
    const [limit] = limitsOf(body);
    assert(limit?.kind === "money");
    assertEquals(limitDetail(limit, now, en), detail.replace(/ · $/, ""));
    // The only budget of an account binds.
    const percent = Number(/^(\d+)%/.exec(detail)?.[1] ?? NaN);
    assertEquals(bindingLimit([limit], now)?.percent ?? NaN, percent);
  });
}

Deno.test("parseUsage() keeps fifty limits, those that are used most, counts the others, and is quick about it", () => {
  const entry = (index: number) => ({
    kind: "weekly_scoped",
    percent: index % 90,
    scope: { model: "Fable" },
    resets_at: soon,
  });
  const list = Array.from({ length: 30_000 }, (_, index) => entry(index));
  const body = {
    five_hour: { utilization: 1, resets_at: soon },
    seven_day: { utilization: 2, resets_at: soon },
    limits: [...list, { ...entry(0), percent: 100 }],
    spend: { used: { amount_minor: 1, currency: "USD", exponent: 2 } },
  };
  const began = performance.now();
  const limits = limitsOf(body);
  assertLess(performance.now() - began, 1000);
  assertEquals(limits.length, 50);
  assertEquals(new Set(limits.map(({ id }) => id)).size, 50);
  assertEquals(gapsOf(body), { fields: [], more: 30_004 - 50 });
  assertEquals(bindingLimit(limits, now)?.percent, 100);
  assertEquals(limits.slice(0, 2).map(({ id }) => id), ["session", "week"]);
});

Deno.test("parseUsage() names a few of the fields that it cannot read", () => {
  const limits = Array.from({ length: 100 }, () => ({ kind: "session", percent: 5, resets_at: "soon" }));
  assertEquals(gapsOf({ limits }), {
    fields: [0, 1, 2, 3, 4].map((index) => `limits[${index}].resets_at`).concat("..."),
    more: 50,
  });
});

const provided = (name: string) =>
  JSON.parse(Deno.readTextFileSync(new URL(`../../testdata/providers/${name}.json`, import.meta.url)));

Deno.test("parseUsage() shows a window that is counted in dollars, under its label", () => {
  assertEquals(
    told(provided("claude_usage_with_dollar_window")).map((line) => line.replace(/resets in .*/, "...")),
    [
      "Session: 31% · ...",
      "Week: 12% · ...",
      "Week · Fable: 44% · ...",
      "Example allowance: 10% · $5.00 / $50.00 · ...",
    ],
  );
  assertEquals(gapsOf(provided("claude_usage_with_dollar_window")), undefined);
  const onlyDollars = {
    wattle_ember: { utilization: null, limit_dollars: 50, used_dollars: 45, resets_at: null },
  };
  assertEquals(told(onlyDollars), ["Wattle ember: 90% · $45.00 / $50.00 · reset unknown"]);
  assertEquals(gapsOf({ five_hour: { utilization: 1, resets_at: soon }, cinder_cove: 5 }), {
    fields: ["cinder_cove"],
    more: 0,
  });
});

Deno.test("parseUsage() reads what Claude Code 2.1.332 stores and hands out, and takes errors for none of it", () => {
  const names = ["Session", "Week", "Week · Fable"];
  const stored = provided("claude_dot_claude_json_excerpt").cachedUsageUtilization.utilization;
  const handedOut = provided("claude_get_usage_control_response").response.response.rate_limits;
  for (const body of [stored, handedOut]) {
    assertEquals(limitsOf(body).map(({ title }) => en.limitName(title)), names);
    assertEquals(gapsOf(body), undefined);
  }
  assertEquals(parseUsage(provided("claude_usage_edge_429"), now), { kind: "rate-limited" });
  assertEquals(parseUsage(provided("claude_usage_scope_403"), now), {
    kind: "odd",
    why: { about: "answer", kind: "reports-error" },
  });
  for (const name of ["claude_auth_status", "claude_profile", "claude_statusline_rate_limits"]) {
    assertEquals(parseUsage(provided(name), now), {
      kind: "odd",
      why: { about: "answer", kind: "nothing-known" },
    });
  }
});
