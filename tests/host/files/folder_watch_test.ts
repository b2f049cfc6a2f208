/** Folders that come and go while they are watched, and bursts of events. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../../src/host/deno_host.ts";
import { denoFiles } from "../../../src/host/files/deno_files.ts";

const host = denoHost();

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-test-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A running watch. `until` resolves to all names since the last time once one of these is among them, or fails after 10 s. */
function following(folder: string, watchBackstopMs = 60_000) {
  const seen: string[] = [];
  const stop = new AbortController();
  let wake = () => {};
  const files = denoFiles({ watchBackstopMs });
  const done = (async () => {
    for await (const name of files.watch(folder, stop.signal)) {
      seen.push(name);
      wake();
    }
  })();
  return {
    async until(...names: string[]): Promise<readonly string[]> {
      const limit = AbortSignal.timeout(10_000);
      while (!names.some((name) => seen.includes(name))) {
        assert(!limit.aborted, `none of ${JSON.stringify(names)} came, only ${JSON.stringify(seen)}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
          limit.addEventListener("abort", () => resolve());
        });
      }
      return seen.splice(0);
    },
    async stop(): Promise<void> {
      stop.abort();
      await done;
    },
  };
}

Deno.test("files.watch() names what changes, also after a rename, and not what is read", () =>
  withFolder(async (folder) => {
    const watch = following(folder);
    await watch.until("");
    await host.files.write(`${folder}/token`, "1");
    await watch.until("token");
    await host.files.write(`${folder}/token`, "2");
    await watch.until("token");
    await Deno.writeTextFile(`${folder}/mark`, "");
    await watch.until("mark");
    await Deno.readTextFile(`${folder}/token`);
    (await Deno.open(`${folder}/token`, { append: true })).close();
    await Deno.writeTextFile(`${folder}/mark2`, "");
    assertEquals((await watch.until("mark2")).includes("token"), false);
    await watch.stop();
  }));

Deno.test("files.watch() waits for a missing folder, however deep, and finds it without a look at the clock", () =>
  withFolder(async (folder) => {
    const watch = following(`${folder}/a/b/c`);
    await host.sleep(30);
    await Deno.mkdir(`${folder}/other`);
    await Deno.mkdir(`${folder}/a`);
    await host.sleep(30);
    await Deno.mkdir(`${folder}/a/b/c`, { recursive: true });
    await watch.until("");
    await Deno.writeTextFile(`${folder}/a/b/c/token`, "1");
    await watch.until("token");
    await watch.stop();
  }));

Deno.test("files.watch() follows a folder that is removed, replaced or moved away", () =>
  withFolder(async (folder) => {
    const path = `${folder}/claude`;
    await Deno.mkdir(path);
    const watch = following(path);
    await watch.until("");
    for (
      const vanish of [
        () => Deno.remove(path, { recursive: true }),
        () => Deno.rename(path, `${folder}/old-${crypto.randomUUID()}`),
      ]
    ) {
      await vanish();
      await Deno.mkdir(path);
      await watch.until("");
      await Deno.writeTextFile(`${path}/token`, "1");
      // A late event of the old folder can cause one more re-arm, which tells of the file as well.
      await watch.until("token", "");
    }
    await watch.stop();
  }));

Deno.test("files.watch() names what changes in a folder that is also watched under another path", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/one`);
    await Deno.symlink(`${folder}/one`, `${folder}/link`);
    const watches = [following(`${folder}/one`), following(`${folder}/link`), following(`${folder}/one/`)];
    for (const watch of watches) await watch.until("");
    await Deno.writeTextFile(`${folder}/one/token`, "1");
    for (const watch of watches) await watch.until("token");
    for (const watch of watches) await watch.stop();
  }));

Deno.test("files.watch() notices a replacement that raises no event, by its slow check", () =>
  withFolder(async (folder) => {
    // The folder above the one that a link leads to is out of sight of the watch.
    await Deno.mkdir(`${folder}/one`);
    await Deno.mkdir(`${folder}/two`);
    await Deno.symlink(`${folder}/one`, `${folder}/link`);
    const watch = following(`${folder}/link`, 50);
    await watch.until("");
    await Deno.symlink(`${folder}/two`, `${folder}/link2`);
    await Deno.rename(`${folder}/link2`, `${folder}/link`);
    await watch.until("");
    await Deno.writeTextFile(`${folder}/two/token`, "1");
    await watch.until("token");
    await watch.stop();
  }));

Deno.test("files.watch() with an aborted signal ends at once", () =>
  withFolder(async (folder) => {
    for await (const _ of host.files.watch(folder, AbortSignal.abort())) assert(false);
  }));

Deno.test("files.watch() says that anything may have changed after a burst in which events are dropped", async () => {
  const folder = await Deno.makeTempDir();
  const ended = new AbortController();
  const names: string[] = [];
  const watching = (async () => {
    for await (const name of denoFiles().watch(folder, ended.signal)) names.push(name);
  })();
  const seen = async (done: () => boolean) => {
    while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  try {
    await seen(() => names.length > 0);
    await Deno.writeTextFile(`${folder}/first`, "");
    await seen(() => names.includes("first"));
    names.length = 0;
    // Nobody takes an event while this runs.
    for (let each = 0; each < 100; each++) Deno.writeTextFileSync(`${folder}/other${each}`, "");
    Deno.writeTextFileSync(`${folder}/wanted`, "");
    await seen(() => names.includes("wanted") || names.includes(""));
    const many = names.length;
    await Deno.writeTextFile(`${folder}/last`, "");
    await seen(() => names.includes("last"));
    assert(names.slice(many).every((name) => name === "last" || name === ""), names.join());
  } finally {
    ended.abort();
    await watching;
    await Deno.remove(folder, { recursive: true });
  }
});
