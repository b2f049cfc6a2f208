/** The command `history`: with and without a running program, as text, JSON and CSV. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { dirname, join } from "node:path";
import * as z from "zod";
import { historyCommandEn } from "../../src/core/language/en/history_command_messages.ts";
import { commandMessagesIn, messagesIn } from "../../src/core/language/catalogues.ts";
import type { LimitChange } from "../../src/core/history/limit_row.ts";
import { noRows } from "../../src/core/history/history_rows.ts";
import { history, type HistoryParts } from "../../src/commands/history.ts";
import type { Terminal } from "../../src/commands/terminal_text.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { openHistory } from "../../src/storage/history/history_file.ts";
import { minute } from "../core/situations.ts";
import { type Account, end, json, julyBody, test } from "../support/program.ts";
import { withFolder } from "../support/test_folder.ts";

const answer = z.looseObject({
  resolution: z.string(),
  limits: z.array(z.looseObject({
    account: z.string(),
    id: z.string(),
    points: z.array(z.looseObject({ percent: z.number() })),
  })),
});

const fileOf = ({ stateFile }: Account) => join(dirname(stateFile), "history.sqlite");

function changeOf(minutesAgo: number, percent: number, account = "ann/org"): LimitChange {
  const row = {
    low: percent,
    high: percent,
    last: percent,
    resetsAt: null,
    source: "endpoint",
    seenBefore: null,
  };
  const at = Date.now() - minutesAgo * minute;
  return { account, limit: "session", title: { kind: "session" }, row: { at, ...row } };
}

async function fill(file: string, changes: readonly LimitChange[]): Promise<void> {
  const { history } = await openHistory(denoHost(), file);
  history.add({ ...noRows, changes });
  history.close();
}

test("history reads what the running program writes, and the same after its end", async (account) => {
  let session = 10;
  account.endpoint.answer = () => Response.json(julyBody({ session }));
  const program = account.start("run", "--headless");
  const percents = async () => {
    const run = await account.run("history", "--json");
    if (run.code !== 0) return run.stderr;
    const limit = answer.parse(json(run)).limits.find(({ id }) => id === "session");
    return limit?.points.map(({ percent }) => percent).join() ?? "";
  };
  while (await percents() !== "10");
  session = 37;
  assertEquals((await account.run("call", "usage.refresh")).code, 0);
  while (await percents() !== "10,37");
  const asked = answer.parse(json(await account.run("call", "usage.history", '{"resolution":"raw"}')));
  assertEquals(asked.limits.find(({ id }) => id === "session")?.points.map(({ percent }) => percent), [
    10,
    37,
  ]);
  assertEquals((await end(program)).code, 0);
  assertEquals(await percents(), "10,37");
  const text = await account.run("history", "--since", "2h");
  assertMatch(text.stdout, /^Since \d\d:\d\d\n\nSession .*at most 37%, \d\d:\d\d · no reset seen\n100% │/);
  const csv = await account.run("history", "--csv");
  assertMatch(csv.stdout, /^what,time,account,limit,percent,.*\nlimit,\d{4}-/);
});

test("history says in one line what is wrong, and how it ends", async (account) => {
  const said = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await account.run("history", ...args);
    return [code, stdout, stderr];
  };
  const file = fileOf(account);
  assertEquals(await said(), [1, "", `there is no history yet: ${file}\n`]);
  assertEquals(await said("--since", "soon"), [2, "", `${historyCommandEn.badSince('"soon"')}\n`]);
  await fill(file, [changeOf(10, 5)]);
  assertEquals(await said("--account", "bob"), [1, "", 'history: no account "bob"; there are: "ann/org"\n']);
  assertEquals((await said("--json", "--csv"))[0], 2);
  assertEquals((await said("--account", "ann/org", "--json"))[0], 0);
  await Deno.writeTextFile(file, "no database ".repeat(100));
  const [code, stdout, stderr] = await said();
  assertEquals([code, stdout, stderr], [1, "", `claudeminder: Cannot read "${file}": it is damaged\n`]);
  // Only the program that writes it sets it aside.
  assertEquals(await Deno.readTextFile(file), "no database ".repeat(100));
});

test("uninstall --purge deletes the history", async (account) => {
  await fill(fileOf(account), [changeOf(10, 5)]);
  assertEquals((await account.run("uninstall", "--purge")).code, 0);
  assertEquals(await Deno.stat(fileOf(account)).then(() => true, () => false), false);
});

/** The command in this process, where a terminal can be pretended. */
async function printed(
  colours: Terminal["colours"],
  changes: readonly LimitChange[],
): Promise<readonly string[]> {
  const lines: string[] = [];
  await withFolder(async (folder) => {
    const host = denoHost();
    const file = `${folder}/history.sqlite`;
    await fill(file, changes);
    const parts: Pick<HistoryParts, "host" | "files" | "messages" | "words"> = {
      host,
      files: {
        history: file,
        state: `${folder}/state.json`,
        settings: `${folder}/c.toml`,
        server: "",
        statusLine: "",
      },
      messages: messagesIn("en"),
      words: commandMessagesIn("en"),
    };
    const out = (line: string) => void lines.push(line);
    const terminal: HistoryParts["terminal"] = {
      colours,
      printRaw: (text) => Promise.resolve(void lines.push(...text.split("\n"))),
    };
    assertEquals(await history({ ...parts, out, terminal, err: out } as HistoryParts, { since: "1h" }), 0);
  });
  return lines;
}

Deno.test("history has colours by level on a terminal, and none elsewhere", async () => {
  const changes = [changeOf(59, 10), changeOf(40, 60), changeOf(25, 80), changeOf(5, 95)];
  const lowest = (await printed("many", changes)).find((line) => line.startsWith("  0%")) ?? "";
  // deno-lint-ignore no-control-regex
  const codes = [...lowest.matchAll(/\x1b\[([\d;]+)m/g)].map(([, code]) => code);
  assertEquals(codes, ["32", "0", "33", "0", "38;5;208", "0", "31", "0"]);
  assertEquals((await printed("none", changes)).filter((line) => line.includes("\x1b")), []);
});

Deno.test("history shows what other programs have named without what commands a terminal", async () => {
  const changes = [changeOf(9, 10, "ann\x1b[2J\u202e"), changeOf(8, 10, "bob")];
  // Without colours it is the printer of all commands that sees to it.
  const named = (await printed("many", changes)).filter((line) => line.startsWith("Account"));
  assertEquals(named, ["Account ann\\u001b[2J\\u202e", "Account bob"]);
});
