/** A real tmux with README's status line in it, seen by another tmux around it. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { type Account, end, julyBody, test } from "../support/program.ts";
import { compiledProgram } from "./compiled.ts";
import { until } from "./desktop.ts";

const program = await compiledProgram();
Deno.env.set("CLAUDEMINDER_PROGRAM", program);

/** The line of README, with colours or without. */
const formats: readonly (readonly [string, RegExp])[] = [
  [
    '#(claudeminder status --format "#[fg={colour}]{percent}%#[default] {limit} {reset_in}")',
    // deno-lint-ignore no-control-regex
    /\x1b\[38;(?:2;255;128;22|5;\d+)m81%\x1b\[\S*m Week · ‹b›\+♯\(x\) 3d 23h/,
  ],
  ["#(claudeminder status --line)", /Week · ‹b›\+♯\(x\) 81% ↻ 3d 23h · Session 15%/],
];

async function tmux({ env, folder }: Account, ...args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("tmux", {
    args: [...args],
    env: {
      ...env,
      PATH: `${join(folder, "bin")}:${env.PATH}`,
      TMUX_TMPDIR: folder,
      LANG: "C.UTF-8",
      TERM: "xterm-256color",
    },
    clearEnv: true,
    stdin: "null",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

for (const [format, wanted] of formats) {
  test(`tmux shows ${format}, whatever a limit is called`, async (account) => {
    const { folder, endpoint } = account;
    const body = JSON.parse(JSON.stringify(julyBody()).replaceAll("Fable", "<b>&#(x)"));
    endpoint.answer = () => Response.json(body);
    await Deno.mkdir(join(folder, "bin"));
    await Deno.symlink(program, join(folder, "bin/claudeminder"));
    const running = account.start("run", "--headless");
    await until(async () => (await account.run("call", "usage.get")).stdout.includes("five_hour"), "figures");
    const settings = join(folder, "tmux.conf");
    await Deno.writeTextFile(
      settings,
      `set -g status-interval 1\nset -g status-right-length 90\nset -g status-right '${format}'\n`,
    );
    try {
      await tmux(account, "-L", "inner", "-f", settings, "new-session", "-d", "-x", "120", "-y", "5", "cat");
      const attach = "env -u TMUX tmux -L inner attach";
      await tmux(
        account,
        "-L",
        "outer",
        "-f",
        "/dev/null",
        "new-session",
        "-d",
        "-x",
        "120",
        "-y",
        "8",
        attach,
      );
      let seen = "";
      await until(async () => {
        seen = await tmux(account, "-L", "outer", "capture-pane", "-p", "-e");
        return seen.includes("3d 23h");
      }, "the status line");
      assertMatch(seen, wanted);
    } finally {
      await tmux(account, "-L", "inner", "kill-server").catch(() => {});
      await tmux(account, "-L", "outer", "kill-server").catch(() => {});
    }
    assertEquals((await end(running)).code, 0);
  });
}
