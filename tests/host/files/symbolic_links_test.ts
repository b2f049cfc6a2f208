/** Files behind symbolic links on the real disk: they are changed and watched where they are, and the links stay. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertRejects } from "@std/assert";
import { denoFiles } from "../../../src/host/files/deno_files.ts";
import { changeSettings, ensureSettingsFile } from "../../../src/storage/settings_file.ts";

const files = denoFiles({ watchBackstopMs: 60_000 });

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "claudeminder-test-" }));
  try {
    for (const name of ["own", "dots/deep"]) await Deno.mkdir(`${folder}/${name}`, { recursive: true });
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** How `own/a` can lead to the file whose path is returned. */
const arrangements: readonly (readonly [string, (folder: string) => Promise<string>])[] = [
  ["no link", (folder) => Promise.resolve(`${folder}/own/a`)],
  ["a link", async (folder) => {
    await Deno.symlink(`${folder}/dots/a`, `${folder}/own/a`);
    return `${folder}/dots/a`;
  }],
  ["a relative link", async (folder) => {
    await Deno.symlink("../dots/deep/b", `${folder}/own/a`);
    return `${folder}/dots/deep/b`;
  }],
  ["a chain of links in three folders", async (folder) => {
    await Deno.symlink("../dots/b", `${folder}/own/a`);
    await Deno.symlink("deep/c", `${folder}/dots/b`);
    await Deno.symlink(`${folder}/d`, `${folder}/dots/deep/c`);
    return `${folder}/d`;
  }],
  ["a relative link in a folder that is itself linked to", async (folder) => {
    await Deno.remove(`${folder}/own`);
    await Deno.mkdir(`${folder}/dots/deep/real`);
    await Deno.symlink(`${folder}/dots/deep/real`, `${folder}/own`);
    await Deno.symlink("../b", `${folder}/dots/deep/real/a`);
    return `${folder}/dots/deep/b`;
  }],
  ["a link into a folder that is not there yet", async (folder) => {
    await Deno.symlink("../later/b", `${folder}/own/a`);
    return `${folder}/later/b`;
  }],
];

/** A running watch of a file. `until()` resolves with the next change, or fails after 10 s; `none()` once all is quiet. */
function following(path: string) {
  const stop = new AbortController();
  let count = 0;
  let wake = () => {};
  const done = (async () => {
    for await (const _ of files.watchFile(path, stop.signal)) {
      count++;
      wake();
    }
  })();
  return {
    async changed(): Promise<void> {
      const limit = AbortSignal.timeout(10_000);
      while (count === 0) {
        assert(!limit.aborted, "no change was seen");
        await new Promise<void>((resolve) => {
          wake = resolve;
          limit.addEventListener("abort", () => resolve());
        });
      }
      count = 0;
    },
    /** After what has been seen is over. */
    async settled(): Promise<void> {
      do {
        count = 0;
        await new Promise((resolve) => setTimeout(resolve, 150));
      } while (count > 0);
    },
    async stop(): Promise<void> {
      stop.abort();
      await done;
    },
  };
}

async function replace(path: string, text: string): Promise<void> {
  await Deno.writeTextFile(`${path}.new`, text);
  await Deno.rename(`${path}.new`, path);
}

for (const [name, arrange] of arrangements) {
  Deno.test(`files.watchFile() sees each change of a file behind ${name}`, () =>
    withFolder(async (folder) => {
      const target = await arrange(folder);
      const watch = following(`${folder}/own/a`);
      await watch.changed();
      await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), { recursive: true });
      for (
        const change of [
          () => Deno.writeTextFile(target, "1"),
          () => replace(target, "2"),
          () => replace(target, "3"),
          () => Deno.remove(target),
          () => replace(target, "4"),
        ]
      ) {
        await watch.settled();
        await change();
        await watch.changed();
      }
      await watch.stop();
    }));

  Deno.test(`changeSettings() and ensureSettingsFile() write the file behind ${name}, and leave what leads there`, () =>
    withFolder(async (folder) => {
      const target = await arrange(folder);
      const path = `${folder}/own/a`;
      const isLinked = (await files.lstat(path))?.isLink ?? false;
      await ensureSettingsFile({ files }, path);
      assertEquals((await files.lstat(target))?.mode, 0o600);
      await Deno.writeTextFile(target, "# mine\n");
      await Deno.chmod(target, 0o644);
      const changed = await changeSettings({ files }, path, { icon: { style: "bar" } });
      assertEquals(changed.kind, "settings");
      const text = await Deno.readTextFile(target);
      assert(text.startsWith("# mine\n") && text.includes('style = "bar"'), text);
      assertEquals(await Deno.readTextFile(path), text);
      const { isSymlink, isFile } = await Deno.lstat(path);
      assertEquals([isSymlink, isFile], [isLinked, !isLinked]);
      assertEquals((await files.lstat(target))?.mode, isLinked ? 0o644 : 0o600);
    }));
}

Deno.test("files.watchFile() follows a link that leads elsewhere, a link in a file's place, and a file in a link's", () =>
  withFolder(async (folder) => {
    const path = `${folder}/own/a`;
    for (const name of ["dots/one", "dots/deep/two"]) await Deno.writeTextFile(`${folder}/${name}`, "");
    await Deno.writeTextFile(path, "");
    const watch = following(path);
    await watch.changed();
    for (const target of [`${folder}/dots/one`, `${folder}/dots/deep/two`]) {
      await watch.settled();
      await Deno.symlink(target, `${path}.new`);
      await Deno.rename(`${path}.new`, path);
      await watch.changed();
      await watch.settled();
      await replace(target, "new");
      await watch.changed();
    }
    await watch.settled();
    await replace(path, "a file");
    await watch.changed();
    await watch.settled();
    await replace(path, "another");
    await watch.changed();
    await watch.stop();
  }));

Deno.test("files.watchFile() follows a link to a folder that leads elsewhere", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/first`);
    await Deno.mkdir(`${folder}/second`);
    await Deno.symlink("first", `${folder}/linked`);
    const watch = following(`${folder}/linked/a`);
    await watch.changed();
    await watch.settled();
    await Deno.symlink("second", `${folder}/other`);
    await Deno.rename(`${folder}/other`, `${folder}/linked`);
    await watch.changed();
    await watch.settled();
    await Deno.writeTextFile(`${folder}/second/a`, "1");
    await watch.changed();
    await watch.stop();
  }));

Deno.test("files.watchFile() ends at once with an aborted signal, and keeps to one path where links go round", () =>
  withFolder(async (folder) => {
    for await (const _ of files.watchFile(`${folder}/own/a`, AbortSignal.abort())) assert(false);
    await Deno.symlink("b", `${folder}/own/a`);
    await Deno.symlink("a", `${folder}/own/b`);
    await assertRejects(() => files.ways(`${folder}/own/a`), Error, "too many links");
    const watch = following(`${folder}/own/a`);
    await watch.changed();
    await Deno.remove(`${folder}/own/a`);
    await watch.changed();
    await watch.stop();
  }));
