/** What is not an ordinary file, disks that do not answer, and what killed writes leave behind; what is added to a file. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertRejects } from "@std/assert";
import { denoHost } from "../../../src/host/deno_host.ts";
import { memoryFiles } from "../../../src/host/files/memory_files.ts";
import { withinDiskTime } from "../../../src/host/files/disk_time_limit.ts";
import { namesIn, withFolder } from "../../support/test_folder.ts";

const host = denoHost();

const odd: readonly (readonly [string, (path: string) => Promise<unknown>, string])[] = [
  ["a folder", (path) => Deno.mkdir(path), "it is a folder"],
  ["a pipe", (path) => makePipe(path), "it is not an ordinary file"],
  ["a link to a pipe", async (path) => {
    await makePipe(`${path}-pipe`);
    await Deno.symlink(`${path}-pipe`, path);
  }, "it is not an ordinary file"],
  ["a link to a device", (path) => Deno.symlink("/dev/zero", path), "it is not an ordinary file"],
  ["a socket", (path) => makeSocket(path), "it is not an ordinary file"],
];

/** One whose owner has gone without taking it away. */
async function makeSocket(path: string): Promise<void> {
  using _ = Deno.listen({ transport: "unix", path: `${path}-here` });
  await Deno.rename(`${path}-here`, path);
}

function makePipe(path: string): Promise<unknown> {
  return host.run({ program: "mkfifo", args: [path] });
}

for (const [name, put, why] of odd) {
  Deno.test(`files.read(), append() and locked() refuse ${name} at once`, () =>
    withFolder(async (folder) => {
      await put(`${folder}/a`);
      const error = await assertRejects(
        () => host.files.read(`${folder}/a`),
        Error,
        `Cannot read "${folder}/a": ${why}`,
      );
      assertEquals(error.message, `Cannot read "${folder}/a": ${why}`);
      await assertRejects(() => host.files.readBytes(`${folder}/a`), Error, why);
      await assertRejects(() => host.files.append(`${folder}/a`, new Uint8Array(1)), Error, why);
      await put(`${folder}/b.lock`);
      await assertRejects(() => host.files.locked(`${folder}/b`, () => Promise.resolve()), Error, why);
    }));
}

Deno.test("files.write() replaces a pipe, which holds nothing, and refuses a socket, a device and a folder", () =>
  withFolder(async (folder) => {
    await makePipe(`${folder}/pipe`);
    await host.files.write(`${folder}/pipe`, "new");
    assertEquals(await host.files.read(`${folder}/pipe`), "new");
    await makeSocket(`${folder}/socket`);
    await assertRejects(() => host.files.write(`${folder}/socket`, "x"), Error, "it is not an ordinary file");
    await assertRejects(() => host.files.write("/dev/null", "x"), Error, "it is not an ordinary file");
    await Deno.mkdir(`${folder}/folder`);
    await assertRejects(() => host.files.write(`${folder}/folder`, "x"), Error, "it is a folder");
    assertEquals(namesIn(folder), ["folder", "pipe", "socket"]);
  }));

for (const [where, files] of [["on disk", host.files], ["in memory", memoryFiles(() => 0)]] as const) {
  Deno.test(`files.append() ${where} adds to the end of a file, and makes it where it is missing`, () =>
    withFolder(async (folder) => {
      const file = `${folder}/logs/new.log`;
      const bytes = (text: string) => new TextEncoder().encode(text);
      assertEquals(await files.append(file, bytes("one\n")), 4);
      assertEquals(await files.append(file, bytes("two\n")), 8);
      assertEquals(await files.read(file), "one\ntwo\n");
    }));
}

Deno.test(
  "what files.append() makes is closed to others",
  { ignore: Deno.build.os === "windows" },
  () =>
    withFolder(async (folder) => {
      await host.files.append(`${folder}/logs/new.log`, new Uint8Array(1));
      const modes = [`${folder}/logs`, `${folder}/logs/new.log`].map((path) => Deno.statSync(path).mode ?? 0);
      assertEquals(modes.map((mode) => (mode & 0o777).toString(8)), ["700", "600"]);
    }),
);

Deno.test("withinDiskTime() gives up what hangs, does not start it once more meanwhile, and does when it has ended", async () => {
  const first = Promise.withResolvers<string>();
  let started = 0;
  const read = () =>
    withinDiskTime("read", "/net/a", () => {
      started++;
      return started === 1 ? first.promise : Promise.resolve("new");
    }, 50);
  const why = 'Cannot read "/net/a": the disk it is on does not answer';
  await assertRejects(read, Error, why);
  await assertRejects(read, Error, why);
  assertEquals(started, 1);
  assertEquals(await withinDiskTime("read", "/net/b", () => Promise.resolve("other"), 50), "other");
  first.resolve("late");
  await first.promise;
  await host.sleep(0);
  assertEquals([await read(), started], ["new", 2]);
});

/** Writes over and over in a process of its own, until it is killed; resolves once it is at it. */
async function writingFor(path: string): Promise<{ kill(): Promise<void> }> {
  const script = `
    import { denoHost } from ${JSON.stringify(import.meta.resolve("../../../src/host/deno_host.ts"))};
    const text = "x".repeat(3_000_000);
    await denoHost().files.write(Deno.args[0], text);
    console.log("at it");
    for (;;) await denoHost().files.write(Deno.args[0], text);`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, script);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", file, path],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  return {
    async kill() {
      child.kill("SIGKILL");
      await child.status;
      await reader.cancel();
      await Deno.remove(file);
    },
  };
}

Deno.test("files.sweep() takes away what killed writes have left, and nothing else", () =>
  withFolder(async (folder) => {
    const own = (pid: number, name = "state") => `.${name}.claudeminder-${pid}-0123abcd.tmp`;
    const writing = await writingFor(`${folder}/state`);
    let kept: string[];
    try {
      for (
        const limit = performance.now() + 10_000;
        !namesIn(folder).some((name) => name.endsWith(".tmp"));
      ) {
        assert(performance.now() < limit, "no temporary file was seen");
        await host.sleep(1);
      }
      // The writer lives: what it is writing stays, and so does what is not of this pattern, no file or another's.
      await Deno.writeTextFile(`${folder}/${own(host.pid)}`, "");
      await Deno.writeTextFile(`${folder}/.state.a1b2c3d4.tmp`, "");
      await Deno.symlink(`${folder}/state`, `${folder}/${own(4_000_001)}`);
      await Deno.mkdir(`${folder}/${own(4_000_002)}`);
      kept = [own(host.pid), ".state.a1b2c3d4.tmp", own(4_000_001), own(4_000_002)];
    } finally {
      await writing.kill();
    }
    // Killed between two writes it leaves none, so one is put there too.
    await Deno.writeTextFile(`${folder}/${own(4_000_003)}`, "");
    await Deno.writeTextFile(`${folder}/${own(host.pid, "old")}`, "");
    await Deno.utime(`${folder}/${own(host.pid, "old")}`, 1_000_000, 1_000_000);
    await host.files.sweep(folder);
    assertEquals(namesIn(folder), [...kept, "state"].sort());
    await host.files.sweep(`${folder}/none`);
  }));
