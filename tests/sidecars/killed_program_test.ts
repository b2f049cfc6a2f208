/**
 * `kill -9` of the program at moments by chance, while its sidecars start, run, restart and stop: none of them is left, and the next
 * start is clean. How often: KILLS in the environment. Of src/host/programs/program_guard.ts and src/sidecars/program_records.ts.
 */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { stringify } from "smol-toml";
import { denoHost } from "../../src/host/deno_host.ts";
import { connectRunning } from "../../src/server/rpc_client.ts";
import { killAllWith, livingWith } from "../support/living_processes.ts";
import { type Account, end, newAccount } from "../support/program.ts";
import { agentServer, naughty, type SidecarInput } from "./fixtures/real_sidecars.ts";

const kills = Number(Deno.env.get("KILLS") ?? 10);
/** The guard tells for 2 s, and then forces. */
const goneMs = 5_000;
const patienceMs = 20_000;

Deno.test(`of a program that is killed ${kills} times, no sidecar is left, and each next start is clean`, {
  ignore: Deno.build.os !== "linux",
}, async () => {
  await using account = await newAccount();
  await account.signIn();
  const mark = `MARK_OF_TEST=${account.folder}`;
  const withApp = { start: "with-app", env: { MARK_OF_TEST: account.folder } } as const;
  const sidecars: readonly SidecarInput[] = [
    naughty("deaf", "ignores-term", withApp),
    naughty("forks", "forks 2", withApp),
    naughty("leaves", "leaves", withApp),
    agentServer("agents", { ...withApp, port: freePort(), fallback_ports: [freePort()] }),
  ];
  await account.writeSettings(stringify({ sidecar: sidecars }));
  const records = `${account.folder}/state/claudeminder/sidecars.json`;
  const left = () => livingWith(`${mark}\0`);
  try {
    for (let kill = 0; kill < kills; kill++) {
      const moment = momentOf(kill);
      const program = account.start("run", "--headless");
      await moment.reached(account, sidecars.map(({ name }) => name));
      program.kill("SIGKILL");
      await program.status;
      await until(() => left().length === 0, `nothing left after a kill ${moment.when}`, goneMs);
    }
    const program = account.start("run", "--headless");
    (await allAreWell(account, sidecars.map(({ name }) => name))).close();
    const { code } = await end(program);
    assertEquals([code, left()], [0, []]);
    assertEquals(await Deno.stat(records).then(() => true, () => false), false, "records are left");
  } finally {
    killAllWith(`HOME=${account.folder}\0`);
  }
});

interface MomentOfKill {
  readonly when: string;
  reached(account: Account, names: readonly string[]): Promise<void>;
}

/** One after the other: while they start, once all are well, while one restarts, while all stop. */
function momentOf(kill: number): MomentOfKill {
  const by = Math.random();
  const wanted = (method: string) => ({
    when: `${Math.round(by * 2000)} ms after ${method}`,
    async reached(account: Account, names: readonly string[]) {
      using rpc = await allAreWell(account, names);
      for (const name of names) void rpc.call(method, { name }).catch(() => {});
      await pause(by * 2000);
    },
  });
  switch (kill % 4) {
    case 0:
      return { when: `${Math.round(by * 1500)} ms after its start`, reached: () => pause(by * 1500) };
    case 1:
      return {
        when: "when all are well",
        async reached(account, names) {
          using _ = await allAreWell(account, names);
          await pause(by * 500);
        },
      };
    case 2:
      return wanted("sidecar.restart");
    default:
      return wanted("sidecar.stop");
  }
}

/** Resolves once all are well, with a connection to the program. */
async function allAreWell(account: Account, names: readonly string[]) {
  const host = denoHost();
  const file = `${account.env.XDG_RUNTIME_DIR}/claudeminder/server.json`;
  const late = performance.now() + patienceMs;
  for (;;) {
    const rpc = await connectRunning(host, file).catch(() => null);
    if (rpc !== null) {
      const wells = names.map((name) => rpc.call("sidecar.ensureRunning", { name }));
      const done = await Promise.allSettled(wells);
      if (done.every(({ status }) => status === "fulfilled")) {
        return { ...rpc, [Symbol.dispose]: rpc.close };
      }
      rpc.close();
    }
    assert(performance.now() < late, "Not all sidecars were well in time");
    await pause(20);
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function until(isSo: () => boolean, what: string, limitMs: number): Promise<void> {
  const late = performance.now() + limitMs;
  while (!isSo()) {
    assert(performance.now() < late, `Waited in vain for ${what}`);
    await pause(20);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
