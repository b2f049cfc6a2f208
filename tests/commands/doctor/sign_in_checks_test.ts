/** What `doctor` says of logins: which one is used, for how long, with which scope, and what is wrong with the others. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { newStage, said, type Stage } from "./stage.ts";

const HOUR_MS = 3_600_000;

async function openCode(stage: Stage, expires: number): Promise<void> {
  const anthropic = { type: "oauth", access: "marked-2", expires };
  await stage.write(`${stage.home}/.local/share/opencode/auth.json`, JSON.stringify({ anthropic }));
}

/** What there is; the check; the line of the places, from its beginning. */
const rows: readonly (readonly [string, (stage: Stage) => Promise<void> | void, RegExp, RegExp])[] = [
  [
    "nothing",
    () => {},
    /^problem: signed out -> sign in with `claude`$/,
    /^ok: Claude Code \(~\/\.claude\/\.credentials\.json\): no login; OpenCode \(~\/\.local\/share\/opencode\/auth\.json\): no login; CLAUDE_CODE_OAUTH_TOKEN: no login$/,
  ],
  [
    "a good login of Claude Code, and one in the environment",
    async (stage) => {
      await stage.signIn();
      stage.env.CLAUDE_CODE_OAUTH_TOKEN = "marked-3";
    },
    /^ok: through Claude Code \(~\/\.claude\/\.credentials\.json\), valid for 1h 59m, with the scope user:profile$/,
    /json\): in use; OpenCode .*: no login; CLAUDE_CODE_OAUTH_TOKEN: a login that is not needed$/,
  ],
  [
    "a login that does not say its scopes",
    (stage) => stage.signIn({ scopes: null, expiresAt: null }),
    /^ok: through Claude Code .*, without an expiry, not known whether it has the scope user:profile$/,
    /: in use; /,
  ],
  [
    "an expired one",
    (stage) => stage.signIn({ expiresAt: Date.now() - 3 * HOUR_MS }),
    /^problem: the token in ~\/\.claude\/\.credentials\.json expired 3 h ago -> run `claude`: it renews its token /,
    /^ok: Claude Code \(.*\): expired 3 h ago; /,
  ],
  [
    "an expired one, and one in the environment, which counts only where nothing else is known",
    async (stage) => {
      await stage.signIn({ expiresAt: Date.now() - 3 * HOUR_MS });
      stage.env.CLAUDE_CODE_OAUTH_TOKEN = "marked-3";
    },
    /^problem: the token in ~\/\.claude\/\.credentials\.json expired 3 h ago -> /,
    /: expired 3 h ago; OpenCode .*: no login; CLAUDE_CODE_OAUTH_TOKEN: a login that is not needed$/,
  ],
  [
    "an expired one, and a good one of OpenCode",
    async (stage) => {
      await stage.signIn({ expiresAt: Date.now() - 3 * HOUR_MS });
      await openCode(stage, Date.now() + HOUR_MS);
    },
    /^ok: through OpenCode \(~\/\.local\/share\/opencode\/auth\.json\), valid for 59m, not known whether /,
    /^ok: Claude Code \(.*\): expired 3 h ago; OpenCode \(.*\): in use; /,
  ],
  [
    "one without the scope",
    (stage) => stage.signIn({ scopes: ["user:inference"] }),
    /^problem: the token lacks the scope user:profile and may not read the usage -> sign in with `claude`: tokens of /,
    /^ok: Claude Code \(.*\): this token may not read the usage; /,
  ],
  [
    "a file that is cut off",
    (stage) => stage.write(stage.credentialsFile, '{"claudeAiOauth": {"accessToken": "marked'),
    /^problem: cannot read ~\/\.claude\/\.credentials\.json: it is not valid JSON -> mend the file, or sign in with `claude`$/,
    /^ok: Claude Code \(.*\): cannot read .*: it is not valid JSON; /,
  ],
  [
    "only a token in the environment",
    (stage) => void (stage.env.CLAUDE_CODE_OAUTH_TOKEN = "marked-3"),
    /^warning: through CLAUDE_CODE_OAUTH_TOKEN, without an expiry, not known whether .* -> sign in with `claude`: tokens of `claude setup-token` are not enough$/,
    /CLAUDE_CODE_OAUTH_TOKEN: in use$/,
  ],
  [
    "OpenCode's login in a variable",
    (stage) =>
      void (stage.env.OPENCODE_AUTH_CONTENT = JSON.stringify({
        anthropic: { type: "oauth", access: "marked-4", expires: Date.now() + HOUR_MS },
      })),
    /^ok: through OpenCode \(OPENCODE_AUTH_CONTENT\), valid for 59m, /,
    /OpenCode \(OPENCODE_AUTH_CONTENT\): in use; /,
  ],
];

for (const [what, prepare, check, places] of rows) {
  Deno.test(`doctor() on signing in: ${what}`, async () => {
    await using stage = await newStage();
    await prepare(stage);
    const { checks } = await stage.json();
    const lines = (name: string) => checks.filter((each) => each.name === name).map(said);
    assertEquals([lines("sign-in").length, lines("sign-in-places").length], [1, 1]);
    assertMatch(lines("sign-in")[0] ?? "", check);
    assertMatch(lines("sign-in-places")[0] ?? "", places);
    assertEquals(JSON.stringify(checks).includes("marked"), false);
  });
}

Deno.test("doctor() asks the keychain once, and leaves out the file that it replaces", async () => {
  await using stage = await newStage();
  await stage.signIn();
  let asked = 0;
  const login = { accessToken: "marked-5", expiresAt: Date.now() + HOUR_MS, scopes: ["user:profile"] };
  stage.platform = { readSecret: () => ({ program: "security", args: [] }) };
  stage.host = {
    run({ program }) {
      if (program === "security") asked++;
      const stdout = JSON.stringify({ claudeAiOauth: login });
      return Promise.resolve({ code: 0, stdout, stderr: "", timedOut: false });
    },
  };
  assertMatch(
    said((await stage.checks("sign-in"))[0]),
    /^ok: through Claude Code \(the keychain\), valid for 59m/,
  );
  assertEquals(asked, 1);
  const places = said((await stage.checks("sign-in-places"))[0]);
  assertMatch(places, /^ok: Claude Code \(the keychain\): in use; OpenCode /);
});
