/** Files on the real disk: whole writes, and locks between processes. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertRejects, assertStringIncludes, fail } from "@std/assert";
import { denoHost } from "../../../src/host/deno_host.ts";
import { fileInfo } from "../../../src/host/files/deno_files.ts";
import { namesIn, withFolder } from "../../support/test_folder.ts";

const host = denoHost();

Deno.test("files.read() is null for what is not there and refuses what is too large", () =>
  withFolder(async (folder) => {
    assertEquals(await host.files.read(`${folder}/none`), null);
    await Deno.writeTextFile(`${folder}/a`, "héllo");
    assertEquals(await host.files.read(`${folder}/a`), "héllo");
    assertEquals(await host.files.read(`${folder}/a/below`), null);
    assertEquals(await host.files.read(`${folder}/a`, 6), "héllo");
    await assertRejects(() => host.files.read(`${folder}/a`, 5), Error, "larger than 5 bytes");
    await assertRejects(() => host.files.read(folder));
    assertEquals(await host.files.readBytes(`${folder}/a`), new TextEncoder().encode("héllo"));
    await Deno.symlink("/dev/null", `${folder}/nothing`);
    assertEquals([await host.files.read("/dev/null"), await host.files.read(`${folder}/nothing`)], ["", ""]);
  }));

/** What can stand in a file's place, by how it is put there. */
Deno.test("files.removeFolder() takes a folder with all that is in it, and nothing that links lead to", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/kept`);
    await Deno.writeTextFile(`${folder}/kept/a`, "");
    await Deno.mkdir(`${folder}/own/below`, { recursive: true });
    await Deno.symlink(`${folder}/kept`, `${folder}/own/below/link`);
    assertEquals(await host.files.removeFolder(`${folder}/own`), true);
    assertEquals(await host.files.removeFolder(`${folder}/own`), false);
    await Deno.symlink(`${folder}/kept`, `${folder}/link`);
    assertEquals(await host.files.removeFolder(`${folder}/link`), true);
    assertEquals([namesIn(folder), namesIn(`${folder}/kept`)], [["kept"], ["a"]]);
  }));

Deno.test("files.write() makes private folders and files, and takes a mode", () =>
  withFolder(async (folder) => {
    const path = `${folder}/x/y/state.json`;
    await host.files.write(path, "1");
    assertEquals((await host.files.stat(path))?.mode, 0o600);
    assertEquals((await host.files.stat(`${folder}/x`))?.mode, 0o700);
    await host.files.write(path, new Uint8Array([50, 50]), 0o644);
    assertEquals(await host.files.read(path), "22");
    assertEquals((await host.files.stat(path))?.mode, 0o644);
    assertEquals(namesIn(`${folder}/x/y`), ["state.json"]);
  }));

Deno.test("files.write() on a full disk keeps the old file and leaves no other", () =>
  withFolder(async (folder) => {
    const path = `${folder}/state.json`;
    await host.files.write(path, "old");
    // A limit on the size of files stands in for the disk: the write itself fails, half way.
    const script = `
      import { denoHost } from ${JSON.stringify(import.meta.resolve("../../../src/host/deno_host.ts"))};
      try { await denoHost().files.write(Deno.args[0], "x".repeat(100_000)); } catch (e) { console.log("failed"); }`;
    await Deno.writeTextFile(`${folder}.ts`, script);
    try {
      const result = await host.run({
        program: "/bin/sh",
        args: ["-c", 'trap "" XFSZ; ulimit -f 8; exec "$@"', "sh", Deno.execPath(), "run", "-A", "--no-check"]
          .concat([`${folder}.ts`, path]),
      });
      assertStringIncludes(result.stdout + result.stderr, "failed");
    } finally {
      await Deno.remove(`${folder}.ts`);
    }
    assertEquals(await host.files.read(path), "old");
    assertEquals(namesIn(folder), ["state.json"]);
  }));

Deno.test("files.write() that cannot be renamed into place leaves no temporary file", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/taken/full`, { recursive: true });
    await Deno.symlink(`${folder}/taken`, `${folder}/link`);
    await assertRejects(() => host.files.write(`${folder}/taken`, "x"));
    assertEquals(namesIn(folder), ["link", "taken"]);
  }));

Deno.test("files.write() replaces a link instead of writing through it", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/victim`, "mine");
    await Deno.symlink(`${folder}/victim`, `${folder}/state`);
    await host.files.write(`${folder}/state`, "new");
    assertEquals(await host.files.read(`${folder}/victim`), "mine");
    assertEquals((await Deno.lstat(`${folder}/state`)).isSymlink, false);
  }));

Deno.test("files.write() never shows a reader half of a file", () =>
  withFolder(async (folder) => {
    const path = `${folder}/big`;
    const texts = ["a", "b"].map((letter) => letter.repeat(1_000_000));
    await host.files.write(path, texts[0] ?? "");
    let writing = true;
    const writer = (async () => {
      for (let turn = 0; turn < 30; turn++) await host.files.write(path, texts[turn % 2] ?? "");
      writing = false;
    })();
    let reads = 0;
    for (; writing; reads++) assert(texts.includes(await host.files.read(path) ?? ""));
    await writer;
    assert(reads > 3);
  }));

Deno.test("files.remove() and makeDir() do not mind that it is done already", () =>
  withFolder(async (folder) => {
    await host.files.remove(`${folder}/none`);
    await host.files.makeDir(`${folder}/a/b`, 0o700);
    await host.files.makeDir(`${folder}/a/b`, 0o755);
    assertEquals(await host.files.stat(`${folder}/a/b`).then((info) => [info?.isDirectory, info?.mode]), [
      true,
      0o700,
    ]);
    assertEquals(await host.files.stat(`${folder}/none`), null);
  }));

Deno.test("files.lstat(), realPath() and list() tell what is there, and what only leads there", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a`, "abc");
    await Deno.symlink(`${folder}/a`, `${folder}/link`);
    const own = { owner: host.uid, group: Deno.gid() };
    const { size, isLink, owner, group } = await host.files.lstat(`${folder}/a`) ?? fail();
    assertEquals({ size, isLink, owner, group }, { size: 3, isLink: false, ...own });
    assertEquals((await host.files.lstat(`${folder}/link`))?.isLink, true);
    assertEquals((await host.files.stat(`${folder}/link`))?.isLink, false);
    assertEquals(await host.files.realPath(`${folder}/link`), await Deno.realPath(`${folder}/a`));
    assertEquals((await host.files.list(folder)).toSorted(), ["a", "link"]);
    await Deno.remove(`${folder}/a`);
    assertEquals((await host.files.lstat(`${folder}/link`))?.isLink, true);
    assertEquals(await host.files.realPath(`${folder}/link`), null);
    assertEquals(await host.files.lstat(`${folder}/a`), null);
    assertEquals(await host.files.list(`${folder}/none`), []);
  }));

Deno.test("files.locked() lets one worker in at a time and is given back after an error", () =>
  withFolder(async (folder) => {
    const path = `${folder}/budget`;
    await host.files.write(path, "0");
    await assertRejects(
      () => host.files.locked(path, () => Promise.reject(new Error("mine"))),
      Error,
      "mine",
    );
    const add = () =>
      host.files.locked(path, async () => {
        await host.files.write(path, String(Number(await host.files.read(path)) + 1));
      });
    await Promise.all(Array.from({ length: 20 }, add));
    assertEquals(await host.files.read(path), "20");
  }));

Deno.test("files.locked() holds against another process", () =>
  withFolder(async (folder) => {
    const path = `${folder}/budget`;
    await Deno.writeTextFile(`${path}.lock`, "");
    const other = new Deno.Command("flock", {
      args: [`${path}.lock`, "sh", "-c", `echo held; read line; echo done > ${path}`],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const reader = other.stdout.getReader();
    await reader.read();
    let entered = false;
    const waiting = host.files.locked(path, async () => {
      entered = true;
      return await host.files.read(path);
    });
    await host.sleep(60);
    assertEquals(entered, false);
    const stdin = other.stdin.getWriter();
    await stdin.write(new TextEncoder().encode("\n"));
    await stdin.close();
    assertEquals(await waiting, "done\n");
    await reader.cancel();
    await other.status;
  }));

Deno.test("fileInfo() has no permission bits on Windows, where the runtime makes some up", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.chmod(path, 0o640);
    const info = await Deno.stat(path);
    assertEquals(fileInfo(info).mode, 0o640);
    // As Deno 2.7 gives it there: never null, for files that can be written.
    assertEquals(fileInfo({ ...info, mode: 0o100666, uid: null, gid: null }, "windows").mode, null);
  } finally {
    await Deno.remove(path);
  }
});
