/** Sidecars go on where nothing can be written: of src/sidecars/output_file.ts and src/sidecars/program_records.ts, on real disks. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { stringify } from "smol-toml";
import * as z from "zod";
import { denoHost } from "../../src/host/deno_host.ts";
import { connectRunning, type RpcClient } from "../../src/server/rpc_client.ts";
import { type Disk, smallDisk, withDisks } from "../support/disks.ts";
import { killAllWith, livingWith } from "../support/living_processes.ts";
import { end, newAccount } from "../support/program.ts";
import { naughty } from "./fixtures/real_sidecars.ts";

const printed = z.object({ lines: z.array(z.object({ text: z.string() })) });

/** Has two sidecars, of which one prints 20 MB and then "printed", on a disk that `spoil` has made unusable. Resolves with stderr. */
async function onBadDisk(spoil: (disk: Disk) => Promise<void>, mend: (disk: Disk) => Promise<void>) {
  await using account = await newAccount();
  await account.signIn();
  await using disk = await smallDisk(account.env.XDG_STATE_HOME ?? "", "size=1m");
  await account.writeSettings(
    stringify({ sidecar: [naughty("chatty", "prints 20"), naughty("quiet", "stays")] }),
  );
  await spoil(disk);
  try {
    const program = account.start("run", "--headless");
    const rpc = await connected(`${account.env.XDG_RUNTIME_DIR}/claudeminder/server.json`);
    for (const name of ["chatty", "quiet"]) await rpc.call("sidecar.ensureRunning", { name });
    for (let last = ""; last !== "printed";) {
      last = printed.parse(await rpc.call("sidecar.logs", { name: "chatty" })).lines.at(-1)?.text ?? "";
      await pause();
    }
    rpc.close();
    const { code, stderr } = await end(program);
    assertEquals([code, livingWith(`HOME=${account.folder}\0`)], [0, []]);
    return stderr;
  } finally {
    killAllWith(`HOME=${account.folder}\0`);
    await mend(disk);
  }
}

Deno.test("a full disk keeps no sidecar waiting: what it prints is still shown", withDisks, async () => {
  const stderr = await onBadDisk((disk) => disk.fill(), () => Promise.resolve());
  assertStringIncludes(stderr, "chatty.stdout.log is not written");
  assert(stderr.split("chatty.stdout.log").length === 2, "it is told more than once");
});

Deno.test(
  "a folder of the state that cannot be written keeps no sidecar from running",
  withDisks,
  async () => {
    const stderr = await onBadDisk((disk) => disk.remount("ro"), (disk) => disk.remount("rw"));
    assertStringIncludes(stderr, "sidecars.json cannot be kept");
  },
);

async function connected(file: string): Promise<RpcClient> {
  const late = performance.now() + 20_000;
  for (;;) {
    const rpc = await connectRunning(denoHost(), file);
    if (rpc !== null) return rpc;
    assert(performance.now() < late, "The program does not answer");
    await pause();
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
