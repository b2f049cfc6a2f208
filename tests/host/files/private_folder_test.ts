/** Who may own the folders above a private one: a table, since a test of one user cannot make files of other owners. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { FileInfo } from "../../../src/host/host.ts";
import { denoHost } from "../../../src/host/deno_host.ts";
import { closedFolder, type FolderHost, privateFolder } from "../../../src/host/files/private_folder.ts";
import { reasonEn } from "../../../src/core/language/en/reasons.ts";

const ME = 1000, ROOT = 0, OTHER = 1001, UNMAPPED = 65_534;

type Row = readonly [owner: number, mode: number, group?: number];
const HOME: Readonly<Record<string, Row>> = {
  "/": [ROOT, 0o755],
  "/home": [ROOT, 0o755],
  "/home/ann": [ME, 0o700],
  "/home/ann/state": [ME, 0o700],
};

function hostOf(
  rows: Readonly<Record<string, Row>>,
  files: Readonly<Record<string, string>> = {},
): FolderHost {
  const info = (path: string): FileInfo | null => {
    const row = rows[path];
    if (row === undefined) return null;
    const [owner, mode, group = owner] = row;
    const isDirectory = path !== "/home/ann/file";
    return { size: 0, modifiedAt: 0, mode, isFile: !isDirectory, isDirectory, isLink: false, owner, group };
  };
  return {
    uid: ME,
    files: {
      makeDir: () => Promise.resolve(),
      realPath: (path) => Promise.resolve(path),
      lstat: (path) => Promise.resolve(info(path)),
      read: (path) => Promise.resolve(files[path] ?? null),
    },
  };
}

const USERS = { "/etc/passwd": "ann:x:1000:1000::/home/ann:/bin/sh\nben:x:1001:1001::/home/ben:/bin/sh\n" };
const ALONE = { ...USERS, "/etc/group": "ann:x:1000:\nben:x:1001:\n" };
const SHARED = { ...USERS, "/etc/group": "ann:x:1000:ben\n" };

const rows:
  readonly (readonly [string, Readonly<Record<string, Row>>, Readonly<Record<string, string>>, string])[] = [
    ["a person's own", {}, {}, "private"],
    [
      "the root folder of a container, whose root has another number",
      {
        "/": [UNMAPPED, 0o755],
        "/home": [UNMAPPED, 0o755],
      },
      {},
      "private",
    ],
    ["all the person's own", { "/": [ME, 0o755], "/home": [ME, 0o755] }, {}, "private"],
    [
      "a root folder that everybody can change",
      { "/": [ROOT, 0o777] },
      {},
      'others can change what is in "/"',
    ],
    ["with the sticky bit", { "/home": [ROOT, 0o1777] }, {}, "private"],
    ["above it another's", { "/home": [OTHER, 0o755] }, {}, '"/home" belongs to another user'],
    [
      "itself another's",
      { "/home/ann/state": [OTHER, 0o700] },
      {},
      '"/home/ann/state" belongs to another user',
    ],
    ["itself root's", { "/home/ann/state": [ROOT, 0o700] }, {}, '"/home/ann/state" belongs to another user'],
    ["open to its own group of one", { "/home/ann": [ME, 0o770] }, ALONE, "private"],
    [
      "open to a group of several",
      { "/home/ann": [ME, 0o770] },
      SHARED,
      'others can change what is in "/home/ann"',
    ],
    [
      "open to a group that is not known",
      { "/home/ann": [ME, 0o770] },
      {},
      'others can change what is in "/home/ann"',
    ],
    [
      "open to another's group",
      { "/home/ann": [ME, 0o770, OTHER] },
      ALONE,
      'others can change what is in "/home/ann"',
    ],
    [
      "itself for others to read",
      { "/home/ann/state": [ME, 0o750] },
      ALONE,
      "its mode must be 700, it is 750",
    ],
  ];

for (const [name, changed, files, expected] of rows) {
  Deno.test(`privateFolder(): ${name}`, async () => {
    const found = await privateFolder(hostOf({ ...HOME, ...changed }, files), "/home/ann/state");
    assertEquals(found.kind === "private" ? found.kind : reasonEn(found.why), expected);
  });
}

Deno.test("privateFolder() takes a file for no folder, wherever in the path it is", async () => {
  const host = hostOf({ ...HOME, "/home/ann/file": [ME, 0o700], "/home/ann/file/state": [ME, 0o700] });
  for (const path of ["/home/ann/file", "/home/ann/file/state", "/home/ann/nothing"]) {
    const found = await privateFolder(host, path);
    assertStringIncludes(
      found.kind === "private" ? "private" : reasonEn(found.why),
      "it is not a folder",
      path,
    );
  }
});

const real = denoHost();

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-test-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const modeOf = async (path: string) => (await real.files.stat(path))?.mode;

Deno.test("closedFolder() makes a folder, closes one of this user's that is open, and says what stands above it", () =>
  withFolder(async (folder) => {
    assertEquals((await closedFolder(real, `${folder}/new`)).kind, "private");
    assertEquals(await modeOf(`${folder}/new`), 0o700);
    for (const mode of [0o777, 0o755, 0o1777]) {
      await Deno.chmod(`${folder}/new`, mode);
      assertEquals((await closedFolder(real, `${folder}/new`)).kind, "private");
      assertEquals(await modeOf(`${folder}/new`), 0o700);
    }
    await Deno.chmod(folder, 0o777);
    const found = await closedFolder(real, `${folder}/new`);
    assert(found.kind === "trouble");
    assertEquals(reasonEn(found.why), `others can change what is in "${await Deno.realPath(folder)}"`);
    assertEquals(await modeOf(folder), 0o777);
  }));

Deno.test("closedFolder() takes a link to a private folder, and closes none that a link leads to", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/other`, { mode: 0o700 });
    await Deno.symlink(`${folder}/other`, `${folder}/link`);
    assertEquals(await closedFolder(real, `${folder}/link`), {
      kind: "private",
      path: await Deno.realPath(`${folder}/other`),
    });
    await Deno.chmod(`${folder}/other`, 0o755);
    const open = await closedFolder(real, `${folder}/link`);
    assert(open.kind === "trouble");
    assertEquals([reasonEn(open.why), await modeOf(`${folder}/other`)], [
      "its mode must be 700, it is 755",
      0o755,
    ]);
    await Deno.chmod(`${folder}/other`, 0o700);
    // Who can put another link in its place can lead elsewhere.
    await Deno.chmod(folder, 0o777);
    assertEquals((await closedFolder(real, `${folder}/link`)).kind, "trouble");
  }));

Deno.test("privateFolder() takes no link of another user's, wherever it leads", async () => {
  const host = hostOf({ ...HOME, "/tmp": [ROOT, 0o1777], "/tmp/x": [OTHER, 0o777] });
  const linked: FolderHost = {
    ...host,
    files: {
      ...host.files,
      lstat: async (path) => {
        const info = await host.files.lstat(path);
        return path === "/tmp/x" && info !== null ? { ...info, isDirectory: false, isLink: true } : info;
      },
      realPath: (path) => Promise.resolve(path === "/tmp/x" ? "/home/ann/state" : path),
    },
  };
  const found = await privateFolder(linked, "/tmp/x");
  assertEquals(
    found.kind === "private" ? found.kind : reasonEn(found.why),
    '"/tmp/x" belongs to another user',
  );
});
