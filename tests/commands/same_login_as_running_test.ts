/** Two logins on one machine: a terminal with one login never gets the figures of the other, and asks for as little as possible. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch, assertNotEquals, assertStringIncludes } from "@std/assert";
import { dirname, join } from "node:path";
import { type Account, end, json, julyBody, newAccount, type Run, test } from "../support/program.ts";

/** 15 % is A's, 60 % B's, by their tokens. */
const percents: Readonly<Record<string, number>> = {
  "Bearer sk-ant-oat01-MARKED-TOKEN": 15,
  "Bearer token-of-b": 60,
};

function answerByToken({ endpoint }: Account): void {
  endpoint.answer = (request) => {
    const session = percents[request.headers.get("authorization") ?? ""];
    return session === undefined ? new Response(null, { status: 401 }) : Response.json(julyBody({ session }));
  };
}

async function withB(account: Account): Promise<string> {
  const folder = join(account.folder, "b");
  const login = { accessToken: "token-of-b", expiresAt: Date.now() + 3_600_000, scopes: ["user:profile"] };
  await Deno.mkdir(folder);
  await Deno.writeTextFile(join(folder, ".credentials.json"), JSON.stringify({ claudeAiOauth: login }));
  return folder;
}

/** Runs an action with other variables than the program that runs. */
async function runWith(
  account: Account,
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Run> {
  const before = { ...account.env };
  Object.assign(account.env, env);
  try {
    return await account.run(...args);
  } finally {
    for (const name of Object.keys(env)) delete account.env[name];
    Object.assign(account.env, before);
  }
}

function session(run: Run): number {
  const { five_hour } = json(run);
  return typeof five_hour === "object" && five_hour !== null && "utilization" in five_hour
    ? Number(five_hour.utilization)
    : NaN;
}

async function startA(account: Account): Promise<Deno.ChildProcess> {
  const program = account.start("run", "--headless");
  while (!(await account.run("call", "usage.get")).stdout.includes("five_hour")) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return program;
}

test("get_usage, refresh_usage and status beside a program with another login do the work themselves", async (account) => {
  answerByToken(account);
  const b = await withB(account);
  const program = await startA(account);
  assertEquals(account.endpoint.asked.length, 1);
  const envs: readonly Record<string, string>[] = [
    { CLAUDE_CONFIG_DIR: b },
    { CLAUDE_SECURESTORAGE_CONFIG_DIR: b },
    { CLAUDE_CONFIG_DIR: "~/b" },
    { CLAUDE_CONFIG_DIR: "b/" },
  ];
  for (const env of envs) {
    assertEquals(session(await runWith(account, env, "get_usage")), 60, JSON.stringify(env));
  }
  // One question for all four: they are one login.
  assertEquals(account.endpoint.asked.length, 2);
  assertEquals(session(await runWith(account, { CLAUDE_CONFIG_DIR: b }, "refresh_usage")), 60);
  assertEquals(account.endpoint.asked.length, 3);
  assertMatch((await runWith(account, { CLAUDE_CONFIG_DIR: b }, "status")).stdout, /^claudeminder: 60\.0%/);
  const watching = await runWith(account, { CLAUDE_CONFIG_DIR: b }, "status", "--watch");
  assertEquals(watching.code, 1);
  assertStringIncludes(watching.stderr, "another login");
  assertEquals(session(await account.run("get_usage")), 15);
  // What B has used up is not A's, nor the other way round, in neither of the two places where it is counted.
  const counted = ["state.json", "requests.json", "state-others.json", "requests-others.json"].map((name) =>
    JSON.parse(Deno.readTextFileSync(join(dirname(account.stateFile), name))).requests.length
  );
  assertEquals(counted, [1, 1, 2, 2]);
  await end(program);
});

test("the same login, written otherwise, is answered by the running program", async (account) => {
  answerByToken(account);
  await Deno.symlink(join(account.folder, ".claude"), join(account.folder, "link"));
  const program = await startA(account);
  const envs: readonly Record<string, string>[] = [
    { CLAUDE_CONFIG_DIR: "" },
    { CLAUDE_CONFIG_DIR: `${account.folder}/.claude/` },
    { CLAUDE_CONFIG_DIR: "~/.claude" },
    { CLAUDE_CONFIG_DIR: ".claude" },
    { CLAUDE_CONFIG_DIR: `${account.folder}/link` },
    { CLAUDE_CODE_OAUTH_TOKEN: "" },
  ];
  for (const env of envs) {
    assertEquals(session(await runWith(account, env, "get_usage")), 15, JSON.stringify(env));
  }
  assertEquals(account.endpoint.asked.length, 1);
  await end(program);
});

Deno.test("a token in the terminal's environment, another than the program's, is used; nobody is told of it", async () => {
  await using account = await newAccount({ CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-oat01-MARKED-TOKEN" });
  answerByToken(account);
  const program = await startA(account);
  assertEquals(session(await runWith(account, { CLAUDE_CODE_OAUTH_TOKEN: "token-of-b" }, "get_usage")), 60);
  assertEquals(session(await account.run("get_usage")), 15);
  const hashOf = async (salt: string) =>
    json(await account.run("call", "login.surroundings", JSON.stringify({ salt }))).hash;
  assertMatch(String(await hashOf("0123456789abcdef")), /^[0-9a-f]{64}$/);
  assertNotEquals(await hashOf("0123456789abcdef"), await hashOf("0123456789abcdeF"));
  await end(program);
});

test("25 get_usage without a program cost one request; another login in the same minute one more", async (account) => {
  answerByToken(account);
  const b = await withB(account);
  const answers = await Promise.all(Array.from({ length: 25 }, () => account.run("get_usage")));
  assertEquals(answers.map(session), Array.from({ length: 25 }, () => 15));
  assertEquals(account.endpoint.asked.length, 1);
  assertEquals(session(await runWith(account, { CLAUDE_CONFIG_DIR: b }, "get_usage")), 60);
  assertEquals(session(await runWith(account, { CLAUDE_CONFIG_DIR: b }, "get_usage")), 60);
  assertEquals(account.endpoint.asked.length, 2);
  assertEquals(session(await account.run("refresh_usage")), 15);
  assertEquals(account.endpoint.asked.length, 3);
});

test("a get_usage after another login of the same place is no answer for the new one", async (account) => {
  answerByToken(account);
  assertEquals(session(await account.run("get_usage")), 15);
  await account.signIn({ token: "token-of-b" });
  assertEquals(session(await account.run("get_usage")), 60);
  assertEquals(account.endpoint.asked.length, 2);
});

Deno.test("a CLAUDE_CONFIG_DIR with a ~ is taken as it was meant, and the menu and doctor say so", async () => {
  await using account = await newAccount({ CLAUDE_CONFIG_DIR: "~/b" });
  answerByToken(account);
  await withB(account);
  const program = await startA(account);
  assertEquals(session(await account.run("get_usage")), 60);
  const said =
    `CLAUDE_CONFIG_DIR begins with "~", which only a shell understands: taken for ${account.folder}/b`;
  assertStringIncludes((await account.run("call", "tray.get")).stdout, JSON.stringify(said).slice(1, -1));
  const { checks } = JSON.parse((await account.run("doctor", "--json")).stdout);
  const lines: readonly { result: string; detail: string }[] = checks;
  assert(
    lines.some(({ result, detail }) => result === "warning" && detail === said.replace(account.folder, "~")),
  );
  await end(program);
});
