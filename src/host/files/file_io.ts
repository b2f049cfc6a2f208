/**
 * Reads and writes files, and adds to them: only ordinary files, within a time limit, and without leaving anything behind. In the place of a file
 * there may be a pipe that never ends, and it may lie on a disk that never answers.
 */
import process from "node:process";
import { unlessMissing, withinDiskTime } from "./disk_time_limit.ts";
import { split } from "./folder_watch.ts";
import { type Doing, fileError } from "../host_error.ts";

/** Null when there is no such file. Rejects as soon as more than `maxBytes` were read, whatever the file says of its size. */
export function readAll(path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  return withinDiskTime("read", path, async () => {
    // Opening a pipe would wait until somebody writes to it, and opening some devices has an effect.
    const info = await unlessMissing(Deno.stat(path));
    if (info === null) return null;
    if (info.isCharDevice === true && await Deno.realPath(path) === NOTHING) return new Uint8Array();
    refuseOdd("read", path, info);
    const file = await unlessMissing(Deno.open(path, { read: true }));
    if (file === null) return null;
    try {
      const opened = await statOf(file) ?? info;
      // Another file may have taken its place since.
      refuseOdd("read", path, opened);
      return await bytesOf(file, { path, sizeBytes: opened.size, maxBytes });
    } finally {
      file.close();
    }
  });
}

/** What people name where they want an empty file. */
const NOTHING = "/dev/null";
const SMALLEST_READ = 4 * 1024, LARGEST_READ = 64 * 1024;

/** Null for a file that is embedded in the program: Deno 2.7 gives no facts about it once it is open. Nobody can replace it either. */
async function statOf(file: Deno.FsFile): Promise<Deno.FileInfo | null> {
  try {
    return await file.stat();
  } catch (error) {
    if (Deno.build.standalone && error instanceof Deno.errors.NotSupported) return null;
    throw error;
  }
}

async function bytesOf(
  file: Deno.FsFile,
  { path, sizeBytes, maxBytes }: {
    readonly path: string;
    readonly sizeBytes: number;
    readonly maxBytes: number;
  },
): Promise<Uint8Array<ArrayBuffer>> {
  // The kernel's own files say that they are empty. One byte more than the size, so that the end is seen at once.
  const likely = Math.max(SMALLEST_READ, Math.min(sizeBytes, LARGEST_READ));
  let bytes = new Uint8Array(Math.min(likely, maxBytes) + 1);
  let size = 0;
  for (;;) {
    const count = await file.read(bytes.subarray(size));
    if (count === null) return bytes.slice(0, size);
    size += count;
    if (size > maxBytes) throw fileError("read", path, { kind: "too-large", bytes: maxBytes });
    if (size < bytes.length) continue;
    const larger = new Uint8Array(bytes.length * 2);
    larger.set(bytes);
    bytes = larger;
  }
}

type Kind = Pick<Deno.FileInfo, "isFile" | "isDirectory">;

/** Throws, with what it is, where it is not an ordinary file. */
export function refuseOdd(
  doing: Doing,
  path: string,
  { isFile, isDirectory }: Kind,
): void {
  if (isFile) return;
  throw fileError(doing, path, { kind: isDirectory ? "is-folder" : "not-ordinary" });
}

/**
 * A link at `path` is replaced, not followed: in a shared folder such as /tmp another person could have put it there. A pipe is
 * replaced too, since it holds nothing.
 * Because of the rename a reader sees either the old or the new file. Without an fsync a power cut can lose the change, but cannot mix
 * old and new.
 */
export function writeAtomically(path: string, data: string | Uint8Array, mode = 0o600): Promise<void> {
  return withinDiskTime("write", path, async () => {
    const { folder, name } = split(path);
    await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
    const there = await unlessMissing(Deno.lstat(path));
    if (there !== null && !there.isSymlink && there.isFifo !== true) refuseOdd("write", path, there);
    // With the slashes of the given path, since this name appears in what the system says of a failure.
    const temporary = path.slice(0, path.length - name.length) + temporaryName(name);
    try {
      const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
      await Deno.writeFile(temporary, bytes, { createNew: true, mode: 0o600 });
      if (Deno.build.os !== "windows") await Deno.chmod(temporary, mode);
      await Deno.rename(temporary, path);
    } catch (error) {
      await unlessMissing(Deno.remove(temporary));
      throw error;
    }
  });
}

/** As `Files.append`. A link is followed: a person may keep large files elsewhere. */
export function appendTo(path: string, data: Uint8Array): Promise<number> {
  return withinDiskTime("write", path, async () => {
    // Opening a pipe would wait until somebody reads from it.
    const there = await unlessMissing(Deno.stat(path));
    if (there !== null) refuseOdd("write", path, there);
    else await Deno.mkdir(split(path).folder, { recursive: true, mode: 0o700 });
    using file = await Deno.open(path, { append: true, create: true, mode: 0o600 });
    for (let done = 0; done < data.length;) done += await file.write(data.subarray(done));
    return (await file.stat()).size;
  });
}

/** The name has the number of the process in it, which may be killed before it can remove the file. */
function temporaryName(name: string): string {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `.${name}.claudeminder-${Deno.pid}-${random.toString(16).padStart(8, "0")}.tmp`;
}

const TEMPORARY = /^\..+\.claudeminder-(\d{1,10})-[0-9a-f]{8}\.tmp$/;
/** No write takes so long: if a process of that number runs now, it is another one. */
const OLD_MS = 60 * 60_000;

/** As `Files.sweep`. */
export function sweep(folder: string): Promise<void> {
  return withinDiskTime("read", folder, async () => {
    const found: string[] = [];
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (isFile && TEMPORARY.test(name)) found.push(name);
    }
    for (const name of found) await removeLeftover(`${folder}/${name}`, Number(TEMPORARY.exec(name)?.[1]));
  }).catch(() => {});
}

async function removeLeftover(path: string, pid: number): Promise<void> {
  const info = await unlessMissing(Deno.lstat(path));
  if (info === null || !info.isFile || info.uid !== Deno.uid()) return;
  const isOld = Date.now() - (info.mtime?.getTime() ?? 0) > OLD_MS;
  if (isOld || !isRunning(pid)) await unlessMissing(Deno.remove(path));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Any other error means that the process is there and belongs to another user.
    return Object(error).code !== "ESRCH";
  }
}
