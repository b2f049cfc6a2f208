// @ts-types="../../types/std/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import type { Command, RunResult } from "../../src/host.ts";
import type { NetAnswer } from "../../src/net/client.ts";
import { linuxPlatform } from "../../src/platform/linux.ts";
import { macosPlatform } from "../../src/platform/macos.ts";
import { claude, retryAfterMs } from "../../src/providers/claude.ts";
import type { Provider } from "../../src/providers/provider.ts";
import { fakeHost } from "../fake_host.ts";

const now = Date.UTC(2026, 6, 19, 1);
const hour = 3_600_000;
const claudeFile = "/home/p/.claude/.credentials.json";
const openCodeFile = "/home/p/.local/share/opencode/auth.json";
const settingsFile = "/home/p/.claude.json";

interface Setup {
  readonly files?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly answer?: NetAnswer;
  readonly keychain?: (command: Command) => RunResult;
}

async function provider({ files = {}, env = {}, answer, keychain }: Setup): Promise<Provider> {
  const { host } = fakeHost(now, { HOME: "/home/p", USER: "p", ...env });
  for (const [path, content] of Object.entries(files)) {
    await host.files.write(path, typeof content === "string" ? content : JSON.stringify(content));
  }
  const getEnv = (name: string) => host.env(name);
  const platform = keychain === undefined ? linuxPlatform(getEnv, "x86_64") : macosPlatform(getEnv);
  const run = (command: Command) => Promise.resolve((keychain ?? (() => fail(command)))(command));
  const request = () => Promise.resolve(answer ?? { kind: "too-large" as const });
  const net = { request, probe: () => Promise.resolve(null) };
  return claude({
    host: { ...host, run },
    platform,
    net: () => net,
    userAgent: "claudeminder/0",
    url: "https://x/",
  });
}

function fail(command: Command): never {
  throw new Error(`unexpected command ${command.program}`);
}

function login(accessToken: string, expiresAt = now + hour, more = {}): unknown {
  return { claudeAiOauth: { accessToken, refreshToken: "r", expiresAt, scopes: ["user:profile"], ...more } };
}

const openCode = (access: string, expires = now + hour) => ({
  anthropic: { type: "oauth", access, refresh: "r", expires },
});

/** Who is found, in a word: the origin of a token, or the kind of failure. */
async function found(setup: Setup): Promise<string> {
  const result = await (await provider(setup)).credential({ again: false });
  if (result.kind === "none") return result.failure.kind;
  return `${result.token.origin}: ${result.token.authorization()}`;
}

const places: readonly [string, Setup, string][] = [
  ["Claude Code's file", { files: { [claudeFile]: login("a") } }, "Claude Code: Bearer a"],
  ["the file where CLAUDE_CONFIG_DIR says", {
    env: { CLAUDE_CONFIG_DIR: "/c" },
    files: { "/c/.credentials.json": login("a") },
  }, "Claude Code: Bearer a"],
  ["the file where the secure storage folder says", {
    env: { CLAUDE_CONFIG_DIR: "/c", CLAUDE_SECURESTORAGE_CONFIG_DIR: "/s" },
    files: { "/c/.credentials.json": login("a"), "/s/.credentials.json": login("b") },
  }, "Claude Code: Bearer b"],
  ["snake_case", {
    files: { [claudeFile]: { claude_ai_oauth: { access_token: "a", expires_at: now + hour } } },
  }, "Claude Code: Bearer a"],
  [
    "Claude Code before OpenCode",
    { files: { [claudeFile]: login("a"), [openCodeFile]: openCode("b") } },
    "Claude Code: Bearer a",
  ],
  ["OpenCode where Claude Code's has expired", {
    files: { [claudeFile]: login("a", now), [openCodeFile]: openCode("b") },
  }, "OpenCode: Bearer b"],
  ["OpenCode's variable in the place of its file", {
    env: { OPENCODE_AUTH_CONTENT: JSON.stringify(openCode("c")) },
    files: { [openCodeFile]: openCode("b") },
  }, "OpenCode: Bearer c"],
  ["OpenCode where XDG_DATA_HOME says", {
    env: { XDG_DATA_HOME: "/d" },
    files: { "/d/opencode/auth.json": openCode("b") },
  }, "OpenCode: Bearer b"],
  [
    "the environment's token last",
    { env: { CLAUDE_CODE_OAUTH_TOKEN: "e" } },
    "CLAUDE_CODE_OAUTH_TOKEN: Bearer e",
  ],
  ["the environment's token beside a file without a login", {
    env: { CLAUDE_CODE_OAUTH_TOKEN: "e" },
    files: { [claudeFile]: { mcpOAuth: {} } },
  }, "CLAUDE_CODE_OAUTH_TOKEN: Bearer e"],
  ["nobody", {}, "signed-out"],
  ["nobody in a file of other logins", {
    files: { [claudeFile]: { mcpOAuth: { x: 1 } }, [openCodeFile]: { openai: { type: "api" } } },
  }, "signed-out"],
  ["nobody in an OpenCode entry of another type", {
    files: { [openCodeFile]: { anthropic: { type: "api", key: "k" } } },
  }, "signed-out"],
  ["nobody after a login that ended", {
    files: { [claudeFile]: { claudeAiOauth: { accessToken: "", refreshToken: "", expiresAt: 0 } } },
  }, "signed-out"],
  ["an expired token, without asking", {
    files: { [claudeFile]: login("a", now) },
    env: { CLAUDE_CODE_OAUTH_TOKEN: "e" },
  }, "token-expired"],
  ["a token without the scope, without asking", {
    files: { [claudeFile]: login("a", now + hour, { scopes: ["user:inference"] }) },
  }, "scope"],
  [
    "a truncated file",
    { files: { [claudeFile]: '{"claudeAiOauth": {"accessTok' } },
    "credentials-unreadable",
  ],
  [
    "wrong types",
    { files: { [claudeFile]: { claudeAiOauth: { accessToken: 5 } } } },
    "credentials-unreadable",
  ],
  ["a file that is a list", { files: { [claudeFile]: [] } }, "credentials-unreadable"],
];
for (const [promise, setup, expected] of places) {
  Deno.test(`claude() credential: ${promise}`, async () => assertEquals(await found(setup), expected));
}

Deno.test("claude() credential names the unreadable file and why, and nothing of its content", async () => {
  const result =
    await (await provider({ files: { [claudeFile]: '{"claudeAiOauth": {"accessToken": "sk-secret' } }))
      .credential({ again: false });
  assertEquals(result, {
    kind: "none",
    failure: { kind: "credentials-unreadable", file: claudeFile, why: "it is not valid JSON" },
    account: null,
  });
});

Deno.test("claude() credential tells the token in no JSON", async () => {
  const result = await (await provider({ files: { [claudeFile]: login("sk-secret") } })).credential({
    again: false,
  });
  assert(result.kind === "token" && !JSON.stringify(result).includes("sk-secret"));
  assertEquals(result.token.hash.length, 16);
});

const keychains: readonly [string, RunResult | Error, string][] = [
  [
    "what it holds",
    { code: 0, stdout: JSON.stringify(login("k")) + "\n", stderr: "", timedOut: false },
    "Claude Code: Bearer k",
  ],
  ["what it holds in hex", {
    code: 0,
    stdout: [...new TextEncoder().encode(JSON.stringify(login("k")))].map((byte) =>
      byte.toString(16).padStart(2, "0")
    ).join(""),
    stderr: "",
    timedOut: false,
  }, "Claude Code: Bearer k"],
  [
    "the file where it has none",
    { code: 44, stdout: "", stderr: "", timedOut: false },
    "Claude Code: Bearer f",
  ],
  [
    "the file where it is locked",
    { code: 36, stdout: "", stderr: "", timedOut: false },
    "Claude Code: Bearer f",
  ],
  ["the file where it cannot be asked", new Error("no such program"), "Claude Code: Bearer f"],
];
for (const [promise, result, expected] of keychains) {
  Deno.test(`claude() credential from the keychain: ${promise}`, async () => {
    const commands: Command[] = [];
    const keychain = (command: Command) => {
      commands.push(command);
      if (result instanceof Error) throw result;
      return result;
    };
    assertEquals(await found({ keychain, files: { [claudeFile]: login("f") } }), expected);
    assertEquals(commands.map(({ args }) => args), [[
      "find-generic-password",
      "-a",
      "p",
      "-w",
      "-s",
      "Claude Code-credentials",
    ]]);
  });
}

Deno.test("claude() asks the keychain once for as long as its token is good, and names it by the folder's hash", async () => {
  let asked = "";
  let times = 0;
  const keychain = ({ args }: Command) => {
    times++;
    asked = args.at(-1) ?? "";
    return { code: 0, stdout: JSON.stringify(login("k")), stderr: "", timedOut: false };
  };
  const one = await provider({ keychain, env: { CLAUDE_CONFIG_DIR: "/Users/p/é" } });
  for (let i = 0; i < 5; i++) await one.credential({ again: false });
  assertEquals(times, 1);
  await one.credential({ again: true });
  assertEquals(times, 2);
  assertEquals(asked, "Claude Code-credentials-" + (await sha256("/Users/p/é".normalize("NFC"))).slice(0, 8));
});

async function sha256(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

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
  Deno.readTextFileSync(new URL(`../testdata/usage/${name}.json`, import.meta.url));
function response(status: number, text: string, headers: Record<string, string> = {}): NetAnswer {
  const all = new Headers({ "content-type": "application/json", ...headers });
  return { kind: "response", status, headers: all, body: text, contentType: all.get("content-type") ?? "" };
}
const inAnHour = new Date(now + hour).toUTCString();
const answers: readonly [string, NetAnswer, unknown][] = [
  ["an expired token", response(401, body("status-401-expired")), { kind: "token-refused" }],
  ["a foreign token", response(401, body("status-401-invalid")), { kind: "token-refused" }],
  ["a missing scope", response(403, body("status-403-scope")), { kind: "scope" }],
  ["a gateway's 403", response(403, "<html>", { "content-type": "text/html" }), {
    kind: "server-error",
    status: 403,
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
    why: "it is a web page (a login page of this network?)",
  }],
  ["nothing", response(200, ""), { kind: "odd-body", why: "it is empty" }],
  ["other JSON", response(200, "{}"), { kind: "odd-body", why: "it has none of the known fields" }],
  ["deep nesting", response(200, "[".repeat(200_000)), { kind: "odd-body", why: "it is not JSON" }],
  ["too much", { kind: "too-large" }, { kind: "odd-body", why: "it is larger than any usage answer" }],
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
