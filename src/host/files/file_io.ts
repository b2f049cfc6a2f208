/**
 * Reading and writing whole files: ordinary files alone, each in a given time, and nothing left behind. What stands in a file's place
 * may be a pipe that never ends, or lie on a disk that never answers.
 */
import process from "node:process";
import { unlessMissing, withinDiskTime } from "./disk_time_limit.ts";
import { split } from "./folder_watch.ts";
import { type Doing, fileError } from "../host_error.ts";

/** Null when there is no such file; rejects as soon as more than `maxBytes` have come, whatever its size claims to be. */
export function readAll(path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  return withinDiskTime("read", path, async () => {
    // Opening a pipe waits for somebody who writes to it, and opening some devices does something.
    const info = await unlessMissing(Deno.stat(path));
    if (info === null) return null;
    if (info.isCharDevice === true && await Deno.realPath(path) === NOTHING) return new Uint8Array();
    refuseOdd("read", path, info);
    const file = await unlessMissing(Deno.open(path, { read: true }));
    if (file === null) return null;
    try {
      const opened = await statOf(file) ?? info;
      // Another may have taken its place.
      refuseOdd("read", path, opened);
      return await bytesOf(file, { path, sizeBytes: opened.size, maxBytes });
    } finally {
      file.close();
    }
  });
}

/** How people say that a file is to be empty. */
const NOTHING = "/dev/null";
const SMALLEST_READ = 4 * 1024, LARGEST_READ = 64 * 1024;

/** Null for a file that is embedded in the program: Deno 2.7 does not tell of one that is open. Nobody can put another in its place. */
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
  // The kernel's own files say that they are empty. One byte more than there should be, to see the end at once.
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

/** Throws where it is anything else than an ordinary file, and says so. */
export function refuseOdd(
  doing: Doing,
  path: string,
  { isFile, isDirectory }: Kind,
): void {
  if (isFile) return;
  throw fileError(doing, path, { kind: isDirectory ? "is-folder" : "not-ordinary" });
}

/**
 * A link at `path` is replaced, not followed: in a shared folder such as /tmp another person could have put it there. So is a pipe,
 * which holds nothing.
 * The rename makes the change whole; without an fsync a power cut can still lose it, but not mix old and new.
 */
export function writeAtomically(path: string, data: string | Uint8Array, mode = 0o600): Promise<void> {
  return withinDiskTime("write", path, async () => {
    const { folder, name } = split(path);
    await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
    const there = await unlessMissing(Deno.lstat(path));
    if (there !== null && !there.isSymlink && there.isFifo !== true) refuseOdd("write", path, there);
    // With the strokes of the path, since it stands in what the system says of a failure.
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

/** With the number of the process in it, which may be killed before it can take the file away. */
function temporaryName(name: string): string {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `.${name}.claudeminder-${Deno.pid}-${random.toString(16).padStart(8, "0")}.tmp`;
}

const TEMPORARY = /^\..+\.claudeminder-(\d{1,10})-[0-9a-f]{8}\.tmp$/;
/** No write takes so long: a process of that number is another one. */
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
    // Any other error is about a process that is there, of another user.
    return Object(error).code !== "ESRCH";
  }
}
