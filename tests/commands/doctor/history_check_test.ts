// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { noRows } from "../../../src/core/history/history_rows.ts";
import { denoHost } from "../../../src/host/deno_host.ts";
import { openHistory } from "../../../src/storage/history/history_file.ts";
import { newStage, said } from "./stage.ts";

Deno.test("doctor says of the history how large it is and how far back it goes, and what is wrong with it", async () => {
  await using stage = await newStage();
  const file = `${stage.stateFolder}/history.sqlite`, shown = "~/.local/state/claudeminder/history.sqlite";
  const history = async () => (await stage.checks("history")).map(said).join();
  assertEquals(await history(), `ok: ${shown} is not there yet`);
  await fill(file);
  assertMatch(await history(), /^ok: ~\/\.local\/state\/claudeminder\/history\.sqlite, 0\.\d MB, since \d/);
  await stage.write(stage.configFile, "[history]\nenabled = false\n[opencode]\nenabled = false\n");
  assertMatch(await history(), / MB, since .*; nothing more is kept: history\.enabled is false$/);

  const newer = new DatabaseSync(file);
  newer.exec("PRAGMA user_version = 99");
  newer.close();
  assertMatch(
    await history(),
    /^warning: .* was made by a newer version of claudeminder, and is left as it is/,
  );

  const setAside =
    "makes no sense -> nothing need be done: at its next start the program sets it aside and goes on without it";
  await fill(file, true);
  using open = Deno.openSync(file, { write: true });
  open.seekSync(3 * 4096, Deno.SeekMode.Start);
  open.writeSync(new Uint8Array(20 * 4096).fill(0x5a));
  assertEquals(await history(), `warning: ${shown} ${setAside}`);
  await stage.write(file, "no database ".repeat(100));
  assertEquals(await history(), `warning: ${shown} ${setAside}`);
});

async function fill(file: string, anew = false): Promise<void> {
  if (anew) Deno.removeSync(file);
  const { history } = await openHistory(denoHost(), file);
  const changes = Array.from({ length: 2000 }, (_, index) => {
    const row = { low: 1, high: 1, last: 1, resetsAt: null, source: "endpoint", seenBefore: null };
    const at = Date.now() - (index + 1) * 900_000;
    return { account: "ann", limit: "week", title: { kind: "week" as const }, row: { at, ...row } };
  });
  history.add({ ...noRows, changes });
  history.close();
}
