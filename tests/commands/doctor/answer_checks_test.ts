/** What `doctor` says of the last answer: what could not be read in it, and what came in the place of one. */
import { noEvents } from "../../server/no_events.ts";
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { denoHost } from "../../../src/host/deno_host.ts";
import { startServer } from "../../../src/server/loopback_server.ts";
import { newStage, said, type Stage, VERSION } from "./stage.ts";

const seen = async (stage: Stage) => (await stage.checks("answer")).map(said);

Deno.test("doctor() names the fields of the last answer that could not be read, and counts what is not shown", async () => {
  await using stage = await newStage();
  assertEquals(await seen(stage), []);
  const reading = { account: "one", observedAt: Date.now(), source: "endpoint", limits: [] };
  const kept = (more: unknown) => JSON.stringify({ version: 1, readings: [{ ...reading, ...Object(more) }] });
  await stage.write(`${stage.stateFolder}/state.json`, kept({}));
  assertEquals(await seen(stage), []);
  const before = { ...reading, account: "two", observedAt: 0, gaps: { fields: ["limits"], more: 0 } };
  await stage.write(
    `${stage.stateFolder}/state.json`,
    JSON.stringify({ version: 1, readings: [reading, before] }),
  );
  assertEquals(await seen(stage), []);
  // Of the account that is signed in, though another one's is newer.
  const login = { tokenHash: "t2", account: "two", seenAt: 0 };
  await stage.write(
    `${stage.stateFolder}/state.json`,
    JSON.stringify({ version: 1, readings: [reading, { ...before, gaps: { fields: [], more: 3 } }], login }),
  );
  assertEquals((await seen(stage)).length, 1);
  await stage.write(
    `${stage.stateFolder}/state.json`,
    kept({ gaps: { fields: ["five_hour.resets_at", "spend.used"], more: 12 } }),
  );
  const report = "this is a fault of the program: please report it with `claudeminder doctor --json`";
  assertEquals(await seen(stage), [
    `warning: could not be read in the answer: five_hour.resets_at, spend.used -> ${report}`,
    `warning: 12 more limits are not shown -> ${report}`,
  ]);
});

const failures: readonly (readonly [Readonly<Record<string, unknown>> | null, readonly string[]])[] = [
  [null, []],
  [{ kind: "refused", message: "refused on the way" }, ["warning: refused on the way"]],
  [{ kind: "rate-limited", message: "rate limited", note: "or not" }, ["warning: rate limited; or not"]],
  // These have checks of their own.
  [{ kind: "signed-out", message: "signed out" }, []],
  [{ kind: "refused" }, []],
];
for (const [failure, expected] of failures) {
  Deno.test(`doctor() has from the running program what it gets in the place of an answer: ${JSON.stringify(failure)}`, async () => {
    await using stage = await newStage();
    const started = await startServer(denoHost(), { file: `${stage.runtimeFolder}/server.json`, port: 0 }, {
      version: VERSION,
      rpc(body) {
        const { id, method } = JSON.parse(body);
        const result = method === "status.get" ? { usage: { failure } } : { pong: true };
        return Promise.resolve({ jsonrpc: "2.0", id, result });
      },
      metrics: () => Promise.resolve(""),
      ...noEvents,
    });
    if (started.kind !== "started") throw new Error(started.kind);
    try {
      assertEquals(await seen(stage), expected);
    } finally {
      await started.close();
    }
  });
}
