/**
 * A real Claude Code in a terminal, offline, with a fake of its API behind it (`start.sh`): with a folder of its own, and nothing of it
 * is left at the end.
 */
import { join } from "node:path";
import { until } from "../desktop.ts";

const VERSION = "2.1.332";
const START = join(import.meta.dirname ?? ".", "start.sh");
/** A first start on a busy machine. */
const startMs = 60_000;

export interface ClaudeCodeOptions {
  /** Where everything of it is. */
  readonly folder: string;
  /** The command of its status line. */
  readonly statusLine: string;
  /** With a folder of settings of its own, by CLAUDE_CONFIG_DIR: `FOLDER/own`. */
  readonly hasOwnFolder?: boolean;
}

export interface RealClaudeCode extends AsyncDisposable {
  /** Types a prompt. */
  prompt(text: string): Promise<void>;
  /** What its terminal shows. */
  screen(): Promise<string>;
  /** What the server tells of its limits from now on, as fractions. */
  limits(session: number, week: number): Promise<void>;
}

/** The program, from npm, into the cache on first use; null = it cannot be had. */
async function program(): Promise<string | null> {
  const cache = Deno.env.get("XDG_CACHE_HOME") ?? join(Deno.env.get("HOME") ?? "/tmp", ".cache");
  const folder = join(cache, `claude-code-${VERSION}`);
  const name = "@anthropic-ai/claude-code-linux-x64";
  const path = join(folder, "node_modules", name, "claude");
  if (await Deno.stat(path).catch(() => null) !== null) return path;
  // What its installation leaves in the temporary folder stays out of the tests'.
  const temporary = join(folder, "tmp");
  await Deno.mkdir(temporary, { recursive: true });
  const { success } = await new Deno.Command("npm", {
    args: ["install", "--silent", "--no-save", "--prefix", folder, `${name}@${VERSION}`],
    env: { TMPDIR: temporary },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output().catch(() => ({ success: false }));
  await Deno.remove(temporary, { recursive: true });
  return success ? path : null;
}

/** Null = the npm registry does not give it: then its tests cannot run here. */
export const claudeCode = await program();

export async function startClaudeCode(
  { folder, statusLine, hasOwnFolder = false }: ClaudeCodeOptions,
): Promise<RealClaudeCode> {
  if (claudeCode === null) throw new Error("Claude Code cannot be had");
  const settings = join(folder, "line.json");
  await Deno.writeTextFile(
    settings,
    JSON.stringify({ statusLine: { type: "command", command: statusLine } }),
  );
  const port = freePort();
  const child = new Deno.Command("bash", {
    args: [START, folder, `${port}`],
    env: { CLAUDE_BIN: claudeCode, HOOKS: settings, ...(hasOwnFolder ? { OWN: "1" } : {}) },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const said = { text: "", isOver: false };
  const reading = (async () => {
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) said.text += text;
    said.isOver = true;
  })();
  const tmux = async (...args: readonly string[]) => {
    const { stdout } = await new Deno.Command("tmux", { args: ["-L", `cckit-${port}`, ...args] }).output();
    return new TextDecoder().decode(stdout);
  };
  const end = async () => {
    child.kill("SIGTERM");
    await child.status;
    await reading;
  };
  try {
    await until(() => said.text.includes("ready") || said.isOver, "Claude Code", startMs);
    if (said.isOver) throw new Error(`Claude Code does not start: ${said.text}`);
  } catch (error) {
    await end();
    throw error;
  }
  return {
    async prompt(text) {
      await tmux("send-keys", "-l", text);
      // What comes together with the text would be taken for a part of it.
      await until(async () => (await tmux("capture-pane", "-p")).includes(text), "the prompt");
      await tmux("send-keys", "Enter");
    },
    screen: () => tmux("capture-pane", "-p"),
    async limits(session, week) {
      const body = JSON.stringify({ "5h": session, "7d": week });
      await (await fetch(`http://127.0.0.1:${port}/_fake`, { method: "POST", body })).body?.cancel();
    },
    [Symbol.asyncDispose]: end,
  };
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
