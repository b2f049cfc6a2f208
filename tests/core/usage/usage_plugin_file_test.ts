// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { Limit } from "../../../src/core/usage/limit.ts";
import type { Failure } from "../../../src/core/usage/usage_failure.ts";
import { endedUsageFile, usageFile } from "../../../src/core/usage/usage_plugin_file.ts";

const minute = 60_000;
const limit = (id: string, usedPercent: number, resetsAt: number | null): Limit => (
  { kind: "window", id, title: { kind: "session" }, usedPercent, resetsAt }
);
const at = Date.UTC(2026, 0, 17, 12, 0, 0, 345);
const reading = (...limits: readonly Limit[]) => (
  { account: "a", observedAt: at - 1500, source: "endpoint", limits } as const
);

Deno.test("usageFile() rounds down, in UTC and without fraction", () => {
  const file = usageFile({
    kind: "fresh",
    reading: reading(limit("session", 72.9, at), limit("week", 0.5, null)),
  }, at - 1);
  assertEquals(file, {
    five_hour: { utilization: 72, resets_at: "2026-01-17T12:00:00Z" },
    seven_day: { utilization: 0, resets_at: null },
    updated: Math.floor((at - 1500) / 1000),
    error: null,
  });
});

Deno.test("usageFile() has nothing used after a reset, in a window that does not run, and nothing before the first answer", () => {
  const none = { utilization: 0, resets_at: null };
  const file = usageFile({ kind: "fresh", reading: reading(limit("session", 72, at)) }, at);
  assertEquals(file !== null && file.error === null && [file.five_hour, file.seven_day], [none, none]);
  assertEquals(usageFile({ kind: "pending" }, at), null);
});

const failures: readonly [Failure, string][] = [
  [{ kind: "signed-out" }, "auth_not_found"],
  [{ kind: "credentials-unreadable", file: "f", why: { about: "system", text: "w" } }, "token_not_found"],
  [{ kind: "token-expired", at }, "token_expired"],
  [{ kind: "token-refused" }, "token_expired"],
  [{ kind: "offline", how: "dns" }, "api_error"],
  [{ kind: "rate-limited", retryAfterMs: null }, "api_error"],
];
for (const [why, code] of failures) {
  Deno.test(`usageFile() says ${code} of ${why.kind}`, () => {
    const error = { error: code, updated: Math.floor(at / 1000) };
    assertEquals(
      usageFile({ kind: "down", why, since: at }, at + minute),
      error as ReturnType<typeof usageFile>,
    );
    const old = usageFile({ kind: "stale", reading: reading(limit("session", 9, null)), why, since: at }, at);
    assertEquals(old?.error, code === "api_error" ? null : code as "token_expired");
  });
}

Deno.test("endedUsageFile() has no figures, and keeps an error that says more", () => {
  const said = { error: "api_error", updated: Math.floor(at / 1000) } as const;
  const one = reading(limit("session", 17, null));
  const offline: Failure = { kind: "offline", how: "dns" };
  assertEquals(endedUsageFile({ kind: "fresh", reading: one }, at), said);
  assertEquals(endedUsageFile({ kind: "stale", reading: one, why: offline, since: at - minute }, at), said);
  assertEquals(endedUsageFile({ kind: "pending" }, at), said);
  const why: Failure = { kind: "signed-out" };
  assertEquals(endedUsageFile({ kind: "down", why, since: at - minute }, at), {
    error: "auth_not_found",
    updated: Math.floor((at - minute) / 1000),
  });
});
