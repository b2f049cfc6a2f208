/**
 * Puts the helper program of systray2 where it can be run: in a private folder, with exactly the bytes it should have.
 * A program that is embedded in the compiled program cannot be run in place, and the copy that the package would make
 * cannot be run either.
 */
import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import manifest from "systray2/manifest" with { type: "json" };
// @ts-types="../std_types/encoding.d.ts"
import { encodeHex } from "@std/encoding/hex";
import { below } from "../core/text/path.ts";
import type { Host } from "../host/host.ts";
import type { Platform } from "../platform/platform.ts";
import { privateFolder, troubleOf } from "../host/files/private_folder.ts";
import { withoutConsole } from "./windows_no_console.ts";
import type { Reason } from "../core/reason.ts";
import type { Remedy } from "../core/remedy.ts";

/**
 * The version of the package. The helper's folder is named after it. Nothing of the package's code is run; that its manifest is imported
 * makes Deno fetch it.
 */
export const SYSTRAY2_VERSION = manifest.version;

/** More bytes than a picture of the icon has. */
const PICTURE_BYTES = 16_384;

/**
 * Gives a function that reads the helper for this platform in the form in which it is run: on Windows without its
 * console window. The function gives null if there is no helper, and rejects if the helper is not as expected.
 */
export function helperReader(
  { files }: Pick<Host, "files">,
  { os, systrayHelper }: Pick<Platform, "os" | "systrayHelper">,
): () => Promise<Uint8Array | null> {
  return async () => {
    const helper = systrayHelper === null ? null : await packagesHelper(files, systrayHelper);
    return helper === null || os !== "windows" ? helper : withoutConsole(`${systrayHelper}`, helper);
  };
}

/** In a compiled program the packed helper is beside the bundle. Run from source, it is in the npm package. */
async function packagesHelper(files: Host["files"], name: string): Promise<Uint8Array | null> {
  const packed = await files.readBytes(`${import.meta.dirname ?? "."}/traybin/${name}.gz`);
  if (packed !== null) return await unpacked(packed);
  const folder = packageFolder();
  return folder === null ? null : await files.readBytes(`${folder}/traybin/${name}`);
}

async function unpacked(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Null = a compiled program, which has no packages. */
function packageFolder(): string | null {
  try {
    return fileURLToPath(new URL(".", import.meta.resolve("systray2/manifest")));
  } catch {
    return null;
  }
}

export type PlacingHost = Pick<Host, "files" | "run" | "uid">;
export type PlacingPlatform = Pick<Platform, "os" | "paths" | "systrayHelper">;

export type PlacedHelper =
  /** The program to start. */
  | { readonly kind: "placed"; readonly path: string }
  /** It can be run nowhere. `why` names each place with its reason. */
  | { readonly kind: "nowhere"; readonly why: Reason; readonly remedy: Remedy };

/**
 * Makes sure that the helper is in a folder: with the right bytes, executable, and so that nobody else can change it.
 * Takes the first of the program's folders where that is possible. A helper that is there already is used even where
 * nothing can be written. Problems with a folder do not reject.
 */
export async function placeHelper(
  host: PlacingHost,
  platform: PlacingPlatform,
  helper: Uint8Array,
): Promise<PlacedHelper> {
  if (platform.os === "linux") {
    const placed = await placeWithLauncher(host, platform, helper);
    // Only on Linux the person chooses where these folders are.
    return placed.kind === "placed"
      ? placed
      : { ...placed, remedy: { kind: "or-elsewhere", first: placed.remedy } };
  }
  return await firstThatWorks(programFolders(platform), async (copyDir) => {
    const place = await versionFolder(host, copyDir);
    return place.kind === "trouble"
      ? place
      : await ensured(host, place.path, `${platform.systrayHelper}`, helper);
  });
}

function programFolders({ paths: { stateFolder, runtimeFolder, cacheFolder } }: PlacingPlatform) {
  return [stateFolder, runtimeFolder, cacheFolder].map((each) => below(each, "systray2"));
}

async function placeWithLauncher(
  host: PlacingHost,
  platform: PlacingPlatform,
  helper: Uint8Array,
): Promise<PlacedHelper> {
  const { runtimeFolder, stateFolder, cacheFolder } = platform.paths;
  // The runtime folder comes first: it is usually in memory, not on disk.
  const pictures = await firstThatWorks(
    [runtimeFolder, stateFolder, cacheFolder].map((each) => below(each, "tray")),
    (each) => pictureFolder(host, each),
  );
  if (pictures.kind === "nowhere") return pictures;
  const script = new TextEncoder().encode(launcher(pictures.path));
  const name = await launcherName(script);
  return await firstThatWorks(programFolders(platform), async (copyDir) => {
    const place = await versionFolder(host, copyDir);
    if (place.kind === "trouble") return place;
    const launched = await ensured(host, place.path, name, script);
    const trouble = launched.kind === "trouble" ? launched : await tried(host, launched.path);
    if (trouble !== null) return trouble;
    // Panels can show the file's name as the name of the icon.
    const program = await ensured(host, place.path, "claudeminder", helper);
    return program.kind === "trouble" ? program : launched;
  });
}

/**
 * A shell script that runs `claudeminder` beside it, with its temporary files in our folder. With an argument it does
 * nothing: so one can try whether programs in its folder may be run.
 */
export function launcher(temporaryFolder: string): string {
  const quoted = `'${temporaryFolder.replaceAll("'", `'\\''`)}'`;
  return `#!/bin/sh\n[ $# = 0 ] || exit 0\nTMPDIR=${quoted}\nexport TMPDIR\nexec "\${0%/*}/claudeminder"\n`;
}

/**
 * The name depends on the content: two programs with different folders for pictures must not overwrite each other's
 * script.
 */
async function launcherName(script: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", script);
  return `tray-${encodeHex(digest).slice(0, 16)}`;
}

/** What stands in the way at a place, and what to do about it. */
interface PlaceTrouble {
  readonly kind: "trouble";
  readonly why: Reason;
  readonly remedy: Remedy;
}

type FoundPlace = { readonly kind: "private" | "program"; readonly path: string } | PlaceTrouble;

async function firstThatWorks(
  places: readonly string[],
  attempt: (place: string) => Promise<FoundPlace>,
): Promise<PlacedHelper> {
  const reasons: Reason[] = [];
  let remedy: Remedy | null = null;
  for (const place of new Set(places)) {
    const found = await attempt(place);
    if (found.kind !== "trouble") return { kind: "placed", path: found.path };
    reasons.push({ about: "tray-helper", kind: "unusable", place, why: found.why });
    remedy ??= found.remedy;
  }
  const why: Reason = { about: "several", kind: "sentences", reasons };
  return { kind: "nowhere", why, remedy: remedy ?? { kind: "get-right-to-write" } };
}

async function versionFolder(host: PlacingHost, copyDir: string): Promise<FoundPlace> {
  const above = await privateFolder(host, copyDir);
  return above.kind === "trouble" ? above : await privateFolder(host, below(above.path, SYSTRAY2_VERSION));
}

/** Tried here because the helper does not report it if it cannot write its pictures. */
async function pictureFolder(host: PlacingHost, folder: string): Promise<FoundPlace> {
  const found = await privateFolder(host, folder);
  if (found.kind === "trouble") return found;
  const probe = below(found.path, `probe-${crypto.randomUUID()}`);
  try {
    await host.files.write(probe, new Uint8Array(PICTURE_BYTES));
    await host.files.remove(probe);
    return found;
  } catch (error) {
    return troubleOf(error);
  }
}

/** Tries whether programs there may be run; null = they may. */
async function tried(host: PlacingHost, script: string): Promise<PlaceTrouble | null> {
  try {
    const { code, timedOut } = await host.run({ program: script, args: ["try"] });
    if (code === 0 && !timedOut) return null;
    const why: Reason = { about: "folder", kind: "program-failed", status: code };
    return { kind: "trouble", why, remedy: RUNNABLE };
  } catch (error) {
    const code = Object(error).code;
    const isForbidden = code === "EACCES" || code === "EPERM";
    const why: Reason = { about: "folder", kind: "runs-no-programs" };
    return { kind: "trouble", why: isForbidden ? why : troubleOf(error).why, remedy: RUNNABLE };
  }
}

const RUNNABLE: Remedy = { kind: "mount-with-exec" };

/**
 * Makes sure that a program with these bytes is there. Everything else with that name is replaced. A link is replaced
 * too, never followed, so that no other person's program is run. `folder` is private.
 */
async function ensured(
  host: PlacingHost,
  folder: string,
  name: string,
  program: Uint8Array,
): Promise<FoundPlace> {
  const { files } = host;
  const path = below(folder, name);
  try {
    if (await isOurs(host, path, program)) return { kind: "program", path };
    return await files.locked(below(folder, "placing"), async (): Promise<FoundPlace> => {
      // Another instance may have written it meanwhile.
      if (await isOurs(host, path, program)) return { kind: "program", path };
      await removeLeftovers(files, folder);
      if ((await files.lstat(path))?.isDirectory) {
        const why: Reason = { about: "folder", kind: "is-folder", path };
        return { kind: "trouble", why, remedy: { kind: "move-away" } };
      }
      await files.write(path, program, 0o700);
      if (await isOurs(host, path, program)) return { kind: "program", path };
      const why: Reason = { about: "folder", kind: "altered", path };
      return { kind: "trouble", why, remedy: { kind: "check-disk" } };
    });
  } catch (error) {
    return troubleOf(error);
  }
}

/** Removes temporary files of a writer that was killed. Only the owner of the lock writes here. */
async function removeLeftovers(files: Host["files"], folder: string): Promise<void> {
  for (const name of await files.list(folder)) {
    if (/^\..+\.tmp$/.test(name)) await files.remove(below(folder, name));
  }
}

/**
 * Whether the file is ours and has these bytes. A file of another user never counts: that user could change it later.
 */
async function isOurs({ files, uid }: PlacingHost, path: string, program: Uint8Array): Promise<boolean> {
  try {
    const info = await files.lstat(path);
    if (info === null || info.isDirectory || info.isLink || info.size !== program.length) return false;
    if (info.owner !== uid || (info.mode !== null && info.mode !== 0o700)) return false;
    const there = await files.readBytes(path);
    return there !== null && Buffer.compare(there, program) === 0;
  } catch {
    return false;
  }
}
