/** Whose the program's files and folders are, who else may read them, and whether they can be written. Nothing is changed. */
import type { Config } from "../core/config.ts";
import type { FileInfo } from "../host.ts";
import type { WriteTrouble } from "../core/language/doctor_messages.ts";
import { type Check, type Examination, ok, problem, warning } from "./check.ts";

/** Enough that a full disk refuses it: an empty file may still find room. */
const TRIAL_BYTES = 4096;

interface Watched {
  readonly path: string;
  readonly isFolder: boolean;
  /** Permission bits that nobody but the owner may have. */
  readonly forbidden: number;
}

/** Group and others: anything, and writing. */
const ANY = 0o077, WRITING = 0o022;

/** `credentials`: files that can hold a login. `config`: null = the settings cannot be used. */
export async function filesChecks(
  room: Examination,
  credentials: readonly string[],
  config: Config | null,
): Promise<readonly Check[]> {
  const { says, platform: { paths }, files } = room;
  const settingsFolder = folderOf(files.config);
  // Settings are no secret, unless a proxy's password is among them; but a program can be named in them that is run.
  const inSettings = config === null || /@/.test(config.usage.proxy) ? ANY : WRITING;
  const watched: readonly Watched[] = [
    { path: settingsFolder, isFolder: true, forbidden: WRITING },
    { path: files.config, isFolder: false, forbidden: inSettings },
    { path: paths.stateFolder, isFolder: true, forbidden: ANY },
    { path: paths.runtimeFolder, isFolder: true, forbidden: ANY },
    ...[files.state, `${paths.stateFolder}/claudeminder.log`, files.server, ...credentials]
      .map((path) => ({ path, isFolder: false, forbidden: ANY })),
  ];
  const looked = await Promise.all(watched.map((each) => look(room, each)));
  const folders = new Set([settingsFolder, paths.stateFolder, paths.runtimeFolder]);
  const written = await Promise.all([...folders].map((folder) => tryWriting(room, folder)));
  const wrong = [...looked.flatMap(({ checks }) => checks), ...written.flat()];
  if (wrong.length > 0) return wrong;
  const count = looked.filter(({ isThere }) => isThere).length;
  const hasModes = looked.some(({ hasMode }) => hasMode) || room.platform.os !== "windows";
  return [ok("files", hasModes ? says.filesFine(count) : says.filesWritable(count))];
}

interface Looked {
  readonly checks: readonly Check[];
  readonly isThere: boolean;
  readonly hasMode: boolean;
}

async function look(room: Examination, { path, isFolder, forbidden }: Watched): Promise<Looked> {
  const { host, says } = room;
  let info: FileInfo | null;
  try {
    info = await host.files.stat(path);
  } catch {
    const check = warning("files", says.notSeen(path), says.lookAtRights(quoted(folderOf(path))));
    return { checks: [check], isThere: false, hasMode: false };
  }
  if (info === null) return { checks: [], isThere: false, hasMode: false };
  const { mode, owner } = info;
  const checks: Check[] = [];
  const isStrangers = owner !== null && host.uid !== null && owner !== host.uid;
  if (isStrangers) checks.push(warning("files", says.notYours(path), `sudo chown $USER ${quoted(path)}`));
  const open = (mode ?? 0) & forbidden;
  if (open !== 0) {
    const octal = (mode ?? 0).toString(8);
    const detail = (open & WRITING) === 0
      ? says.readByOthers(path, octal)
      : says.changedByOthers(path, octal);
    checks.push(warning("files", detail, `chmod ${isFolder ? 700 : 600} ${quoted(path)}`));
  }
  return { checks, isThere: true, hasMode: mode !== null };
}

/** Writes and deletes a file there, or, where the folder is not there yet, in the one it would be made in. */
async function tryWriting(
  { host, says, platform: { os } }: Examination,
  folder: string,
): Promise<readonly Check[]> {
  const wrong = (trouble: WriteTrouble, where: string) => [
    problem("files", says.cannotWrite(folder, trouble), says.writeRemedy(quoted(where), trouble, os)),
  ];
  let place = folder;
  try {
    for (;;) {
      const info = await host.files.stat(place);
      if (info !== null && !info.isDirectory) return wrong("not-a-folder", place);
      if (info !== null || folderOf(place) === place) break;
      place = folderOf(place);
    }
    const trial = `${place}/.claudeminder-doctor-${host.pid}`;
    try {
      await host.files.write(trial, new Uint8Array(TRIAL_BYTES));
    } finally {
      await host.files.remove(trial).catch(() => {});
    }
    return [];
  } catch (error) {
    return wrong(troubleOf(error), place);
  }
}

/** By the system's codes: errno(3). */
function troubleOf(error: unknown): WriteTrouble {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "ENOSPC" || code === "EDQUOT") return "full";
  if (code === "EROFS") return "read-only";
  if (
    code === "EACCES" || code === "EPERM" || (error instanceof Error && error.name === "PermissionDenied")
  ) {
    return "forbidden";
  }
  return "unknown";
}

function folderOf(path: string): string {
  return /^(.*[^\\/])[\\/]+[^\\/]+[\\/]*$/.exec(path)?.[1] ?? (path.startsWith("/") ? "/" : path);
}

/** As a shell takes it. */
function quoted(path: string): string {
  return /^[\w@%+=:,./\\~-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
