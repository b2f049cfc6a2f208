import { assertEquals, assertMatch, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { gunzipSync, strFromU8, unzipSync } from "fflate";
import { unpackTar } from "modern-tar";
import { join } from "node:path";
import { parse } from "plist";
import * as z from "zod";
import { tar, textEntry, xz, zip } from "../../packaging/reproducible_archive.ts";
import { archives, overBudget, writeSums } from "../../packaging/downloads.ts";
import { deb } from "../../packaging/debian_package.ts";
import { DESKTOP_ENTRY } from "../../packaging/linux_files.ts";
import { appFiles, infoPlist } from "../../packaging/macos_app.ts";
import { sourceTimeMs, VERSION } from "../../packaging/source_version.ts";
import { BuildError, type Target, targetOf } from "../../packaging/targets.ts";
import { commandsEn } from "../../src/core/language/en/command_messages.ts";

const TIME_MS = Date.UTC(2026, 0, 2, 3, 4, 6);
const PROGRAM = new TextEncoder().encode("a program");
const ENTRIES = [
  textEntry("share/b.txt", "b"),
  { path: "bin/a", bytes: PROGRAM, executable: true },
];

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-archives-test-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What a program prints; fails with what it complains about. */
async function printed(command: string, args: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const run = await new Deno.Command(command, { args: [...args], env: { TZ: "UTC", LC_ALL: "C" } }).output();
  assertEquals(run.code, 0, new TextDecoder().decode(run.stderr));
  return run.stdout;
}

const text = async (command: string, args: readonly string[]) =>
  new TextDecoder().decode(await printed(command, args));

/** The archives of a target around a stand-in for the program. */
async function archivesOf(target: Target, out: string): Promise<readonly string[]> {
  const program = join(out, "program");
  await Deno.writeFile(program, PROGRAM);
  const made = await archives({ target, program, packages: ["zod@4.6.7"], out, preset: 0 });
  return made.map(({ path }) => path);
}

const FOLDERS = { prefix: "x/", folders: true } as const;

Deno.test("tar() is sorted, has all folders, and everything is root's", async () => {
  const archive = await tar(ENTRIES, TIME_MS, FOLDERS);
  const headers = (await unpackTar(archive)).map(({ header }) => header);
  assertEquals(headers.map(({ name, mode, type }) => [name, mode, type]), [
    ["x/bin/", 0o755, "directory"],
    ["x/bin/a", 0o755, "file"],
    ["x/share/", 0o755, "directory"],
    ["x/share/b.txt", 0o644, "file"],
  ]);
  for (const { uid, gid, uname, gname, mtime } of headers) {
    assertEquals([uid, gid, uname, gname, mtime?.getTime()], [0, 0, "root", "root", TIME_MS]);
  }
  assertEquals(archive, await tar(ENTRIES.toReversed(), TIME_MS, FOLDERS));
});

Deno.test("tar() without folders leaves those of a person as they are", async () => {
  await inFolder(async (folder) => {
    const archive = join(folder, "a.tar");
    await Deno.writeFile(archive, await tar(ENTRIES, TIME_MS, { prefix: "x/", folders: false }));
    const home = join(folder, "home");
    await Deno.mkdir(join(home, "share"), { recursive: true });
    await Deno.chmod(join(home, "share"), 0o700);
    await printed("tar", ["xf", archive, "--strip-components=1", "-C", home]);
    assertEquals((Deno.statSync(join(home, "share")).mode ?? 0) & 0o777, 0o700);
    assertEquals((Deno.statSync(join(home, "bin", "a")).mode ?? 0) & 0o777, 0o755);
  });
});

Deno.test("zip() keeps modes and says UTC, and is the same whatever the order", async () => {
  await inFolder(async (folder) => {
    const archive = zip(ENTRIES, TIME_MS);
    assertEquals(archive, zip(ENTRIES.toReversed(), TIME_MS));
    const path = join(folder, "a.zip");
    await Deno.writeFile(path, archive);
    await printed("unzip", ["-q", path, "-d", folder]);
    assertEquals((Deno.statSync(join(folder, "bin", "a")).mode ?? 0) & 0o777, 0o755);
    assertEquals((Deno.statSync(join(folder, "share", "b.txt")).mode ?? 0) & 0o777, 0o644);
    assertEquals(Deno.statSync(join(folder, "bin", "a")).mtime?.getTime(), TIME_MS);
  });
});

Deno.test("xz() compresses what xz unpacks, the same each time", async () => {
  await inFolder(async (folder) => {
    const bytes = new Uint8Array(3_000_000).map((_, index) => index % 251);
    const packed = await xz(bytes, 1);
    assertEquals(packed, await xz(bytes, 1));
    await Deno.writeFile(join(folder, "a.xz"), packed);
    assertEquals(await printed("xz", ["--decompress", "--stdout", join(folder, "a.xz")]), bytes);
  });
});

Deno.test("archives() for Linux holds the program, a desktop entry and icons in a .tar.xz and a .deb", async () => {
  await inFolder(async (folder) => {
    const [archive = "", debian = "", ...more] = await archivesOf(
      targetOf("aarch64-unknown-linux-gnu"),
      folder,
    );
    assertEquals(more, []);
    const entries = await unpackTar(await printed("xz", ["--decompress", "--stdout", archive]));
    const top = `claudeminder-${VERSION}-aarch64-unknown-linux-gnu`;
    assertEquals(entries.filter(({ header }) => !header.name.startsWith(`${top}/`)), []);
    assertEquals(entries.filter(({ header }) => header.type !== "file"), []);
    const files = new Map(
      entries.filter(({ header }) => header.type === "file")
        .map(({ header, data }) => [header.name.slice(top.length + 1), { mode: header.mode, data }]),
    );
    assertEquals(files.get("bin/claudeminder")?.mode, 0o755);
    assertEquals(files.get("bin/claudeminder")?.data, PROGRAM);
    const icons = "share/icons/hicolor";
    for (const size of [16, 22, 24, 32, 48, 64, 128, 256]) {
      const png = files.get(`${icons}/${size}x${size}/apps/claudeminder.png`)?.data ?? new Uint8Array(24);
      const header = new DataView(png.buffer, png.byteOffset);
      assertEquals([header.getUint32(16), header.getUint32(20)], [size, size]);
    }
    for (
      const name of [
        ...["icons/hicolor/scalable/apps/claudeminder.svg", "applications/claudeminder.desktop"],
        ...["doc/claudeminder/alerts.yml", "doc/claudeminder/grafana.json"],
      ]
    ) {
      assertEquals(files.get(`share/${name}`)?.mode, 0o644, name);
    }
    const licences = files.get("share/doc/claudeminder/THIRD-PARTY-LICENSES.txt")?.data ?? new Uint8Array();
    assertStringIncludes(strFromU8(licences), "zod@4.6.7 (MIT)");
    assertStringIncludes(strFromU8(licences), "Permission is hereby granted");
    const page = strFromU8(
      gunzipSync(files.get("share/man/man1/claudeminder.1.gz")?.data ?? new Uint8Array()),
    );
    for (const name of Object.keys(commandsEn.commands)) {
      assertMatch(page, new RegExp(`^\\.B ${name}\\b`, "m"));
    }
    assertEquals(debian, join(folder, `claudeminder_${VERSION}_arm64.deb`));
  });
});

Deno.test("deb() makes a package that dpkg reads", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.deb");
    const parts = {
      program: PROGRAM,
      share: [textEntry("applications/claudeminder.desktop", DESKTOP_ENTRY)],
      licence: "MIT License\n\nCopyright (c) 2026 Someone\n\nPermission",
      thirdParty: "a package",
      arch: "amd64",
      version: "1.2.3",
      timeMs: TIME_MS,
      preset: 0,
    } as const;
    const made = await deb(parts);
    assertEquals(made, await deb(parts));
    await Deno.writeFile(path, made);
    const field = async (name: string) => (await text("dpkg-deb", ["--field", path, name])).trim();
    assertEquals(await field("Package"), "claudeminder");
    assertEquals(await field("Version"), "1.2.3");
    assertEquals(await field("Architecture"), "amd64");
    assertStringIncludes(await field("Depends"), "libc6 (>= 2.27)");
    assertEquals(Number(await field("Installed-Size")) > 0, true);
    const listed = await text("dpkg-deb", ["--contents", path]);
    assertStringIncludes(listed, "-rwxr-xr-x root/root         9 2026-01-02 03:04 ./usr/bin/claudeminder\n");
    assertStringIncludes(listed, "./usr/share/applications/claudeminder.desktop\n");
    await printed("dpkg-deb", ["--raw-extract", path, join(folder, "out")]);
    assertEquals(await Deno.readFile(join(folder, "out/usr/bin/claudeminder")), PROGRAM);
    const check = new Deno.Command("md5sum", {
      args: ["--check", "--strict", "--quiet", "DEBIAN/md5sums"],
      cwd: join(folder, "out"),
    });
    assertEquals((await check.output()).code, 0);
    const copyright = await Deno.readTextFile(join(folder, "out/usr/share/doc/claudeminder/copyright"));
    assertStringIncludes(copyright, "Copyright: 2026 Someone\n");
  });
});

Deno.test("infoPlist() says that the app has no place in the Dock", () => {
  const read = z.record(z.string(), z.unknown()).parse(parse(infoPlist("1.2.3")));
  assertEquals(read.LSUIElement, true);
  assertEquals(read.CFBundleExecutable, "claudeminder");
  assertEquals([read.CFBundleVersion, read.CFBundleShortVersionString], ["1.2.3", "1.2.3"]);
});

Deno.test("archives() for macOS holds an app whose program can be run and whose icon is named", async () => {
  await inFolder(async (folder) => {
    const [path = ""] = await archivesOf(targetOf("aarch64-apple-darwin"), folder);
    await printed("unzip", ["-q", path, "-d", folder]);
    const contents = join(folder, "claudeminder.app", "Contents");
    assertEquals((Deno.statSync(join(contents, "MacOS/claudeminder")).mode ?? 0) & 0o777, 0o755);
    const icon = await Deno.readFile(join(contents, "Resources/claudeminder.icns"));
    assertEquals(strFromU8(icon.subarray(0, 4)), "icns");
    assertEquals(new DataView(icon.buffer).getUint32(4), icon.length);
    assertEquals((await appFiles(PROGRAM, VERSION)).length, 4);
  });
});

Deno.test("archives() for Windows holds the program, the licences and the examples", async () => {
  await inFolder(async (folder) => {
    const [path = ""] = await archivesOf(targetOf("x86_64-pc-windows-msvc"), folder);
    const files = unzipSync(await Deno.readFile(path));
    assertEquals(Object.keys(files), [
      ...["LICENSE", "THIRD-PARTY-LICENSES.txt", "claudeminder.exe"],
      ...["examples/alerts.yml", "examples/grafana.json"],
    ]);
    assertEquals(files["claudeminder.exe"], PROGRAM);
  });
});

Deno.test("writeSums() writes what sha256sum checks", async () => {
  await inFolder(async (folder) => {
    const paths = ["b", "a"].map((name) => join(folder, name));
    for (const path of paths) await Deno.writeTextFile(path, path);
    await writeSums(folder, paths);
    const check = (folder: string) =>
      new Deno.Command("sha256sum", { args: ["--check", "--strict", "SHA256SUMS"], cwd: folder }).output();
    const { code, stdout } = await check(folder);
    assertEquals([code, new TextDecoder().decode(stdout)], [0, "a: OK\nb: OK\n"]);
    await Deno.writeTextFile(join(folder, "a"), "changed");
    assertEquals((await check(folder)).code, 1);
  });
});

Deno.test("overBudget() refuses a program and an archive that are too big", () => {
  const linux = targetOf("x86_64-unknown-linux-gnu");
  const program = (bytes: number) => [{ path: "claudeminder-x86_64-unknown-linux-gnu", bytes }];
  const archive = (bytes: number) => [{ path: "claudeminder-x86_64-unknown-linux-gnu.tar.xz", bytes }];
  assertEquals(overBudget(linux, 9, program(104e6)), null);
  assertStringIncludes(overBudget(linux, 9, program(104.1e6)) ?? "", "may have at most 104 MB");
  assertEquals(overBudget(linux, 9, archive(30e6)), null);
  assertStringIncludes(overBudget(linux, 9, archive(30.1e6)) ?? "", "may have at most 30 MB");
  assertEquals(overBudget(linux, 0, archive(40e6)), null);
});

Deno.test("sourceTimeMs() is SOURCE_DATE_EPOCH where that is set", async () => {
  assertEquals(await sourceTimeMs(() => "1600000000"), 1_600_000_000_000);
  assertEquals(await sourceTimeMs(() => "yesterday"), await sourceTimeMs(() => undefined));
});

Deno.test("archives() fails where there is no program to pack", async () => {
  await inFolder(async (folder) => {
    const target = targetOf("x86_64-pc-windows-msvc");
    const download = { target, program: join(folder, "none"), packages: [], out: folder, preset: 0 } as const;
    await assertRejects(() => archives(download), Deno.errors.NotFound);
    assertThrows(() => targetOf("none"), BuildError);
  });
});
