// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import type { NetAnswer } from "../../../src/net/send_request.ts";
import { retryAfterMs } from "../../../src/providers/claude/usage_answer.ts";
import { claudeFile, hour, login, now, provider, settingsFile } from "./stage.ts";

const cache = (accountUuid: string | null, account = "uuid-1", fetchedAtMs = now - 60_000) => ({
  oauthAccount: { accountUuid: account },
  cachedUsageUtilization: {
    fetchedAtMs,
    ...(accountUuid === null ? {} : { accountUuid }),
    utilization: { five_hour: { utilization: 46, resets_at: null } },
  },
});
const caches: readonly [string, unknown, number | null][] = [
  ["of this account", cache("uuid-1"), 46],
  ["without an account of its own", cache(null), 46],
  ["of this account in its organisation", {
    ...cache("uuid-1"),
    oauthAccount: { accountUuid: "uuid-1", organizationUuid: "org-1" },
  }, 46],
  ["of another year", cache("uuid-1", "uuid-1", now - 370 * 24 * hour), null],
  ["of a time that makes no sense", cache("uuid-1", "uuid-1", 1e306), null],
  ["of another account", cache("uuid-2"), null],
  ["while another account is signed in", cache("uuid-2", "uuid-2"), null],
  ["from the future", cache("uuid-1", "uuid-1", now + hour), null],
  ["that is none", { oauthAccount: { accountUuid: "uuid-1" } }, null],
  ["that makes no sense", { oauthAccount: { accountUuid: "uuid-1" }, cachedUsageUtilization: 5 }, null],
  ["in a broken file", "{", null],
];
for (const [promise, content, percent] of caches) {
  Deno.test(`claude() cached: Claude Code's stored answer ${promise}`, async () => {
    const reading = await (await provider({ files: { [settingsFile]: content } })).cached("uuid-1");
    assertEquals(reading?.limits[0]?.usedPercent ?? null, percent);
    if (reading !== null) assertEquals([reading.source, reading.observedAt], ["cache", now - 60_000]);
  });
}

const body = (name: string) =>
  Deno.readTextFileSync(new URL(`../../testdata/usage/${name}.json`, import.meta.url));
const provided = (name: string) =>
  Deno.readTextFileSync(new URL(`../../testdata/providers/${name}.json`, import.meta.url));
/** An answer of the endpoint itself, which numbers it. */
function response(status: number, text: string, headers: Record<string, string> = {}): NetAnswer {
  return edge(status, text, { "request-id": "req_x", ...headers });
}
function refusal(error: unknown): NetAnswer {
  return response(403, JSON.stringify({ error }));
}
function edge(status: number, text: string, headers: Record<string, string> = {}): NetAnswer {
  const all = new Headers({ "content-type": "application/json", ...headers });
  return { kind: "response", status, headers: all, body: text, contentType: all.get("content-type") ?? "" };
}
const inAnHour = new Date(now + hour).toUTCString();
const answers: readonly [string, NetAnswer, unknown][] = [
  ["an expired token", response(401, body("status-401-expired")), { kind: "token-refused" }],
  ["a foreign token", response(401, body("status-401-invalid")), { kind: "token-refused" }],
  ["a missing scope", response(403, body("status-403-scope")), { kind: "scope" }],
  ["a missing scope, as Claude Code 2.1.332 has seen it", response(403, provided("claude_usage_scope_403")), {
    kind: "scope",
  }],
  [
    "a 403 of its own words about the scope",
    refusal({ type: "forbidden", message: "Missing Scope user:profile" }),
    {
      kind: "scope",
    },
  ],
  ["a revoked token", refusal({ type: "forbidden", message: "OAuth token has been revoked." }), {
    kind: "scope",
  }],
  ...[
    { error: { type: "forbidden", message: "no", error_code: "oauth_scope_insufficient" } },
    { error: { type: "forbidden", message: "no", details: { error_code: "oauth_scope_insufficient" } } },
    { error: { type: "forbidden" }, error_code: "oauth_token_revoked" },
    { error: "insufficient_scope" },
  ].map((told): [string, NetAnswer, unknown] => {
    const text = JSON.stringify(told);
    return [`a missing scope by its code ${text}`, response(403, text), { kind: "scope" }];
  }),
  ["a 403 with odd codes", refusal({ type: "forbidden", error_code: 5, details: ["scope"] }), {
    kind: "refused",
  }],
  ["a 403 of a gateway", response(403, "<html>", { "content-type": "text/html" }), { kind: "refused" }],
  ["a 403 of a region", refusal({ type: "forbidden", message: "Request not allowed" }), { kind: "refused" }],
  ["a 403 without a type", refusal({ message: "microscopes only" }), { kind: "refused" }],
  ["a 403 with an odd type", refusal({ type: 5, message: ["scope"] }), { kind: "refused" }],
  ["a 403 of other JSON", response(403, '{"error": "forbidden"}'), { kind: "refused" }],
  ["an empty 403", response(403, ""), { kind: "refused" }],
  ["a refusal without a number", edge(429, provided("claude_usage_edge_429"), { "retry-after": "90" }), {
    kind: "rate-limited",
    retryAfterMs: 90_000,
    unproven: true,
  }],
  ["no endpoint", response(404, "{}"), { kind: "no-endpoint" }],
  ["a refusal", response(429, body("status-429")), { kind: "rate-limited", retryAfterMs: null }],
  ["a refusal with Retry-After: 0", response(429, "", { "retry-after": "0" }), {
    kind: "rate-limited",
    retryAfterMs: null,
  }],
  ["a refusal in seconds", response(429, "", { "retry-after": "90" }), {
    kind: "rate-limited",
    retryAfterMs: 90_000,
  }],
  ["a refusal until a date", response(429, "", { "retry-after": inAnHour }), {
    kind: "rate-limited",
    retryAfterMs: hour,
  }],
  ["a refusal as a 200", response(200, body("status-200-error-body")), {
    kind: "rate-limited",
    retryAfterMs: null,
  }],
  ["a server error", response(503, "oops"), { kind: "server-error", status: 503 }],
  ["a redirect", response(302, ""), { kind: "server-error", status: 302 }],
  ["a web page", response(200, "<html>", { "content-type": "text/html" }), {
    kind: "odd-body",
    why: { about: "answer", kind: "web-page" },
  }],
  ["nothing", response(200, ""), { kind: "odd-body", why: { about: "answer", kind: "empty" } }],
  ["other JSON", response(200, "{}"), { kind: "odd-body", why: { about: "answer", kind: "nothing-known" } }],
  ["deep nesting", response(200, "[".repeat(200_000)), {
    kind: "odd-body",
    why: { about: "answer", kind: "not-json" },
  }],
  ["too much", { kind: "too-large" }, { kind: "odd-body", why: { about: "answer", kind: "too-large" } }],
  ["no connection", { kind: "failure", failure: { kind: "offline", how: "dns" } }, {
    kind: "offline",
    how: "dns",
  }],
];
for (const [promise, answer, failure] of answers) {
  Deno.test(`claude() ask: ${promise}`, async () => {
    const one = await provider({ files: { [claudeFile]: login("a") }, answer });
    const who = await one.credential({ again: false });
    assert(who.kind === "token");
    assertEquals<unknown>(await one.ask(who.token, { timeoutMs: 1000 }), { kind: "failure", failure });
  });
}

Deno.test("claude() ask: a good answer is a reading of that account, at that time", async () => {
  const files = { [claudeFile]: login("a"), [settingsFile]: { oauthAccount: { accountUuid: "uuid-1" } } };
  const one = await provider({ files, answer: response(200, body("limits-2026-07")) });
  const who = await one.credential({ again: false });
  assert(who.kind === "token");
  const answer = await one.ask(who.token, { timeoutMs: 1000 });
  assert(answer.kind === "reading");
  const { account, observedAt, source, limits } = answer.reading;
  assertEquals([account, observedAt, source, limits.length], ["uuid-1", now, "endpoint", 4]);
});

const organisations:
  readonly (readonly [string, Readonly<Record<string, string>>, unknown, string, boolean])[] = [
    ["the same organisation", { "anthropic-organization-id": "org-1" }, "org-1", "uuid-1/org-1", true],
    ["another organisation", { "anthropic-organization-id": "org-2" }, "org-1", "/org-2", true],
    ["no organisation", {}, "org-1", "uuid-1/org-1", false],
    [
      "an organisation that is none",
      { "anthropic-organization-id": "a/b c" },
      "org-1",
      "uuid-1/org-1",
      false,
    ],
    [
      "an organisation, of a user of whom none is known",
      { "anthropic-organization-id": "org-1" },
      undefined,
      "uuid-1",
      false,
    ],
    ["a user whose organisation makes no sense", {}, "a/b", "uuid-1", false],
  ];
for (const [promise, headers, organizationUuid, account, proved] of organisations) {
  Deno.test(`claude() ask: an answer that names ${promise}`, async () => {
    const oauthAccount = { accountUuid: "uuid-1", organizationUuid };
    const files = { [claudeFile]: login("a"), [settingsFile]: { oauthAccount } };
    const one = await provider({ files, answer: response(200, body("limits-2026-07"), headers) });
    const who = await one.credential({ again: false });
    assert(who.kind === "token");
    const answer = await one.ask(who.token, { timeoutMs: 1000 });
    assert(answer.kind === "reading");
    assertEquals([answer.reading.account, answer.proved === true], [account, proved]);
  });
}

Deno.test("claude() tells of an expired token whose it is, without telling it", async () => {
  const files = {
    [claudeFile]: login("a", now - 1),
    [settingsFile]: JSON.parse(provided("claude_dot_claude_json_excerpt")),
  };
  const one = await (await provider({ files })).credential({ again: false });
  const usable = await (await provider({ files: { ...files, [claudeFile]: login("a") } })).credential({
    again: false,
  });
  assert(one.kind === "none" && usable.kind === "token");
  const account = "11111111-1111-4111-8111-111111111111/22222222-2222-4222-8222-222222222222";
  assertEquals([one.account, usable.token.account], [account, account]);
  assertEquals(one.tokenHash, usable.token.hash);
});

Deno.test("retryAfterMs() takes only what lies in the future", () => {
  const past = new Date(now - hour).toUTCString();
  assertEquals(
    ["0", "-5", past, "soon", "", null].map((value) => retryAfterMs(value, now)),
    Array(6).fill(null),
  );
  assertEquals(["1", "1.5", " 1600 ", inAnHour].map((value) => retryAfterMs(value, now)), [
    1000,
    1500,
    1_600_000,
    hour,
  ]);
});

for (const [hours, promise] of [[-10, "fast"], [10, "slow"]] as const) {
  Deno.test(`claude() judges a token's end by the endpoint's clock where its own is hours ${promise}`, async () => {
    const date = new Date(now + hours * hour).toUTCString();
    const one = await provider({ files: { [claudeFile]: login("a") }, answer: response(503, "", { date }) });
    const before = await one.credential({ again: false });
    if (before.kind !== "token") throw new Error("no token");
    assertEquals([before.token.expiresAt, one.skewMs()], [now + hour, 0]);
    await one.ask(before.token, { timeoutMs: 1000 });
    assertEquals(Math.round(one.skewMs() / hour), -hours);
    const after = await one.credential({ again: false });
    // By this machine's clock, as everything that the program compares with it.
    const endsAt = (after.kind === "token" ? after.token.expiresAt : null) ??
      (after.kind === "none" && after.failure.kind === "token-expired" ? after.failure.at : NaN);
    assertEquals([after.kind, Math.round((endsAt - now) / hour)], hours < 0 ? ["token", 11] : ["none", -9]);
  });
}
