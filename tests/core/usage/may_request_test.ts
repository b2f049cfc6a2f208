// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { noRequests } from "../../../src/core/usage/request_log.ts";
import { hour, minute, second } from "../../../src/core/time/units.ts";
import { mayRequest } from "../../../src/core/usage/may_request.ts";
import type { Failure } from "../../../src/core/usage/usage_failure.ts";
import { answered, askMinutes, failing, input, reading, t0, token } from "./schedule_stage.ts";

Deno.test("mayRequest() refuses a manual refresh during a 429 and says until when; another token is free", () => {
  const requestLog = failing({ kind: "rate-limited", retryAfterMs: 90 * second }, [t0]);
  const at = t0 + 10 * second;
  assertEquals(mayRequest(input({ requestLog }), token, at), {
    kind: "no",
    until: t0 + 90 * second,
    why: "rate-limited",
  });
  assertEquals(mayRequest(input({ requestLog }), { ...token, hash: "bbbb" }, at), { kind: "yes" });
  assertEquals(mayRequest(input({ requestLog }), token, t0 + 90 * second), { kind: "yes" });
});

Deno.test("mayRequest() keeps the hour's budget, and frees it request by request", () => {
  let requestLog = noRequests;
  for (let i = 0; i < 20; i++) {
    assertEquals(mayRequest(input({ requestLog }), token, t0 + i * second).kind, "yes");
    requestLog = answered(requestLog, { kind: "reading", reading: reading(t0) }, t0 + i * second);
  }
  assertEquals(mayRequest(input({ requestLog }), token, t0 + minute), {
    kind: "no",
    until: t0 + hour,
    why: "budget",
  });
  assertEquals(mayRequest(input({ requestLog }), token, t0 + hour).kind, "yes");
});

Deno.test("logAfterAnswer() counts what reached the server, and only that", () => {
  const counts = (failure: Failure) => failing(failure, [t0]).requests.length;
  assertEquals(
    (["dns", "refused", "unreachable", "proxy"] as const).map((how) => counts({ kind: "offline", how })),
    [0, 0, 0, 0],
  );
  assertEquals((["timeout", "reset", "unknown"] as const).map((how) => counts({ kind: "offline", how })), [
    1,
    1,
    1,
  ]);
  assertEquals(counts({ kind: "certificate", how: "pin", host: "h" }), 0);
  assertEquals(counts({ kind: "server-error", status: 500 }), 1);
});

Deno.test("a clock that is set back or forward neither locks asking out nor lets it run away", () => {
  const requestLog = failing({ kind: "rate-limited", retryAfterMs: 1600 * second }, [t0]);
  const back = t0 - 48 * hour;
  assert(askMinutes({ requestLog, reading: reading(t0) }, back) * minute + t0 <= back + 67 * minute);
  // A refusal by a clock that was a year ahead: its end would stay as far off for a year.
  assertEquals(mayRequest(input({ requestLog }), token, t0 - 365 * 24 * hour).kind, "yes");
  assertEquals(mayRequest(input({ requestLog }), token, t0 - 10 * minute).kind, "no");
  const spent = { ...noRequests, requests: Array.from({ length: 20 }, (_, i) => t0 + i * minute) };
  assertEquals(mayRequest(input({ requestLog: spent }), token, back).kind, "yes");
  assertEquals(mayRequest(input({ requestLog: spent }), token, t0 - 10 * minute).kind, "no");
});

Deno.test("nextStep() and mayRequest() keep to the budget of the token, where the settings allow more", () => {
  const slow = { maxPerHour: 4, sparePerHour: 1, shortestPollMs: 15 * minute, nearPollMs: 15 * minute };
  const slowToken = { ...token, requestBudget: slow };
  assertEquals(askMinutes({ reading: reading(t0, 80), token: slowToken }), 15);
  const requestLog = { ...noRequests, requests: [t0, t0 + minute, t0 + 2 * minute, t0 + 3 * minute] };
  const at = t0 + 4 * minute;
  assertEquals(mayRequest(input({ requestLog }), token, at), { kind: "yes" });
  assertEquals(mayRequest(input({ requestLog }), slowToken, at), {
    kind: "no",
    until: t0 + hour,
    why: "budget",
  });
});
