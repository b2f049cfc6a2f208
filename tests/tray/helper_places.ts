/** Places where the tray helper could be put: folders, disks and users, for tests of what may be run from there. */
// @ts-types="../std_types/assert.d.ts"
import { assert } from "@std/assert";
import { denoHost } from "../../src/host/deno_host.ts";
import { placeHelper, type PlacingHost, type PlacingPlatform } from "../../src/tray/systray_helper_file.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";
import { remedyEn } from "../../src/core/language/en/remedies.ts";

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
    settingsFile: "",
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
): Promise<{ readonly why: string; readonly remedy: string }> {
  const found = await placeHelper(host, platform, HELPER);
  assert(found.kind === "nowhere", JSON.stringify(found));
  return { why: reasonEn(found.why), remedy: remedyEn(found.remedy) };
}

/** The paths of the launchers in a folder. */
export async function launchers(folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.startsWith("tray-")) paths.push(`${folder}/${name}`);
  }
  return paths.sort();
}

/** Only root can give files to other users. */
export const asRoot = { ignore: Deno.build.os !== "linux" || Deno.uid() !== 0 };

/** What a program prints. */
export async function output(program: string): Promise<string> {
  const { stdout } = await new Deno.Command(program).output();
  return new TextDecoder().decode(stdout);
}
