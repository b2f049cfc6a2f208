/** The helper program on the disk: who owns it, and what is accepted in its place. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { FileInfo } from "../../src/host/host.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { denoFiles } from "../../src/host/files/deno_files.ts";
import { helperReader, launcher, SYSTRAY2_VERSION } from "../../src/tray/systray_helper_file.ts";
import { HELPER, launchers, output, placed, platformIn, withFolder } from "./helper_places.ts";
import config from "../../deno.json" with { type: "json" };

Deno.test("SYSTRAY2_VERSION is the one in deno.json, in whose folder systray2 looks for its helper", () => {
  assertEquals(config.imports.systray2, `npm:systray2@${SYSTRAY2_VERSION}`);
});

Deno.test("helperReader() reads the helper of the platform from the package, and null where there is none", async () => {
  const host = { files: denoFiles() };
  const magic = async (os: "linux" | "windows", systrayHelper: string) => {
    const bytes = await helperReader(host, { os, systrayHelper })();
    return [...bytes?.subarray(0, 4) ?? []];
  };
  assertEquals(await magic("linux", "tray_linux_release"), [0x7f, 0x45, 0x4c, 0x46]);
  assertEquals((await magic("windows", "tray_windows_release.exe")).slice(0, 2), [0x4d, 0x5a]);
  assertEquals(await helperReader(host, { os: "linux", systrayHelper: null })(), null);
  assertEquals(await helperReader(host, { os: "windows", systrayHelper: "no_such_helper" })(), null);
});

Deno.test("placeHelper() makes programs that nobody else can read or change", () =>
  withFolder(async (folder) => {
    const program = await placed(platformIn(folder));
    const copyDir = `${platformIn(folder).paths.stateFolder}/systray2`;
    const place = `${copyDir}/${SYSTRAY2_VERSION}`;
    assertEquals(await launchers(place), [program]);
    for (const path of [copyDir, place, `${place}/claudeminder`, program, `${folder}/run/tray`]) {
      assertEquals(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o700, path);
    }
    // By way of the launcher, from a folder with a quotation mark in its name.
    assertEquals(await output(program), "helper\n");
    const before = await Deno.stat(`${place}/claudeminder`);
    assertEquals(await placed(platformIn(folder)), program);
    assertEquals(
      (await Deno.stat(`${place}/claudeminder`)).ino,
      before.ino,
      "an unchanged one is left alone",
    );
  }));

Deno.test("placeHelper() replaces whatever else is in the helper's place", () =>
  withFolder(async (folder) => {
    await placed(platformIn(folder));
    const path = `${platformIn(folder).paths.stateFolder}/systray2/${SYSTRAY2_VERSION}/claudeminder`;
    const stranger = `${folder}/stranger`;
    const sameLength = HELPER.map((byte, index) => index === 15 ? byte + 1 : byte);
    const tampering: readonly (() => Promise<void>)[] = [
      () => Deno.writeFile(path, sameLength),
      () => Deno.writeTextFile(path, ""),
      () => Deno.remove(path),
      () => Deno.chmod(path, 0o777),
      async () => {
        await Deno.writeFile(stranger, sameLength);
        await Deno.remove(path);
        await Deno.symlink(stranger, path);
      },
    ];
    for (const tamper of tampering) {
      await tamper();
      await placed(platformIn(folder));
      assertEquals(await Deno.readFile(path), HELPER);
      const { mode, isSymlink } = await Deno.lstat(path);
      assertEquals([(mode ?? 0) & 0o777, isSymlink], [0o700, false]);
    }
    assertEquals(await Deno.readFile(stranger), sameLength, "what a link leads to is not written to");
  }));

Deno.test("launcher() is code of ours with a path in it, whatever the path is", () => {
  assertEquals(
    launcher("/a b/$(x)'s"),
    "#!/bin/sh\n[ $# = 0 ] || exit 0\nTMPDIR='/a b/$(x)'\\''s'\nexport TMPDIR\nexec \"${0%/*}/claudeminder\"\n",
  );
});

Deno.test("placeHelper() places the helper where files have neither owners nor modes", () =>
  withFolder(async (folder) => {
    const real = denoHost();
    const without = (info: FileInfo | null) =>
      info === null ? null : { ...info, mode: null, owner: null, group: null };
    const host = {
      ...real,
      uid: null,
      files: {
        ...real.files,
        stat: async (path: string) => without(await real.files.stat(path)),
        lstat: async (path: string) => without(await real.files.lstat(path)),
      },
    };
    const path = await placed({ ...platformIn(folder, "macos"), os: "windows" }, host);
    assertEquals(await Deno.readFile(path), HELPER);
    await Deno.writeTextFile(path, "another");
    assertEquals(await placed({ ...platformIn(folder, "macos"), os: "windows" }, host), path);
    assertEquals(await Deno.readFile(path), HELPER);
  }));
