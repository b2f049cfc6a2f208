/**
 * The status line of a real Claude Code, by the command that the README shows and by `claudeminder statusline --wrap`: what its terminal
 * shows, and when its figures are in the tray. Covers src/server/status_line_socket.ts and src/commands/print_status_line.ts.
 */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { newAccount } from "../support/program.ts";
import {
  claudeCode,
  type ClaudeCodeOptions,
  type RealClaudeCode,
  startClaudeCode,
} from "./claude_code/real_claude_code.ts";
import { compiledProgram } from "./compiled.ts";
import { until } from "./desktop.ts";

const README = join(import.meta.dirname ?? ".", "../../README.md");

/** The command in the README, as it stands in Claude Code's settings. */
function shownCommand(): string {
  const line = /^ *"statusLine": (\{.*curl.*\}),?$/m.exec(Deno.readTextFileSync(README))?.[1];
  assert(line !== undefined, "README.md shows no status line");
  return JSON.parse(line).command;
}

interface Stage {
  readonly claude: RealClaudeCode;
  readonly folder: string;
  /** Waits until the tray shows the session at that percentage, and gives how long that was after the last status line, in ms. */
  shows(percent: number): Promise<number>;
}

type Given = Pick<ClaudeCodeOptions, "hasOwnFolder"> & { readonly command: (program: string) => string };

/** A running program, and a Claude Code with the same login. The endpoint cannot be reached: all figures come by the status line. */
async function onStage({ command, hasOwnFolder = false }: Given, work: (stage: Stage) => Promise<void>) {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "claudeminder-line-" }));
  try {
    const program = await compiledProgram();
    Deno.env.set("CLAUDEMINDER_PROGRAM", program);
    await using account = await newAccount({
      HOME: join(folder, "home"),
      ...(hasOwnFolder ? { CLAUDE_CONFIG_DIR: join(folder, "own") } : {}),
    });
    await Deno.mkdir(join(folder, "home"));
    await account.stopEndpoint();
    const runtime = account.env.XDG_RUNTIME_DIR ?? "";
    const times = join(folder, "times");
    const script = join(folder, "line.sh");
    const text = `#!/bin/sh\nexport XDG_RUNTIME_DIR='${runtime}'\ndate +%s%3N >>'${times}'\n${
      command(program)
    }\n`;
    await Deno.writeTextFile(script, text, { mode: 0o755 });
    account.start("run", "--headless");
    await until(() => isThere(join(runtime, "claudeminder/statusline.sock")), "the socket");
    await using claude = await startClaudeCode({ folder, statusLine: script, hasOwnFolder });
    await work({
      claude,
      folder,
      async shows(percent) {
        let seenAt = 0;
        await until(
          async () => {
            const { stdout } = await account.run("call", "tray.get");
            seenAt = Date.now();
            return stdout.includes(`"percent":${percent},`);
          },
          `${percent}% in the tray`,
          30_000,
        );
        await until(() => isThere(times), "a status line");
        return seenAt - Number(Deno.readTextFileSync(times).trim().split("\n").at(-1));
      },
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

// Where npm does not give the program, these tests count as ignored, and are named as such.
const ignore = claudeCode === null;

Deno.test({
  name: "Claude Code's figures are in the tray within a second after its status line has asked by curl",
  ignore,
  fn: () =>
    onStage({ command: () => shownCommand() }, async ({ claude, shows }) => {
      await claude.prompt("hello");
      const late = await shows(42);
      assert(late < 1000, `${late} ms`);
      const line = /Opus [\d.]+ · context \d+% · Session 42% ↻ \d\d:\d\d · Week 17%/;
      await until(async () => line.test(await claude.screen()), "the line in the terminal");
      await claude.limits(0.93, 0.2);
      await claude.prompt("once more");
      assert(await shows(93) < 1000);
      assertMatch(await claude.screen(), /Session 93%/);
    }),
});

Deno.test({
  name:
    "Claude Code shows a person's own status line, and its figures are in the tray, with settings in another folder",
  ignore,
  fn: () =>
    onStage({
      hasOwnFolder: true,
      command: (program) => `'${program}' statusline --wrap sh -c 'cat >"$0.json"; echo my own line' "$0"`,
    }, async ({ claude, shows, folder }) => {
      await claude.prompt("hello");
      assert(await shows(42) < 1000);
      await until(async () => (await claude.screen()).includes("my own line"), "the line in the terminal");
      const given = JSON.parse(Deno.readTextFileSync(join(folder, "line.sh.json")));
      assertEquals(given.rate_limits.five_hour.used_percentage, 42);
    }),
});
