/** A signed-in account for the bench: Claude Code's files in a folder, and a usage endpoint on this machine. */
import { join } from "node:path";

export interface Account extends AsyncDisposable {
  /** The variables by which the program finds it. */
  readonly env: Readonly<Record<string, string>>;
  /** How many questions the endpoint has answered. */
  answered(): number;
  /**
   * Lets Claude Code store an answer of its own, which the program shows at no request: the session stands at `percent` from
   * now on.
   */
  store(percent: number): Promise<void>;
}

const UUID = "00000000-0000-4000-8000-000000000000";
const HOUR_MS = 3_600_000;

/** Puts an account into a new folder below `parent`. */
export async function signedInAccount(parent: string): Promise<Account> {
  const folder = await Deno.makeTempDir({ dir: parent, prefix: "claude-" });
  let answered = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    answered += 1;
    return Response.json(usageBody(42));
  });
  const write = async (name: string, content: unknown) => {
    await Deno.writeTextFile(join(folder, `${name}.new`), JSON.stringify(content), { mode: 0o600 });
    await Deno.rename(join(folder, `${name}.new`), join(folder, name));
  };
  const login = () =>
    write(".credentials.json", {
      claudeAiOauth: {
        accessToken: "bench-access-token",
        refreshToken: "bench-refresh-token",
        expiresAt: Date.now() + 8 * HOUR_MS,
        scopes: ["user:profile"],
        subscriptionType: "max",
      },
    });
  await login();
  await write(".claude.json", { oauthAccount: { accountUuid: UUID } });
  // As by default, but for the files of a program that is really used.
  const config = join(folder, "config.toml");
  // Apart from the login, as there.
  const shown = join(folder, "shown");
  await Deno.mkdir(shown);
  const files = ["state", "usage"].map((name) => `${name}_file = "${join(shown, `${name}.json`)}"\n`);
  await Deno.writeTextFile(config, `[opencode]\n${files.join("")}`);
  return {
    env: {
      CLAUDEMINDER_CONFIG: config,
      CLAUDE_CONFIG_DIR: folder,
      CLAUDEMINDER_USAGE_URL: `http://127.0.0.1:${server.addr.port}/api/oauth/usage`,
    },
    answered: () => answered,
    async store(percent) {
      await write(".claude.json", {
        oauthAccount: { accountUuid: UUID },
        cachedUsageUtilization: {
          fetchedAtMs: Date.now(),
          accountUuid: UUID,
          utilization: usageBody(percent),
        },
      });
      // The login is looked at sooner than the other file, and both are read then.
      await login();
    },
    async [Symbol.asyncDispose]() {
      await server.shutdown();
    },
  };
}

/** An answer of the endpoint's shape, with windows that stay open for longer than a bench takes. */
function usageBody(percent: number): unknown {
  const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
  return {
    five_hour: { utilization: percent, resets_at: inMs(4 * HOUR_MS) },
    seven_day: { utilization: 0, resets_at: inMs(100 * HOUR_MS) },
  };
}
