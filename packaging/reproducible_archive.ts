/** Archives whose bytes depend only on their content and on one given time: sorted, without users and time zones. */
import { type Zippable, zipSync } from "fflate";
import { packTar } from "modern-tar";
import { BuildError } from "./targets.ts";

/** A file in an archive. */
export interface Entry {
  /** Relative, with slashes. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** True = mode 755, false = mode 644. */
  readonly executable?: boolean;
}

/** How hard `xz` tries: 0 is quick, 9 makes the smallest file. */
export type XzPreset = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** A text file. */
export function textEntry(path: string, text: string): Entry {
  return { path, bytes: new TextEncoder().encode(text) };
}

export interface TarOptions {
  /** A folder that is put before each path. */
  readonly prefix: string;
  /**
   * Whether the archive has entries for folders, of mode 755, which dpkg needs. An archive that is unpacked over a person's own
   * folders must have none, since tar would change the mode of those.
   */
  readonly folders: boolean;
}

/** A tar archive (ustar) in which everything belongs to root. */
export async function tar(
  entries: readonly Entry[],
  timeMs: number,
  { prefix, folders: hasFolders }: TarOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const common = { mtime: new Date(timeMs), uid: 0, gid: 0, uname: "root", gname: "root" };
  const folders = (hasFolders ? foldersOf(entries) : []).map((folder) => ({
    header: { ...common, name: `${prefix}${folder}/`, size: 0, mode: 0o755, type: "directory" as const },
  }));
  const files = entries.map(({ path, bytes, executable }) => ({
    header: {
      ...common,
      name: `${prefix}${path}`,
      size: bytes.length,
      mode: executable === true ? 0o755 : 0o644,
      type: "file" as const,
    },
    body: bytes,
  }));
  return await packTar([...folders, ...files].sort((a, b) => compare(a.header.name, b.header.name)));
}

/** All folders above the entries, sorted. */
function foldersOf(entries: readonly Entry[]): readonly string[] {
  const folders = entries.flatMap(({ path }) => {
    const names = path.split("/").slice(0, -1);
    return names.map((_, index) => names.slice(0, index + 1).join("/"));
  });
  return [...new Set(folders)].sort(compare);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A zip archive with Unix modes, which macOS restores and Windows ignores. */
export function zip(entries: readonly Entry[], timeMs: number): Uint8Array<ArrayBuffer> {
  // A zip holds local time, without saying which zone's; this makes it UTC everywhere.
  const mtime = new Date(timeMs + new Date(timeMs).getTimezoneOffset() * 60_000);
  const files: Zippable = {};
  for (const { path, bytes, executable } of [...entries].sort((a, b) => compare(a.path, b.path))) {
    const mode = 0o100000 | (executable === true ? 0o755 : 0o644);
    // 3 = made on Unix; the mode is in the upper half of the attributes.
    files[path] = [bytes, { level: 9, mtime, os: 3, attrs: (mode << 16) >>> 0 }];
  }
  return new Uint8Array(zipSync(files));
}

/**
 * Compressed by the program `xz`, in one thread: with several threads the result would depend on their number.
 * @throws {BuildError} when there is no such program or it fails.
 */
export async function xz(bytes: Uint8Array<ArrayBuffer>, preset: XzPreset): Promise<Uint8Array<ArrayBuffer>> {
  const command = new Deno.Command("xz", {
    args: [`-${preset}`, "--threads=1", "--stdout"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  const child = start(command);
  const fed = new Blob([bytes]).stream().pipeTo(child.stdin).catch(() => {});
  const { success, stdout, stderr } = await child.output();
  await fed;
  if (success) return stdout;
  throw new BuildError(`xz fails: ${new TextDecoder().decode(stderr).trim()}`);
}

function start(command: Deno.Command): Deno.ChildProcess {
  try {
    return command.spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new BuildError("Archives for Linux need the program xz: install xz-utils");
    }
    throw error;
  }
}
