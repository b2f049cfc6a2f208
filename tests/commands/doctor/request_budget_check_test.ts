/** What `doctor` says of the budget of requests: what has gone of it, and whether that or the server puts a stop to asking. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { newStage, said, type Stage } from "./stage.ts";

/** `agesMs`: how long ago requests were made. */
async function seen(
  stage: Stage,
  agesMs: readonly number[],
  gates: readonly { readonly tokenHash: string; readonly until: number }[] = [],
): Promise<string> {
  const now = Date.now();
  const requests = agesMs.map((age) => now - age);
  const refusals = gates.map((gate) => ({ ...gate, since: now - 1_000, repeats: 1 }));
  const kept = { version: 1, readings: [], snoozedUntil: null, requests, gates: refusals };
  await stage.write(`${stage.stateFolder}/state.json`, JSON.stringify(kept));
  return (await stage.checks("requests")).map(said).join();
}

/** Of the token that the stage signs in with, as the program has it. */
async function tokenHash(): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode("marked")));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 16);
}

Deno.test("doctor() counts the requests of the last hour, also those of a clock that was set back", async () => {
  await using stage = await newStage();
  assertEquals(await seen(stage, [4_000_000, 5_000]), "ok: 1 of 20 in the last hour");
  assertEquals(await seen(stage, [4_000_000, 5_000, -60_000]), "ok: 2 of 20 in the last hour");
});

Deno.test("doctor() counts by the file of the requests, whatever became of state.json", async () => {
  await using stage = await newStage();
  const said_ = async () => (await stage.checks("requests")).map(said).join();
  const requests = [20_000, 10_000, 5_000].map((age) => Date.now() - age);
  await stage.write(
    `${stage.stateFolder}/requests.json`,
    JSON.stringify({ version: 1, requests, gates: [] }),
  );
  for (const text of ["{", "[]", '{"version": 0}', '{"version": 1, "requests": "x"}', '{"version": 1}']) {
    await stage.write(`${stage.stateFolder}/state.json`, text);
    assertEquals(await said_(), "ok: 3 of 20 in the last hour", text);
  }
  await stage.write(`${stage.stateFolder}/requests.json`, "");
  await stage.write(`${stage.stateFolder}/state.json`, "{");
  assertMatch(await said_(), /^warning: 20 of 20 in the last hour/);
});

Deno.test("doctor() tells a budget that is spent, and when the next request may be made", async () => {
  await using stage = await newStage();
  await stage.write(stage.configFile, "[opencode]\nenabled = false\n[usage]\nmax_requests_per_hour = 3\n");
  assertEquals(await seen(stage, [2_000, 1_000]), "ok: 2 of 3 in the last hour");
  const until = new Date(Date.now() - 1_800_000 + 3_600_000);
  const clock = [until.getHours(), until.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
  // A minute may end in between, and a day.
  assertMatch(
    await seen(stage, [1_800_000, 2_000, 1_000]),
    /^warning: 3 of 3 in the last hour: figures stay as they are, next try (?:\w+ )?\d\d:\d\d -> wait, or raise usage\.max_requests_per_hour; /,
  );
  const told = /next try (?:\w+ )?(\d\d:\d\d)/.exec(await seen(stage, [1_800_000, 2_000, 1_000]))?.[1] ?? "";
  const minutes = (text: string) => text.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
  assertEquals((minutes(told) - minutes(clock) + 1440) % 1440 <= 1, true, `${told} ${clock}`);
});

Deno.test("doctor() says when the server's refusal ends, which holds for one token", async () => {
  await using stage = await newStage();
  await stage.signIn();
  const until = Date.now() + 600_000;
  assertMatch(
    await seen(stage, [5_000], [{ tokenHash: await tokenHash(), until }]),
    /^warning: rate limited by the server, next try (?:\w+ )?\d\d:\d\d -> wait/,
  );
  assertEquals(
    await seen(stage, [5_000], [{ tokenHash: "0123456789abcdef", until }]),
    "ok: 1 of 20 in the last hour",
  );
});
