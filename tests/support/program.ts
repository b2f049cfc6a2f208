/**
 * The program as a process, with a home of its own and a simulated endpoint on loopback: the compiled program where
 * CLAUDEMINDER_PROGRAM names it, else its source.
 */
// @ts-types="../std_types/assert.d.ts"
import { assertMatch } from "@std/assert";
import { dirname, join } from "node:path";

const root = dirname(dirname(import.meta.dirname ?? "."));
/** These must never appear in any output. */
export const markedToken = "sk-ant-oat01-MARKED-TOKEN";
export const markedRefreshToken = "sk-ant-ort01-MARKED-REFRESH";

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Endpoint {
  readonly url: string;
  /** The answer to the next requests; a test sets it. */
  answer: (request: Request) => Response | Promise<Response>;
  /** An answer that does not come as long as the endpoint runs. */
  hang(): Promise<Response>;
  /** The headers of each request that has arrived. */
  readonly asked: Headers[];
}

export interface Account extends AsyncDisposable {
  readonly folder: string;
  readonly env: Record<string, string>;
  readonly endpoint: Endpoint;
  readonly credentialsFile: string;
  readonly configFile: string;
  readonly stateFile: string;
  /** Writes the settings, and adds those that keep the program away from agents that really run on this machine. */
  writeSettings(text: string): Promise<void>;
  signIn(options?: { token?: string; expiresAt?: number }): Promise<void>;
  run(...args: readonly string[]): Promise<Run>;
  /** Starts the program; it is ended at the end of the test. */
  start(...args: readonly string[]): Deno.ChildProcess;
  /** Stops the endpoint: connections are refused from then on. */
  stopEndpoint(): Promise<void>;
  startEndpoint(): void;
}

/** The answer of July 2026, with resets in the future, and with the percentages that are given. */
export function julyBody(percents: { readonly session?: number; readonly fable?: number } = {}): unknown {
  const sessionReset = new Date(Date.now() + 2 * 3_600_000 + 5 * 60_000 + 30_000).toISOString();
  const weekReset = new Date(Date.now() + 4 * 24 * 3_600_000).toISOString();
  const body = JSON.parse(
    Deno.readTextFileSync(join(root, "tests/testdata/usage/limits-2026-07.json"))
      .replaceAll(/"2026-07-19T[^"]*"/g, JSON.stringify(sessionReset))
      .replaceAll(/"2026-07-23T[^"]*"/g, JSON.stringify(weekReset)),
  );
  const { session = 15, fable = 81 } = percents;
  body.five_hour.utilization = session;
  body.limits[0].percent = session;
  body.limits[2].percent = fable;
  return body;
}

/** This machine may run OpenCode, and may have the plugin files of a program that is really in use. */
const withoutAgents = '[opencode]\nenabled = false\nstate_file = ""\nusage_file = ""\n';

export async function newAccount(extraEnv: Readonly<Record<string, string>> = {}): Promise<Account> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-account-" });
  const children: Deno.ChildProcess[] = [];
  const asked: Headers[] = [];
  let letGo = () => {};
  const hang = () =>
    new Promise<Response>((resolve) => letGo = () => resolve(new Response(null, { status: 500 })));
  const handler = (request: Request) => {
    asked.push(new Headers(request.headers));
    return endpoint.answer(request);
  };
  const quiet = { onListen: () => {}, onError: () => new Response(null, { status: 500 }) };
  let server = Deno.serve({ hostname: "127.0.0.1", port: 0, ...quiet }, handler);
  const { port } = server.addr;
  const endpoint: Endpoint = {
    url: `http://127.0.0.1:${port}/usage`,
    answer: () => Response.json(julyBody()),
    hang,
    asked,
  };
  const configFile = join(folder, "config/claudeminder/config.toml");
  const env: Record<string, string> = {
    HOME: folder,
    PATH: Deno.env.get("PATH") ?? "",
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_STATE_HOME: join(folder, "state"),
    XDG_DATA_HOME: join(folder, "data"),
    XDG_RUNTIME_DIR: join(folder, "run"),
    CLAUDEMINDER_USAGE_URL: endpoint.url,
    DENO_DIR: Deno.env.get("DENO_DIR") ?? denoFolder(),
    DENO_NO_UPDATE_CHECK: "1",
    TZ: "UTC",
    ...extraEnv,
  };
  await Deno.mkdir(env.XDG_RUNTIME_DIR ?? folder, { recursive: true, mode: 0o700 });
  await Deno.mkdir(dirname(configFile), { recursive: true });
  const writeSettings = (text: string) => Deno.writeTextFile(configFile, `${text}\n${withoutAgents}`);
  await writeSettings("");

  const command = (args: readonly string[]) => {
    const compiled = Deno.env.get("CLAUDEMINDER_PROGRAM");
    const all = compiled === undefined
      ? ["run", "-A", "--quiet", join(root, "src/main.ts"), ...args]
      : [...args];
    return new Deno.Command(compiled ?? Deno.execPath(), {
      args: all,
      env,
      clearEnv: true,
      cwd: folder,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    });
  };

  return {
    folder,
    env,
    endpoint,
    configFile,
    credentialsFile: join(folder, ".claude/.credentials.json"),
    stateFile: join(folder, "state/claudeminder/state.json"),
    writeSettings,
    async signIn({ token = markedToken, expiresAt = Date.now() + 2 * 3_600_000 } = {}) {
      const login = {
        accessToken: token,
        refreshToken: markedRefreshToken,
        expiresAt,
        scopes: ["user:profile"],
      };
      await Deno.mkdir(join(folder, ".claude"), { recursive: true });
      const file = join(folder, ".claude/.credentials.json");
      await Deno.writeTextFile(`${file}.new`, JSON.stringify({ claudeAiOauth: login }));
      await Deno.rename(`${file}.new`, file);
    },
    async run(...args) {
      const { code, stdout, stderr } = await command(args).output();
      return { code, stdout: decode(stdout), stderr: decode(stderr) };
    },
    start(...args) {
      const child = command(args).spawn();
      children.push(child);
      return child;
    },
    async stopEndpoint() {
      letGo();
      await server.shutdown();
    },
    startEndpoint() {
      server = Deno.serve({ hostname: "127.0.0.1", port, ...quiet }, handler);
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) await end(child);
      letGo();
      await server.shutdown();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** The one JSON object on the one line that an action prints. */
export function json(run: Run): Record<string, unknown> {
  assertMatch(run.stdout, /^\{.*\}\n$/, run.stdout + run.stderr);
  return JSON.parse(run.stdout);
}

/** A test with an account that is signed in. */
export function test(name: string, work: (account: Account) => Promise<void>): void {
  Deno.test(name, async () => {
    await using account = await newAccount();
    await account.signIn();
    await work(account);
  });
}

/** Ends a program that was started, and gives what it has printed. */
export async function end(child: Deno.ChildProcess, signal: Deno.Signal = "SIGTERM"): Promise<Run> {
  try {
    child.kill(signal);
  } catch {
    // It has ended by itself.
  }
  if (child.stdout.locked) return { code: (await child.status).code, stdout: "", stderr: "" };
  const { code, stdout, stderr } = await child.output();
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

function denoFolder(): string {
  const cache = Deno.env.get("XDG_CACHE_HOME") ?? join(Deno.env.get("HOME") ?? "", ".cache");
  return join(cache, "deno");
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
