// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { en } from "../../../src/core/language/en/messages.ts";
import { bindingLimit } from "../../../src/core/usage/limit.ts";
import { parseUsage } from "../../../src/providers/claude/usage_limits.ts";
import { limitDetail } from "../../../src/core/usage/limit_words.ts";

function sample(name: string): unknown {
  return JSON.parse(Deno.readTextFileSync(new URL(`../../testdata/usage/${name}.json`, import.meta.url)));
}

const now = Date.UTC(2026, 6, 19);

/** The limits as a person would name them. */
function named(body: unknown): readonly string[] {
  const parsed = parseUsage(body, now);
  assert(parsed.kind === "limits", JSON.stringify(parsed));
  return parsed.limits.map((limit) =>
    `${en.limitName(limit.title)} ${
      limit.kind === "money" ? limitDetail(limit, 0, en) : `${limit.usedPercent} %`
    }` +
    (limit.kind !== "window" || limit.resetsAt !== null
      ? ""
      : limit.resetUnknown === true
      ? " (reset unknown)"
      : " (not started)")
  );
}

const samples: readonly [string, readonly string[]][] = [
  ["flat-2025", ["Session 12.5 %", "Week 30 %", "Week · Sonnet 5 % (reset unknown)"]],
  ["flat-2026-02", ["Session 17 %", "Week 11 %", "Week · Sonnet 0 % (not started)"]],
  ["limits-2026-07", ["Session 15 %", "Week 48 %", "Week · Fable 81 %", "Extra usage $408.43"]],
  ["limits-2026-09-composed", [
    "Session 7 %",
    "Week 65 %",
    "Week · Fable 0 % (not started)",
    "Nimbus quill 0 % (not started)",
  ]],
];
for (const [name, limits] of samples) {
  Deno.test(`parseUsage() names the limits of ${name}`, () => assertEquals(named(sample(name)), limits));
}

Deno.test("parseUsage() keeps the time of a reset to the millisecond", () => {
  const parsed = parseUsage(sample("limits-2026-07"), now);
  assert(parsed.kind === "limits");
  const fable = bindingLimit(parsed.limits, now);
  assertEquals(fable?.limit.id, "week:fable");
  assert(fable?.limit.kind === "window");
  assertEquals(fable.limit.resetsAt, Date.parse("2026-07-23T14:59:59.571Z"));
});

Deno.test("parseUsage() takes a percentage as it stands: 1 is one percent, 0.5 is half of one", () => {
  assertEquals(named({ five_hour: { utilization: 1, resets_at: null } }), ["Session 1 % (reset unknown)"]);
  assertEquals(named({ five_hour: { utilization: 0.5 } }), ["Session 0.5 % (reset unknown)"]);
});

const shapes: readonly [string, unknown, readonly string[]][] = [
  ["an account without windows", { five_hour: null, seven_day: null }, []],
  ["a kind it does not know", { limits: [{ kind: "monthly_all", percent: 9, resets_at: null }] }, [
    "Monthly all 9 % (reset unknown)",
  ]],
  [
    "two scoped limits of one name",
    {
      limits: [1, 2].map((percent) => ({
        kind: "weekly_scoped",
        percent,
        scope: { model: { display_name: "Fable" } },
      })),
    },
    ["Week · Fable 1 % (reset unknown)", "Week · Fable 2 % (reset unknown)"],
  ],
  ["a surface for a scope", {
    limits: [{ kind: "weekly_scoped", percent: 3, scope: { model: null, surface: "cowork" } }],
  }, ["Week · cowork 3 % (reset unknown)"]],
  ["a name that would break a menu", {
    limits: [{
      kind: "weekly_scoped",
      percent: 3,
      scope: { model: { display_name: "a\nb\u0007\tc\u202e" } },
    }],
  }, ["Week · a b c 3 % (reset unknown)"]],
  ["money with a cap", {
    spend: {
      used: { amount_minor: 250, currency: "EUR", exponent: 2 },
      limit: { amount_minor: 1000, currency: "EUR", exponent: 2 },
      percent: 25,
      enabled: true,
    },
  }, ["Extra usage 25% · €2.50 / €10.00"]],
  ["money of the older kind", {
    extra_usage: {
      is_enabled: true,
      monthly_limit: null,
      used_credits: 99,
      utilization: null,
      currency: "JPY",
      decimal_places: 0,
    },
  }, ["Extra usage ¥99"]],
  ["the list where the flat field cannot be read", {
    five_hour: { utilization: "a lot" },
    limits: [{ kind: "session", percent: 42, resets_at: null }],
  }, ["Session 42 % (reset unknown)"]],
  ["what can be read beside what cannot", { five_hour: 7, seven_day: { utilization: 5, resets_at: null } }, [
    "Week 5 % (reset unknown)",
  ]],
];
for (const [promise, body, limits] of shapes) {
  Deno.test(`parseUsage() reads ${promise}`, () => assertEquals(named(body), limits));
}

const odd: readonly unknown[] = [
  null,
  42,
  "text",
  [],
  {},
  { tangelo: null },
  { member_dashboard_available: false },
  { five_hour: { utilization: "much", resets_at: null } },
  { five_hour: { utilization: -1 } },
  { five_hour: { utilization: 1e306 } },
  { five_hour: { utilization: "Infinity" } },
  { five_hour: [] },
  { limits: "none" },
  { limits: [{ kind: 1, percent: "x" }] },
  { error: "down" },
  { error: { type: "api_error" }, five_hour: { utilization: 1 } },
];
for (const body of odd) {
  Deno.test(`parseUsage() takes no percentage from ${JSON.stringify(body)}`, () => {
    assertEquals(parseUsage(body, now).kind, "odd");
  });
}

Deno.test("parseUsage() knows a refusal that comes as a 200", () => {
  assertEquals(parseUsage(sample("status-200-error-body"), now), { kind: "rate-limited" });
});

Deno.test("parseUsage() never throws, and gives only percentages from 0 on, whatever the fields hold", () => {
  const key = fc.oneof(
    fc.constantFrom(
      "five_hour",
      "seven_day",
      "seven_day_opus",
      "limits",
      "spend",
      "extra_usage",
      "iguana",
      "__proto__",
    ),
    fc.string(),
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.record({ utilization: fc.jsonValue(), resets_at: fc.jsonValue() }),
    fc.array(fc.record({ kind: fc.jsonValue(), percent: fc.jsonValue(), scope: fc.jsonValue() })),
  );
  fc.assert(
    fc.property(fc.dictionary(key, value), (body) => {
      const parsed = parseUsage(body, now);
      if (parsed.kind !== "limits") return;
      for (const limit of parsed.limits) {
        assert(limit.usedPercent === null || limit.usedPercent >= 0);
        assert(!/[\p{C}\n]/u.test(en.limitName(limit.title)));
      }
    }),
    { seed: 10 },
  );
});
