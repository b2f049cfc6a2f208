/** Places for the tray helper, for the tests of what may be run from them: folders, disks and users. */
// @ts-types="../../types/std/assert.d.ts"
import { assert } from "@std/assert";
import { denoHost } from "../../src/host_deno.ts";
import { placeHelper, type PlacingHost, type PlacingPlatform } from "../../src/tray/systray_helper.ts";

/** With what every remedy on Linux ends. */
export const ELSEWHERE = "Or set XDG_STATE_HOME to a folder of your own elsewhere";

/** Stands in for the helper program. */
export const HELPER = new TextEncoder().encode("#!/bin/sh\necho helper\n");

export async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-helper-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** All its places are in the folder. */
export function platformIn(folder: string, os: "linux" | "macos" = "linux"): PlacingPlatform {
  const paths = {
    configFile: "",
    stateFolder: `${folder}/it's state`,
    runtimeFolder: `${folder}/run`,
    cacheFolder: `${folder}/cache`,
  };
  return { os, paths, systrayHelper: os === "linux" ? "tray_linux_release" : "tray_darwin_release" };
}

/** The program to start, placed by the real host or another; an assertion fails where there is no place. */
export async function placed(platform: PlacingPlatform, host: PlacingHost = denoHost()): Promise<string> {
  const found = await placeHelper(host, platform, HELPER);
  assert(found.kind === "placed", JSON.stringify(found));
  return found.path;
}

/** Why there is no place, and what to do; an assertion fails where there is one. */
export async function refused(
  platform: PlacingPlatform,
  host: PlacingHost = denoHost(),
): Promise<{ readonly why: string; readonly help: string }> {
  const found = await placeHelper(host, platform, HELPER);
  assert(found.kind === "nowhere", JSON.stringify(found));
  return found;
}

/** The paths of the launchers in a folder. */
export async function launchers(folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.startsWith("tray-")) paths.push(`${folder}/${name}`);
  }
  return paths.sort();
}

/** Only root can mount a disk and give files to other users. */
export const asRoot = { ignore: Deno.build.os !== "linux" || Deno.uid() !== 0 };

export interface Disk extends AsyncDisposable {
  readonly path: string;
  /** "ro", "rw", "noexec", ... */
  remount(options: string): Promise<void>;
  /** Leaves no byte free. */
  fill(): Promise<void>;
}

/** A small disk of the test's own, in memory, as `mount -o options`. */
export async function smallDisk(path: string, options: string): Promise<Disk> {
  await Deno.mkdir(path, { recursive: true, mode: 0o700 });
  await mount(["-t", "tmpfs", "-o", `mode=0700,${options}`, "tmpfs", path]);
  return {
    path,
    remount: (changed) => mount(["-o", `remount,${changed}`, path]),
    async fill() {
      using file = await Deno.open(`${path}/filler`, { create: true, append: true });
      for (const size of [65_536, 4096, 1]) {
        try {
          while (true) await file.write(new Uint8Array(size));
        } catch {
          // Nothing of this size fits in any more.
        }
      }
    },
    async [Symbol.asyncDispose]() {
      const { success } = await new Deno.Command("umount", { args: [path] }).output();
      assert(success, `${path} is still in use`);
    },
  };
}

async function mount(args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("mount", { args: [...args] }).output();
  assert(success, new TextDecoder().decode(stderr));
}
