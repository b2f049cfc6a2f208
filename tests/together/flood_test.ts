/** The program (src/main.ts) beside OpenCode servers that send more than anybody could read, all at once. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertLess } from "@std/assert";
import { floodServers, followingProgram, isAsBefore, pause } from "./flood_stage.ts";

/** In ms; many times what it takes on a quiet machine. */
const ANSWER_MS = 1_500, END_MS = 5_000, BACK_MS = 20_000, FLOOD_MS = 2_000;

Deno.test("the program answers in every flood, has everything right after it, and ends in the midst of one", async () => {
  await using servers = await floodServers(3);
  await using program = await followingProgram(servers.ports);
  const isBack = async (what: string) => {
    const begin = performance.now();
    while (!isAsBefore(await program.list(), servers.ports)) {
      assertLess(performance.now() - begin, BACK_MS, `not as before: ${what}`);
      await pause(50);
    }
  };
  await isBack("at the start");
  for (
    const flood of [
      "statuses",
      "sessions",
      "permissions",
      "directories",
      "answers",
      "chain",
      "depth",
    ] as const
  ) {
    const over = new AbortController();
    const slowest = program.slowestAnswer(over.signal);
    servers.pour(flood, FLOOD_MS);
    await pause(FLOOD_MS);
    over.abort();
    assertLess(await slowest, ANSWER_MS, flood);
    await isBack(flood);
  }
  servers.pour("statuses", FLOOD_MS);
  await pause(FLOOD_MS / 2);
  assertLess(await program.end(), END_MS);
  const log = await Deno.stat(`${program.folder}/state/claudeminder/claudeminder.log`);
  assert(log.size < 500_000, `a log of ${log.size} bytes`);
});
