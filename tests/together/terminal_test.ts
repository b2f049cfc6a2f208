/**
 * What the program (src/main.ts) prints and logs does not command a terminal: the program as a process, with text that would, in every
 * place that it reads.
 */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { isSeen } from "../../src/core/text/shown_text.ts";
import { newAccount, type Run } from "../support/program.ts";

const HOSTILE = "\x1b]0;x\x07\x1b[31m\u202emarked\x9b2J\u200b";

/** Each line can be seen whole. */
function checkOutput(what: string, { stdout, stderr }: Run): string {
  const all = stdout + stderr;
  for (const line of all.split("\n")) assert(isSeen(line), `${what}: ${JSON.stringify(line)}`);
  return all;
}

Deno.test("no command prints what a server, a file or a setting has in it to command the terminal", async () => {
  await using account = await newAccount();
  await account.signIn();
  account.endpoint.answer = () => Response.json({ [HOSTILE]: { utilization: "x" } });
  for (
    const args of [["status"], ["status", "--json"], ["status", "--waybar"], ["status", "--line"], [
      "get_usage",
    ]]
  ) {
    const output = checkOutput(args.join(" "), await account.run(...args));
    if (args[0] === "status") assertStringIncludes(output, "marked");
  }
  checkOutput("doctor", await account.run("doctor"));
  checkOutput("an action", await account.run(HOSTILE));
  checkOutput("an option", await account.run(`--${HOSTILE}`));
  checkOutput("a value", await account.run("snooze", HOSTILE));
  const folder = join(account.folder, HOSTILE);
  await Deno.mkdir(folder);
  const noFile = await account.run("get_config", "--config", folder);
  assertStringIncludes(checkOutput("a folder for a file", noFile), "marked");

  await account.writeSettings(`${JSON.stringify(`a${HOSTILE}`)} = 1\nlanguage = "en"\n`);
  const unknown = await account.run("get_config");
  assertStringIncludes(checkOutput("an unknown setting", unknown), "marked");
  await account.writeSettings(`language = ${JSON.stringify(HOSTILE)}\n`);
  assertStringIncludes(checkOutput("a wrong setting", await account.run("get_config")), "marked");
  assertStringIncludes(checkOutput("a wrong setting in doctor", await account.run("doctor")), "marked");
});

Deno.test("get_config gives a setting as it is, in JSON that can be printed", async () => {
  await using account = await newAccount();
  await account.writeSettings(`[reminder]\ncommand = [${JSON.stringify(HOSTILE)}]\n`);
  const run = await account.run("get_config");
  checkOutput("get_config", run);
  assertEquals(JSON.parse(run.stdout).config.reminder.command, [HOSTILE]);
});

Deno.test("the log holds nothing that commands a terminal, nor a line that the program has not written", async () => {
  await using account = await newAccount();
  await account.signIn();
  await account.writeSettings(`${JSON.stringify(`a\n2026-01-01 forged${HOSTILE}`)} = 1\n`);
  const child = account.start("run", "--headless", "--tray", "none", "--log-level", "debug");
  const file = join(account.folder, "state/claudeminder/claudeminder.log");
  let log = "";
  for (let tries = 0; tries < 300 && !log.includes("marked"); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    log = await Deno.readTextFile(file).catch(() => "");
  }
  child.kill("SIGTERM");
  await child.status;
  assertStringIncludes(log, "marked");
  for (const line of log.split("\n")) {
    assert(isSeen(line), JSON.stringify(line));
    assert(!line.startsWith("2026-01-01 forged"), line);
  }
});
