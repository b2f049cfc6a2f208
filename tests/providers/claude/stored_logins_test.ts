// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import type { Command, RunResult } from "../../../src/host/host.ts";
import { claudeFile, hour, login, now, openCode, openCodeFile, provider, type Setup } from "./stage.ts";

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
  ["nobody in blank tokens", {
    files: {
      [claudeFile]: { claudeAiOauth: { accessToken: " " } },
      [openCodeFile]: { anthropic: { type: "oauth", access: " " } },
    },
    env: { CLAUDE_CODE_OAUTH_TOKEN: " " },
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
    failure: {
      kind: "credentials-unreadable",
      file: claudeFile,
      why: { about: "credentials", kind: "not-json" },
    },
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

/** When a login in that shape expires, epoch ms; null = it does not say; or why there is none. */
async function expiryOf(content: unknown, path = claudeFile): Promise<unknown> {
  const result = await (await provider({ files: { [path]: content } })).credential({ again: false });
  return result.kind === "token" ? result.token.expiresAt : result.failure.kind;
}

const at = now + hour;
const expiries: readonly (readonly [string, unknown, unknown])[] = [
  ["ms", at, at],
  ["ms as text", String(at), at],
  ["seconds", at / 1000, at],
  ["seconds as text", String(at / 1000), at],
  ["ISO", new Date(at).toISOString(), at],
  ["ISO of another zone", "2026-07-19T09:00:00+07:00", at],
  ["a time without a zone", "2026-07-19T02:00:00", null],
  ["what is no time", "soon", null],
  ["an empty text", "", null],
  ["a blank text", " ", null],
  ["a number that is no decimal", "0x10", null],
  ["null", null, null],
  ["a list", [at], null],
  ["beyond all time", 1e306, null],
  ["before all time", -5, null],
  ["the past, in seconds", now / 1000 - 1, "token-expired"],
];
for (const [promise, expiresAt, expected] of expiries) {
  Deno.test(`claude() credential: an expiry as ${promise}`, async () => {
    const fields = { accessToken: "a", expiresAt, scopes: ["user:profile"] };
    assertEquals(await expiryOf({ claudeAiOauth: fields }), expected);
    assertEquals(await expiryOf(fields), expected, "without the outer key");
    const { accessToken: access } = fields;
    assertEquals(
      await expiryOf({ anthropic: { type: "oauth", access, expires: expiresAt } }, openCodeFile),
      expected,
    );
  });
}

const scopes: readonly (readonly [string, unknown, unknown])[] = [
  ["a list", ["user:inference", "user:profile"], at],
  ["one text", "user:inference user:profile", at],
  ["one text with commas", "user:inference, user:profile", at],
  ["a list that lacks it", ["user:inference"], "scope"],
  ["a text that lacks it", "user:inference", "scope"],
  ["what is neither", { profile: true }, at],
];
for (const [promise, scopes_, expected] of scopes) {
  Deno.test(`claude() credential: scopes as ${promise}`, async () => {
    assertEquals(
      await expiryOf({ claudeAiOauth: { accessToken: "a", expiresAt: at, scopes: scopes_ } }),
      expected,
    );
  });
}

Deno.test("claude() credential: as Claude Code 2.1.332 writes it", async () => {
  const text = Deno.readTextFileSync(
    new URL("../../testdata/providers/claude_credentials_2_1_332.json", import.meta.url),
  );
  assertEquals(await expiryOf(text), JSON.parse(text).claudeAiOauth.expiresAt);
});

Deno.test("claude() credential: a file with other logins, and without one of ours, is none", async () => {
  assertEquals(await expiryOf({ mcpOAuth: { accessToken: "x" }, expiresAt: at }), "signed-out");
});
