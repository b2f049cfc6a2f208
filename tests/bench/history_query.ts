/** Asks the history in the file of its first argument for its last 30 days, and prints how long that takes, by resolution, in ms. */
import { day } from "../../src/core/time/units.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { openHistoryToRead } from "../../src/storage/history/history_file.ts";
import { median } from "./table.ts";

const RUNS = 15;
const [file = ""] = Deno.args;
const to = Date.now();
const reader = await openHistoryToRead(denoHost(), file);
const took = (["quarter", "hour", "day"] as const).map((resolution) => {
  const times = Array.from({ length: RUNS }, () => {
    const begin = performance.now();
    reader?.read({ from: to - 30 * day, to, resolution }, to);
    return performance.now() - begin;
  });
  return [resolution, median(times)];
});
reader?.close();
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(took)));
