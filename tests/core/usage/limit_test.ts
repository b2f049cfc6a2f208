// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import {
  bindingLimit,
  currentLimit,
  followedLimit,
  type Limit,
  percentAt,
} from "../../../src/core/usage/limit.ts";

const now = Date.UTC(2026, 6, 19, 1);
const hour = 3_600_000;

function window(id: string, usedPercent: number, resetsAt: number | null): Limit {
  return { kind: "window", id, title: { kind: "named", name: id }, usedPercent, resetsAt };
}

function money(usedPercent: number | null): Limit {
  const spent = { minor: 40843, exponent: 2, currency: "USD" };
  return { kind: "money", id: "extra", title: { kind: "extra" }, spent, cap: null, usedPercent };
}

Deno.test("percentAt() is null from the moment of the reset on", () => {
  const limit = window("session", 42, now + hour);
  assertEquals(percentAt(limit, now + hour - 1), 42);
  assertEquals(percentAt(limit, now + hour), null);
  assertEquals(percentAt(window("session", 0, null), now), 0);
  assertEquals(percentAt(money(null), now), null);
});

const bindings: readonly [string, readonly Limit[], string | null][] = [
  ["nothing", [], null],
  ["the highest", [window("a", 15, now + hour), window("b", 81, now + 9 * hour), window("c", 48, null)], "b"],
  ["at a tie the earliest reset", [window("a", 50, now + 2 * hour), window("b", 50, now + hour)], "b"],
  ["at a tie one that has begun", [window("a", 50, null), window("b", 50, now + hour)], "b"],
  ["at a full tie the first", [window("a", 50, now + hour), window("b", 50, now + hour)], "a"],
  ["not one that was reset", [window("a", 99, now - 1), window("b", 3, now + hour)], "b"],
  ["none when all were reset", [window("a", 99, now - 1)], null],
  ["not money beside a window", [window("a", 3, now + hour), money(95)], "a"],
  ["money alone", [money(95)], "extra"],
  ["not money without a cap", [money(null)], null],
  ["over 100", [window("a", 100, null), window("b", 137, null)], "b"],
];
for (const [promise, limits, id] of bindings) {
  Deno.test(`bindingLimit() is ${promise}`, () =>
    assertEquals(bindingLimit(limits, now)?.limit.id ?? null, id));
}

Deno.test("followedLimit() is the asked one while it has a percentage", () => {
  const limits = [
    window("session", 15, now + hour),
    window("week", 48, now - 1),
    window("week:fable", 81, null),
  ];
  assertEquals(followedLimit(limits, "binding", now)?.limit.id, "week:fable");
  assertEquals(followedLimit(limits, "session", now)?.percent, 15);
  assertEquals(followedLimit(limits, "week", now), null);
  assertEquals(currentLimit(limits, "nothing", now), null);
});
