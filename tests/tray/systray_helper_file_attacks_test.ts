/** The tray helper in places where an attacker was first: a file is run only if it is byte for byte ours and nobody else can change it. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { denoHost } from "../../src/host/deno_host.ts";
import type { PlacingHost } from "../../src/tray/systray_helper_file.ts";
import { SYSTRAY2_VERSION } from "../../src/tray/systray_helper_file.ts";
import {
  asRoot,
  ELSEWHERE,
  HELPER,
  output,
  placed,
  platformIn,
  refused,
  withFolder,
} from "./helper_places.ts";

/** "nobody": anyone but root, and anyone but who runs the tests. */
const STRANGER = 65_534;

function placesIn(folder: string) {
  const { stateFolder, runtimeFolder, cacheFolder } = platformIn(folder).paths;
  const version = (each: string) => `${each}/systray2/${SYSTRAY2_VERSION}`;
  return { state: version(stateFolder), run: version(runtimeFolder), cache: version(cacheFolder) };
}

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** A program that leaves a mark when it is run, as long as another one, with the mode that ours has. */
async function trap(path: string, mark: string, size: number): Promise<void> {
  const text = `#!/bin/sh\n: >'${mark}'\nexit 0\n`;
  await Deno.writeTextFile(path, text.padEnd(size, "#").slice(0, Math.max(size, text.length)));
  await Deno.chmod(path, 0o700);
}

Deno.test("placeHelper() runs no program that an attacker has put into the place of one of ours, nor one behind a link", () =>
  withFolder(async (folder) => {
    const mark = `${folder}/mark`;
    const platform = platformIn(folder);
    const launcher = await placed(platform);
    for (const path of [launcher, `${placesIn(folder).state}/claudeminder`]) {
      const ours = await Deno.readFile(path);
      const elsewhere = `${folder}/elsewhere`;
      const attacks: Readonly<Record<string, () => Promise<void>>> = {
        "a program": () => trap(path, mark, ours.length),
        "a link to a program": async () => {
          await trap(elsewhere, mark, ours.length);
          await Deno.symlink(elsewhere, path);
        },
        // It would be changed once it has been looked at.
        "a link to the very same bytes": async () => {
          await Deno.writeFile(elsewhere, ours, { mode: 0o700 });
          await Deno.symlink(elsewhere, path);
        },
        "a link to nothing": () => Deno.symlink(`${folder}/nothing`, path),
        "ours, for all to write to": () =>
          Deno.writeFile(path, ours, { mode: 0o700 }).then(() => Deno.chmod(path, 0o722)),
      };
      for (const [name, attack] of Object.entries(attacks)) {
        await Deno.remove(path).catch(() => {});
        await Deno.remove(elsewhere).catch(() => {});
        await attack();
        assertEquals(await placed(platform), launcher, name);
        const { isFile, mode } = await Deno.lstat(path);
        assertEquals([isFile, (mode ?? 0) & 0o777], [true, 0o700], name);
        assertEquals(await Deno.readFile(path), ours, name);
        assertEquals(await output(launcher), "helper\n", name);
      }
    }
    assert(!isThere(mark));
    assert(!isThere(`${folder}/nothing`), "what a link leads to is not written to");
  }));

Deno.test("placeHelper() takes another place where a folder stands in its program's", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(`${placesIn(folder).state}/claudeminder`, { recursive: true, mode: 0o700 });
    assert((await placed(platformIn(folder))).startsWith(`${placesIn(folder).run}/`));
  }));

Deno.test(
  "placeHelper() replaces the very same bytes where another user could change them later",
  asRoot,
  () =>
    withFolder(async (folder) => {
      const platform = platformIn(folder);
      const launcher = await placed(platform);
      for (const path of [launcher, `${placesIn(folder).state}/claudeminder`]) {
        await Deno.chown(path, STRANGER, STRANGER);
        const { ino } = await Deno.stat(path);
        await placed(platform);
        const now = await Deno.stat(path);
        assertEquals([now.uid, now.gid], [Deno.uid(), Deno.gid()]);
        assertNotEquals(now.ino, ino);
      }
    }),
);

Deno.test("placeHelper() passes over a folder whose mode lets others in, and says so where there is no other", () =>
  withFolder(async (folder) => {
    const platform = platformIn(folder);
    const places = Object.values(placesIn(folder));
    for (const each of places) await Deno.mkdir(each, { recursive: true, mode: 0o700 });
    for (const [index, each] of places.entries()) {
      assert((await placed(platform)).startsWith(`${each}/`));
      // Its own folder, and the one above it.
      await Deno.chmod(index === 1 ? each.slice(0, each.lastIndexOf("/")) : each, 0o770);
    }
    const { why, remedy } = await refused(platform);
    assertEquals(why.match(/for the tray helper: its mode must be 700, it is 770/g)?.length, 3);
    assertEquals(remedy, `Run: chmod 700 "${await Deno.realPath(places[0] ?? "")}". ${ELSEWHERE}`);
  }));

Deno.test("placeHelper() passes over a folder above which others can put another in its place", () =>
  withFolder(async (folder) => {
    const { stateFolder } = platformIn(folder).paths;
    const platform = platformIn(folder);
    for (const above of [stateFolder, folder]) {
      await Deno.mkdir(stateFolder, { recursive: true, mode: 0o700 });
      await Deno.chmod(above, 0o702);
      if (above === folder) {
        const { why, remedy } = await refused(platform);
        assertStringIncludes(why, `others can change what is in "${await Deno.realPath(folder)}"`);
        assertEquals(remedy, `Run: chmod go-w "${await Deno.realPath(folder)}". ${ELSEWHERE}`);
      } else assert((await placed(platform)).startsWith(`${placesIn(folder).run}/`));
      // As /tmp is.
      await Deno.chmod(above, 0o1777);
      assert((await placed(platform)).startsWith(`${await Deno.realPath(placesIn(folder).state)}/`));
      await Deno.chmod(above, 0o700);
    }
  }));

Deno.test("placeHelper() lets a group write above its folder where nobody but the user is in it", () =>
  withFolder(async (folder) => {
    const { stateFolder } = platformIn(folder).paths;
    await Deno.mkdir(stateFolder, { mode: 0o700 });
    await Deno.chmod(stateFolder, 0o770);
    const { gid } = await Deno.stat(stateFolder);
    const real = denoHost();
    const uid = real.uid ?? 0;
    const hostWith = (group: string, users = ""): PlacingHost => {
      const texts: Readonly<Record<string, string>> = {
        "/etc/group": `other:x:${uid + 1}:eve\n${group}`,
        "/etc/passwd": `ann:x:${uid}:${gid}:Ann:/home/ann:/bin/sh\n${users}`,
      };
      return { ...real, files: { ...real.files, read: (path) => Promise.resolve(texts[path] ?? null) } };
    };
    const isUsed = async (host: PlacingHost) =>
      (await placed(platformIn(folder), host)).startsWith(`${await Deno.realPath(stateFolder)}/`);
    // Whoever runs the tests may have another number than their group.
    assertEquals(await isUsed(hostWith(`ann:x:${gid}:\n`)), gid === uid);
    assertEquals(await isUsed(hostWith(`ann:x:${gid}:ann\n`)), gid === uid);
    assertEquals(await isUsed(hostWith(`ann:x:${gid}:ann,eve\n`)), false);
    assertEquals(await isUsed(hostWith(`ann:x:${gid}:\n`, `eve:x:${uid + 1}:${gid}::/:/bin/sh\n`)), false);
    assertEquals(await isUsed(hostWith("")), false);
  }));

Deno.test("placeHelper() goes through a link to a folder of the user's own, to which it leads for good", () =>
  withFolder(async (folder) => {
    const { stateFolder } = platformIn(folder).paths;
    const own = `${folder}/own`;
    await Deno.mkdir(own, { mode: 0o700 });
    await Deno.symlink(own, stateFolder);
    const program = await placed(platformIn(folder));
    assert(program.startsWith(`${await Deno.realPath(own)}/systray2/`), program);
    await Deno.remove(stateFolder);
    assertEquals(await output(program), "helper\n");
  }));

Deno.test("placeHelper() does not go through a link to a folder that others may write to", () =>
  withFolder(async (folder) => {
    const { state, run } = placesIn(folder);
    const theirs = `${folder}/theirs`;
    await Deno.mkdir(theirs, { mode: 0o700 });
    await Deno.chmod(theirs, 0o777);
    for (const link of [state, state.slice(0, state.lastIndexOf("/"))]) {
      await Deno.mkdir(link.slice(0, link.lastIndexOf("/")), { recursive: true, mode: 0o700 });
      await Deno.symlink(theirs, link);
      assert((await placed(platformIn(folder))).startsWith(`${run}/`));
      assertEquals([...Deno.readDirSync(theirs)].filter(({ isFile }) => isFile), []);
      await Deno.remove(link);
      await Deno.remove(link.slice(0, link.lastIndexOf("/")), { recursive: true });
    }
  }));

Deno.test(
  "placeHelper() uses no folder of another user, though nobody else may enter it",
  asRoot,
  () =>
    withFolder(async (folder) => {
      const { state, run } = placesIn(folder);
      const { stateFolder } = platformIn(folder).paths;
      await Deno.mkdir(state, { recursive: true, mode: 0o700 });
      for (const theirs of [stateFolder, `${stateFolder}/systray2`, state]) {
        await Deno.chown(theirs, STRANGER, STRANGER);
        assert((await placed(platformIn(folder))).startsWith(`${run}/`), theirs);
        assertEquals([...Deno.readDirSync(state)], [], "nothing is put into it");
        // The same one, behind a link.
        const moved = `${folder}/theirs`;
        await Deno.rename(theirs, moved);
        await Deno.symlink(moved, theirs);
        assert((await placed(platformIn(folder))).startsWith(`${run}/`), theirs);
        await Deno.remove(theirs);
        await Deno.rename(moved, theirs);
        await Deno.chown(theirs, 0, 0);
      }
      await Deno.chown(folder, STRANGER, STRANGER);
      const { why, remedy } = await refused(platformIn(folder));
      assertStringIncludes(why, `"${await Deno.realPath(folder)}" belongs to another user`);
      assertEquals(remedy, `Start the program as the user it belongs to. ${ELSEWHERE}`);
    }),
);

Deno.test(
  "placeHelper() has the icon's pictures in no folder of another user",
  asRoot,
  () =>
    withFolder(async (folder) => {
      const { runtimeFolder, stateFolder } = platformIn(folder).paths;
      await Deno.mkdir(`${runtimeFolder}/tray`, { recursive: true, mode: 0o700 });
      await Deno.chown(runtimeFolder, STRANGER, STRANGER);
      const program = await placed(platformIn(folder));
      const temporary = `TMPDIR='${await Deno.realPath(stateFolder)}/tray'`.replace("it's", "it'\\''s");
      assertStringIncludes(await Deno.readTextFile(program), temporary);
    }),
);

Deno.test("placeHelper() says what is the matter where a file stands in the place of each folder", () =>
  withFolder(async (folder) => {
    const { paths } = platformIn(folder);
    for (const each of [paths.stateFolder, paths.runtimeFolder, paths.cacheFolder]) {
      await Deno.writeFile(each, HELPER);
    }
    const { why } = await refused(platformIn(folder));
    assertStringIncludes(
      why,
      `Cannot use "${paths.stateFolder}/tray" for the tray helper: it is not a folder`,
    );
  }));
