/**
 * Puts the helper program of systray2 where it can be run: in a private folder, byte for byte as it came with this program.
 * What is embedded in a compiled program cannot be run in place, and what the package's own copying makes cannot either.
 */
import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import type { Host } from "../host.ts";
import type { Platform } from "../platform/platform.ts";

/** systray2 looks for its helper in a folder of this name; it has to be the version in deno.json. */
export const SYSTRAY2_VERSION = "2.1.4";

/**
 * How to read the helper for this platform: from beside the bundle in a compiled program, where it is packed, from the npm
 * package when run from source. Null when there is none.
 */
export function helperReader(
  { files }: Pick<Host, "files">,
  { systrayHelper }: Pick<Platform, "systrayHelper">,
): () => Promise<Uint8Array | null> {
  return async () => {
    if (systrayHelper === null) return null;
    const packed = await files.readBytes(`${import.meta.dirname ?? "."}/traybin/${systrayHelper}.gz`);
    if (packed !== null) return await unpacked(packed);
    const folder = packageFolder();
    return folder === null ? null : await files.readBytes(`${folder}/traybin/${systrayHelper}`);
  };
}

async function unpacked(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Null in a compiled program, which has no packages. */
function packageFolder(): string | null {
  try {
    return fileURLToPath(new URL(".", import.meta.resolve("systray2")));
  } catch {
    return null;
  }
}

/**
 * Makes sure that the helper is there, unchanged and executable, and gives the folder to tell systray2 as `copyDir`.
 * Rejects when other people may write where it has to be, or it cannot be written.
 */
export async function placeHelper(
  { files }: Pick<Host, "files">,
  { os, paths, systrayHelper }: Pick<Platform, "os" | "paths" | "systrayHelper">,
  helper: Uint8Array,
): Promise<string> {
  const copyDir = `${paths.stateFolder}/systray2`;
  const folder = `${copyDir}/${SYSTRAY2_VERSION}`;
  for (const each of [copyDir, folder]) await makePrivate(files, each);
  const expected = `${folder}/${systrayHelper}`;
  if (os !== "linux") {
    await ensureProgram(files, expected, helper);
    return copyDir;
  }
  // The base name of the program is all that a panel can show as the icon's name, and the pictures go to memory, not to disk.
  const pictures = `${paths.runtimeFolder}/tray`;
  await makePrivate(files, pictures);
  await ensureProgram(files, `${folder}/claudeminder`, helper);
  await ensureProgram(files, expected, new TextEncoder().encode(launcher(pictures)));
  return copyDir;
}

/** A shell script that runs `claudeminder` beside it, with its temporary files in a folder of ours. */
export function launcher(temporaryFolder: string): string {
  const quoted = `'${temporaryFolder.replaceAll("'", `'\\''`)}'`;
  return `#!/bin/sh\nTMPDIR=${quoted}\nexport TMPDIR\nexec "\${0%/*}/claudeminder"\n`;
}

async function makePrivate(files: Host["files"], folder: string): Promise<void> {
  await files.makeDir(folder, 0o700);
  const info = await files.stat(folder);
  if (info === null || !info.isDirectory) throw new Error(`Cannot use "${folder}": it is not a folder`);
  if (info.mode !== null && (info.mode & 0o077) !== 0) {
    const mode = info.mode.toString(8);
    throw new Error(`Cannot use "${folder}" for the tray helper: its mode must be 700, it is ${mode}`);
  }
}

/** Whatever else is there, a link too, is replaced, not followed: nobody else's program is ever run. */
async function ensureProgram(files: Host["files"], path: string, program: Uint8Array): Promise<void> {
  const info = await statOrNull(files, path);
  if (info !== null && !info.isDirectory && info.size === program.length && isOursAlone(info.mode)) {
    const there = await readOrNull(files, path);
    if (there !== null && Buffer.compare(there, program) === 0) return;
  }
  await files.write(path, program, 0o700);
}

function isOursAlone(mode: number | null): boolean {
  return mode === null || mode === 0o700;
}

async function statOrNull(files: Host["files"], path: string) {
  try {
    return await files.stat(path);
  } catch {
    return null;
  }
}

async function readOrNull(files: Host["files"], path: string): Promise<Uint8Array | null> {
  try {
    return await files.readBytes(path);
  } catch {
    return null;
  }
}
