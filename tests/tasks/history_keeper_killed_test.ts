/** history_keeper.ts in a process that is killed at any moment. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { denoHost } from "../../src/host/deno_host.ts";
import { openHistory } from "../../src/storage/history/history_file.ts";
import { namesIn, withFolder } from "../support/test_folder.ts";

/** More of them by hand: CLAUDEMINDER_KILLS=100. */
const rounds = Number(Deno.env.get("CLAUDEMINDER_KILLS") ?? 5);
const second = 1000;

/** Writes until it is killed, `ms` after its first change; gives the times of its changes. */
async function killed(file: string, ms: number): Promise<readonly number[]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", join(import.meta.dirname ?? ".", "history_writer.ts"), file],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.getReader();
  let text = "";
  const decoder = new TextDecoder();
  for (let killing: Promise<void> | null = null;;) {
    const { done, value } = await reader.read();
    if (done) {
      await killing;
      break;
    }
    text += decoder.decode(value);
    killing ??= new Promise((resolve) => setTimeout(resolve, ms)).then(() => child.kill("SIGKILL"));
  }
  await child.status;
  // The last line may be cut.
  return text.split("\n").slice(0, -1).map(Number);
}

Deno.test("a program that is killed loses the last second at most, and leaves a whole file", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/history.sqlite`;
    const host = denoHost();
    let known = 0;
    for (let round = 0; round < rounds; round++) {
      const told = await killed(file, 300 + Math.random() * 1500);
      const last = told.at(-1) ?? 0;
      const { history, problem } = await openHistory(host, file);
      const kept = history.samples("one", "session", { from: 0, to: last + 60 * second });
      const [limit] = history.lastRows();
      const at = limit?.rows.at(-1)?.at ?? 0;
      history.close();
      assertEquals(problem, null);
      assert(at >= last - second, `round ${round}: lost ${last - at} of ${last - (told[0] ?? 0)} ms`);
      const database = new DatabaseSync(file);
      const whole = database.prepare("PRAGMA integrity_check").get();
      const { count } = { ...database.prepare("SELECT count(*) AS count FROM change").get() };
      database.close();
      assertEquals({ ...whole }, { integrity_check: "ok" });
      // What was there before is still there.
      assert(Number(count) > known && kept.length > 0, `round ${round}: ${count} rows after ${known}`);
      known = Number(count);
    }
    assertEquals(namesIn(folder), ["history.sqlite"]);
  });
});
