/**
 * Real OpenCode servers with a fake model behind them, offline: for each a home, a work tree and a port of its own, and
 * nothing of it is left at the end.
 */
import { join } from "node:path";
import { until } from "../desktop.ts";
import { startFakeModel } from "./fake_model.ts";

const VERSION = "1.18.33";

export interface RealOpencode extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
  /** Its work tree. */
  readonly directory: string;
  /** Its own API, for what a person would do in its terminal. Rejects where the answer is no success. */
  ask(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<unknown>;
  /** A new session; its id. */
  newSession(title: string): Promise<string>;
  /** Gives a session something to do; the words in it say what the fake model does. */
  prompt(session: string, text: string): Promise<void>;
  /** Ends it in an instant. */
  kill(): Promise<void>;
  /** What it has printed. */
  log(): Promise<string>;
}

export interface RealOptions {
  readonly password?: string;
  /** Waits until it answers. Default: true. */
  readonly ready?: boolean;
}

/** The program, from npm, into the cache on first use. */
async function program(): Promise<string> {
  const cache = Deno.env.get("XDG_CACHE_HOME") ?? join(Deno.env.get("HOME") ?? "/tmp", ".cache");
  const folder = join(cache, `opencode-${VERSION}`);
  // Under the name that people have on their PATH.
  const path = join(folder, "node_modules/.bin/opencode");
  const there = await Deno.stat(path).catch(() => null);
  if (there === null) {
    // What its installation leaves in the temporary folder stays out of the tests'.
    const temporary = join(folder, "tmp");
    await Deno.mkdir(temporary, { recursive: true });
    const { success, stderr } = await new Deno.Command("npm", {
      args: ["install", "--silent", "--no-save", "--prefix", folder, `opencode-ai@${VERSION}`],
      env: { TMPDIR: temporary },
      stdin: "null",
      stdout: "null",
    }).output();
    await Deno.remove(temporary, { recursive: true });
    if (!success) throw new Error(`npm cannot install opencode-ai: ${new TextDecoder().decode(stderr)}`);
  }
  return path;
}

let installed: Promise<string> | null = null;

export async function startOpencode(options: RealOptions = {}): Promise<RealOpencode> {
  const path = await (installed ??= program());
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "claudeminder-opencode-" }));
  const directory = join(folder, "work");
  await Deno.mkdir(join(folder, "home"));
  await Deno.mkdir(directory);
  const model = startFakeModel(directory);
  const port = freePort();
  await Deno.writeTextFile(join(directory, "opencode.json"), JSON.stringify(config(model.port)));
  await git(directory, ["init", "-q", "."]);
  await git(directory, ["commit", "-q", "--allow-empty", "-m", "init"]);
  const child = new Deno.Command("sh", {
    // A shell that becomes the program, as from a terminal, with its output in a file.
    args: [
      "-c",
      'exec "$0" serve --port "$1" --print-logs >"$2" 2>&1',
      path,
      String(port),
      join(folder, "log"),
    ],
    cwd: directory,
    env: {
      PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin",
      HOME: join(folder, "home"),
      TERM: "xterm",
      OPENCODE_DISABLE_AUTOUPDATE: "1",
      OPENCODE_DISABLE_MODELS_FETCH: "1",
      OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
      ...(options.password === undefined ? {} : { OPENCODE_SERVER_PASSWORD: options.password }),
    },
    clearEnv: true,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let isKilled = false;
  const authorization: Record<string, string> = options.password === undefined
    ? {}
    : { authorization: `Basic ${btoa(`opencode:${options.password}`)}` };

  const opencode: RealOpencode = {
    pid: child.pid,
    port,
    directory,
    async ask(method, path, body) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { "content-type": "application/json", ...authorization },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(10_000),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return text === "" ? null : JSON.parse(text);
    },
    async newSession(title) {
      const made = await opencode.ask("POST", "/session", { title });
      if (typeof made !== "object" || made === null || !("id" in made)) {
        throw new Error("No session was made");
      }
      return String(made.id);
    },
    async prompt(session, text) {
      await opencode.ask("POST", `/session/${session}/prompt_async`, { parts: [{ type: "text", text }] });
    },
    async kill() {
      if (!isKilled) child.kill("SIGKILL");
      isKilled = true;
      await child.status;
    },
    log: () => Deno.readTextFile(join(folder, "log")),
    async [Symbol.asyncDispose]() {
      await opencode.kill();
      await model[Symbol.asyncDispose]();
      // What its tools have started may still write there.
      await until(
        () => Deno.remove(folder, { recursive: true }).then(() => true, () => false),
        "an empty folder",
      );
    },
  };
  try {
    if (options.ready ?? true) {
      await until(() => isHealthy(port, authorization), "OpenCode");
    }
    return opencode;
  } catch (error) {
    const log = await opencode.log().catch(() => "");
    await opencode[Symbol.asyncDispose]();
    throw new Error(`OpenCode did not start: ${log}`, { cause: error });
  }
}

/** A request in its first instant may never be answered. */
async function isHealthy(port: number, headers: Record<string, string>): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(300);
    const response = await fetch(`http://127.0.0.1:${port}/global/health`, { headers, signal });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Asks before it runs, edits or fetches anything, and knows no model but the fake one. */
function config(modelPort: number): unknown {
  return {
    autoupdate: false,
    share: "disabled",
    model: "fake/fake-model",
    small_model: "fake/fake-model",
    enabled_providers: ["fake"],
    permission: { bash: "ask", edit: "ask", webfetch: "ask" },
    provider: {
      fake: {
        npm: "@ai-sdk/openai-compatible",
        name: "Fake",
        options: { baseURL: `http://127.0.0.1:${modelPort}/v1`, apiKey: "none" },
        models: {
          "fake-model": {
            name: "Fake model",
            tool_call: true,
            limit: { context: 100000, output: 4000 },
            cost: { input: 3, output: 15 },
          },
        },
      },
    },
  };
}

/** A port that nobody has at the moment. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function git(cwd: string, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("git", {
    args: ["-c", "user.email=t@example.org", "-c", "user.name=t", ...args],
    cwd,
  }).output();
  if (!success) throw new Error(`git ${args[0]}: ${new TextDecoder().decode(stderr)}`);
}
