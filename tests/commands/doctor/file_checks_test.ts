/** What `doctor` says of files and folders: whose they are, who may read them, and whether they can be written. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { denoFiles } from "../../../src/host/files/deno_files.ts";
import { asPerson, FINE, makeAll, ME, seen } from "./files_stage.ts";
import { newStage, type Stage } from "./stage.ts";

Deno.test("doctor() is content with files as the program makes them, and leaves nothing of its own", async () => {
  await using stage = await newStage();
  assertEquals(await seen(stage), [FINE.replace("8", "2")]);
  await makeAll(stage);
  const before = await listed(stage.home);
  assertEquals(await seen(stage), [FINE.replace("8", "9")]);
  assertEquals(await listed(stage.home), before);
});

const proxy = '[usage]\nproxy = "http://marked:marked@127.0.0.1:9"\n';

/** What is changed in which way, and what is said. */
const rows: readonly (readonly [string, (stage: Stage) => Promise<void>, string])[] = [
  [
    "the credentials",
    ({ credentialsFile }) => Deno.chmod(credentialsFile, 0o644),
    "warning: ~/.claude/.credentials.json can be read by others (mode 644) -> chmod 600 ~/.claude/.credentials.json",
  ],
  [
    "the state",
    ({ stateFolder }) => Deno.chmod(`${stateFolder}/state.json`, 0o640),
    "warning: ~/.local/state/claudeminder/state.json can be read by others (mode 640) -> chmod 600 ~/.local/state/claudeminder/state.json",
  ],
  [
    "the log",
    ({ stateFolder }) => Deno.chmod(`${stateFolder}/claudeminder.log`, 0o604),
    "warning: ~/.local/state/claudeminder/claudeminder.log can be read by others (mode 604) -> chmod 600 ~/.local/state/claudeminder/claudeminder.log",
  ],
  [
    "server.json",
    ({ runtimeFolder }) => Deno.chmod(`${runtimeFolder}/server.json`, 0o666),
    "warning: ~/run/claudeminder/server.json can be changed by others (mode 666) -> chmod 600 ~/run/claudeminder/server.json",
  ],
  [
    "the file with the token",
    ({ runtimeFolder }) => Deno.chmod(`${runtimeFolder}/token`, 0o644),
    "warning: ~/run/claudeminder/token can be read by others (mode 644) -> chmod 600 ~/run/claudeminder/token",
  ],
  [
    "the state's folder",
    ({ stateFolder }) => Deno.chmod(stateFolder, 0o755),
    "warning: ~/.local/state/claudeminder can be read by others (mode 755) -> chmod 700 ~/.local/state/claudeminder",
  ],
  [
    "the runtime folder",
    ({ runtimeFolder }) => Deno.chmod(runtimeFolder, 0o770),
    "warning: ~/run/claudeminder can be changed by others (mode 770) -> chmod 700 ~/run/claudeminder",
  ],
  [
    "the settings, in which a program can be named",
    ({ configFile }) => Deno.chmod(configFile, 0o664),
    "warning: ~/.config/claudeminder/config.toml can be changed by others (mode 664) -> chmod 600 ~/.config/claudeminder/config.toml",
  ],
  ["the settings, for reading: they are no secret", ({ configFile }) => Deno.chmod(configFile, 0o644), FINE],
  [
    "settings with a proxy's password",
    async ({ configFile }) => {
      await Deno.writeTextFile(configFile, proxy + await Deno.readTextFile(configFile));
      await Deno.chmod(configFile, 0o644);
    },
    "warning: ~/.config/claudeminder/config.toml can be read by others (mode 644) -> chmod 600 ~/.config/claudeminder/config.toml",
  ],
];
for (const [what, change, expected] of rows) {
  Deno.test(`doctor() looks at the mode of ${what}`, async () => {
    await using stage = await newStage();
    await makeAll(stage);
    await change(stage);
    assertEquals(await seen(stage), [expected === FINE ? FINE.replace("8", "9") : expected]);
  });
}

Deno.test("doctor() writes a path with spaces as a shell takes it", async () => {
  await using stage = await newStage();
  stage.env.CLAUDE_CONFIG_DIR = `${stage.home}/it's mine`;
  await stage.write(`${stage.home}/it's mine/.credentials.json`, "{}", 0o644);
  const [line = ""] = await seen(stage);
  assertMatch(line, / -> chmod 600 '.*\/it'\\''s mine\/\.credentials\.json'$/);
});

Deno.test("doctor() tells a folder in whose place there is something else", async () => {
  await using stage = await newStage();
  await stage.write(`${stage.home}/.local`, "a file");
  const [line] = await seen(stage);
  assertEquals(
    line,
    "problem: ~/.local/state/claudeminder cannot be written: there is something else in its place -> move away what is at ~/.local",
  );
  assertEquals((await stage.json()).code, 1);
});

Deno.test("doctor() tells what keeps the program from starting: who could put another runtime folder there", async () => {
  await using stage = await newStage();
  await makeAll(stage);
  await Deno.chmod(`${stage.home}/run`, 0o777);
  const [line = ""] = await seen(stage);
  assertMatch(
    line,
    /^problem: Cannot use the folder "~\/run\/claudeminder": others can change what is in "[^"]*\/run" -> /,
  );
  assertMatch(line, /chmod go-w ".*\/run"$/);
  assertEquals(await Deno.stat(`${stage.home}/run`).then(({ mode }) => (mode ?? 0) & 0o777), 0o777);
});

/** What the system says, and what comes of it. */
const refusals: readonly (readonly [string, string, RegExp])[] = [
  ["ENOSPC", "Error", /cannot be written: the disk is full -> make room/],
  ["EDQUOT", "Error", /cannot be written: the disk is full -> make room/],
  ["EROFS", "Error", /cannot be written: the file system is read-only -> mount it for writing, or choose/],
  [
    "EACCES",
    "PermissionDenied",
    /cannot be written: no permission -> .*`chmod u\+rwx ~\/\.local\/state\/claudeminder`/,
  ],
  ["EIO", "Error", /cannot be written: the system refuses it -> try to make a file in /],
];
for (const [code, name, expected] of refusals) {
  Deno.test(`doctor() has a remedy for a folder that refuses with ${code}, and leaves nothing`, async () => {
    await using stage = await newStage();
    await makeAll(stage);
    asPerson(stage, ME, {});
    const files = stage.host.files ?? denoFiles();
    stage.host = {
      uid: ME,
      files: {
        ...files,
        write(path, data, mode) {
          if (!path.startsWith(stage.stateFolder)) return files.write(path, data, mode);
          return Promise.reject(Object.assign(new Error(`marked ${path}`), { code, name }));
        },
      },
    };
    const lines = await seen(stage);
    assertEquals(lines.length, 1);
    assertMatch(lines[0] ?? "", expected);
    assertEquals(lines.join().includes("marked"), false);
  });
}

Deno.test({
  name: "doctor() finds a disk that is really full (as root, where something can be mounted)",
  ignore: Deno.uid() !== 0 || !await canMount(),
  async fn() {
    await using stage = await newStage();
    await Deno.mkdir(stage.stateFolder, { recursive: true, mode: 0o700 });
    await sh("mount", "-t", "tmpfs", "-o", "size=4k,mode=700", "none", stage.stateFolder);
    try {
      assertEquals(await seen(stage), [FINE.replace("8", "3")]);
      await Deno.writeFile(`${stage.stateFolder}/filler`, new Uint8Array(4096));
      assertMatch(
        (await seen(stage)).join(),
        /^problem: ~\/\.local\/state\/claudeminder cannot be written: the disk is full/,
      );
      await Deno.remove(`${stage.stateFolder}/filler`);
      await sh("mount", "-o", "remount,ro", stage.stateFolder);
      assertMatch((await seen(stage)).join(), /^problem: .*: the file system is read-only/);
    } finally {
      await sh("umount", stage.stateFolder);
    }
  },
});

Deno.test("doctor() looks at no modes where the system has none", async () => {
  await using stage = await newStage();
  await makeAll(stage);
  const files = denoFiles();
  stage.platform = { os: "windows" };
  stage.host = {
    files: {
      ...files,
      async stat(path) {
        const info = await files.stat(path);
        return info === null ? null : { ...info, mode: null, owner: null, group: null };
      },
    },
  };
  assertEquals(await seen(stage), [
    "ok: folders can be written; there are 9 files and folders (this system has no modes)",
  ]);
});

async function listed(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    found.push(`${folder}/${name}`, ...(isDirectory ? await listed(`${folder}/${name}`) : []));
  }
  return found.sort();
}

async function sh(program: string, ...args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args: [...args] }).output();
  if (!success) throw new Error(`${program}: ${new TextDecoder().decode(stderr)}`);
}

async function canMount(): Promise<boolean> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-mount-" });
  try {
    await sh("mount", "-t", "tmpfs", "none", folder);
    await sh("umount", folder);
    return true;
  } catch {
    return false;
  } finally {
    await Deno.remove(folder);
  }
}
