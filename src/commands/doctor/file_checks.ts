/**
 * Who owns the program's files and folders, and who else may read them. Nothing is changed. No remedy changes the owner
 * or the rights of what others use too: the target of a link, a shared folder, another person's files.
 */
import { tokenFileBeside } from "../../server/server_file.ts";
import type { Settings } from "../../core/settings.ts";
import { below } from "../../core/text/path.ts";
import type { FileInfo } from "../../host/host.ts";
import { privateFolder, unusableFolder } from "../../host/files/private_folder.ts";
import { type Check, type Examination, ok, problem, warning } from "./check.ts";
import { folderOf, quoted } from "./remedy_paths.ts";
import { tryWriting } from "./write_checks.ts";

interface CheckedPlace {
  readonly path: string;
  readonly isFolder: boolean;
  /** Permission bits that nobody but the owner may have. */
  readonly forbidden: number;
  /** Only this program uses it, or another program of this person. */
  readonly isOurs: boolean;
}

/** Rights of the group and of others: any right, and the right to write. */
const ANY = 0o077, WRITING = 0o022;

/** `credentials`: files that can hold a login. `settings`: null = they cannot be used. */
export async function fileChecks(
  exam: Examination,
  credentials: readonly string[],
  settings: Settings | null,
): Promise<readonly Check[]> {
  const { platform: { paths }, says, files } = exam;
  const settingsFolder = folderOf(files.settings);
  // A person who names another settings file can have it in any folder.
  const isOurs = settingsFolder === folderOf(paths.settingsFile);
  // Settings are only secret if a proxy's password is among them. But they can name a program that is run, so nobody
  // else may write them.
  const inSettings = settings === null || /@/.test(settings.usage.proxy) ? ANY : WRITING;
  const watched: readonly CheckedPlace[] = [
    { path: settingsFolder, isFolder: true, forbidden: WRITING, isOurs },
    { path: files.settings, isFolder: false, forbidden: inSettings, isOurs },
    { path: paths.stateFolder, isFolder: true, forbidden: ANY, isOurs: true },
    { path: paths.runtimeFolder, isFolder: true, forbidden: ANY, isOurs: true },
    ...[
      ...[files.state, files.history, below(paths.stateFolder, "claudeminder.log")],
      ...[files.server, tokenFileBeside(files.server), ...credentials],
    ]
      .map((path) => ({ path, isFolder: false, forbidden: ANY, isOurs: true })),
  ];
  const looked = [
    ...await Promise.all(watched.map((each) => look(exam, each))),
    ...await Promise.all(sharedFiles(settings).map((each) => lookAtShared(exam, each))),
  ];
  const written = await Promise.all([
    tryWriting(exam, { folder: settingsFolder, isOurs }),
    ...[...new Set([paths.stateFolder, paths.runtimeFolder])]
      .map((folder) => tryWriting(exam, { folder, isOurs: true })),
  ]);
  const wrong = [
    ...otherOwnersChecks(exam, looked),
    ...looked.flatMap(({ checks }) => checks),
    ...written.flat(),
  ];
  if (wrong.length === 0) wrong.push(...await runtimeFolderChecks(exam));
  if (wrong.length > 0) return wrong;
  const count = looked.filter(({ isThere }) => isThere).length;
  const hasModes = looked.some(({ hasMode }) => hasMode) || exam.platform.os !== "windows";
  return [ok("files", hasModes ? says.filesFine(count) : says.filesWritable(count))];
}

/** What prevents the start of the program if nothing else is wrong: the folders above this one, and links to it. */
async function runtimeFolderChecks(
  { host, platform: { paths }, messages }: Examination,
): Promise<readonly Check[]> {
  const folder = paths.runtimeFolder;
  if (await host.files.lstat(folder).catch(() => null) === null) return [];
  const found = await privateFolder(host, folder);
  if (found.kind === "private") return [];
  return [problem("files", messages.reason(unusableFolder(folder, found)), messages.remedy(found.remedy))];
}

interface Finding {
  readonly checks: readonly Check[];
  /** Set if it belongs to somebody else; null = it does not, or that is right. */
  readonly stranger: { readonly path: string; readonly remedy: string } | null;
  readonly isThere: boolean;
  readonly hasMode: boolean;
}

const NOT_THERE: Finding = { checks: [], stranger: null, isThere: false, hasMode: false };

async function look(exam: Examination, watched: CheckedPlace): Promise<Finding> {
  const { host, says, platform: { paths } } = exam;
  const { path, isFolder, forbidden, isOurs } = watched;
  let info: FileInfo | null, isLink: boolean;
  try {
    info = await host.files.stat(path);
    isLink = (await host.files.lstat(path))?.isLink === true;
  } catch {
    const check = warning("files", says.notSeen(path), says.lookAtRights(quoted(folderOf(path))));
    return { ...NOT_THERE, checks: [check] };
  }
  if (info === null) return NOT_THERE;
  const isMine = isOwn(exam, info);
  // chown and chmod follow links. What root has put there (home-manager, stow) belongs to the system, and is as safe as
  // the system.
  const isTheSystems = info.owner === 0 && (isLink || !isOurs);
  const elsewhere = isLink ? says.seeLink(path) : says.ownFolder(paths.settingsFile);
  const takeOver = isLink || !isOurs ? elsewhere : `sudo chown $USER ${quoted(path)}`;
  const mayClose = isOurs ? isMine || !isLink : isMine && !isFolder;
  const close = mayClose ? `chmod ${isFolder ? 700 : 600} ${quoted(path)}` : elsewhere;
  return {
    checks: openChecks(exam, path, (info.mode ?? 0) & forbidden, { info, remedy: close }),
    stranger: isMine || isTheSystems ? null : { path, remedy: takeOver },
    isThere: true,
    hasMode: info.mode !== null,
  };
}

function openChecks(
  { says }: Examination,
  path: string,
  open: number,
  { info, remedy }: { readonly info: FileInfo; readonly remedy: string },
): readonly Check[] {
  if (open === 0) return [];
  const octal = (info.mode ?? 0).toString(8);
  const detail = (open & WRITING) === 0 ? says.readByOthers(path, octal) : says.changedByOthers(path, octal);
  return [warning("files", detail, remedy)];
}

interface SharedFile {
  readonly path: string;
  readonly key: string;
}

/** The files for plugins of menu bars, usually in a folder that everybody may use. */
function sharedFiles(settings: Settings | null): readonly SharedFile[] {
  if (settings === null || !settings.opencode.enabled) return [];
  const { state_file, usage_file } = settings.opencode;
  return [
    { path: state_file, key: "opencode.state_file" },
    { path: usage_file, key: "opencode.usage_file" },
  ].filter(({ path }) => path !== "");
}

/** In such a folder nobody can replace another person's file. A link of the person's own is replaced, not followed. */
async function lookAtShared(exam: Examination, { path, key }: SharedFile): Promise<Finding> {
  const { host, says, platform: { home } } = exam;
  const info = await host.files.lstat(path).catch(() => null);
  if (info === null) return NOT_THERE;
  const isMine = isOwn(exam, info);
  // If root is the person, root's agents need files of their own, so one of the two users must choose another path.
  const isSudo = host.uid === 0 && (await host.files.stat(home).catch(() => null))?.owner !== 0;
  const blocked = isMine || isSudo ? [] : [warning("files", says.notYours(path), says.otherPath(key))];
  const open = isMine && !info.isLink ? (info.mode ?? 0) & ANY : 0;
  return {
    checks: info.isDirectory
      ? [warning("files", says.cannotWrite(path, "not-a-folder"), says.otherPath(key))]
      : [...blocked, ...openChecks(exam, path, open, { info, remedy: `chmod 600 ${quoted(path)}` })],
    stranger: isMine || !isSudo ? null : { path, remedy: says.otherPath(key) },
    isThere: true,
    hasMode: info.mode !== null,
  };
}

function isOwn({ host }: Examination, { owner }: FileInfo): boolean {
  return owner === null || host.uid === null || owner === host.uid;
}

function otherOwnersChecks({ host, says }: Examination, looked: readonly Finding[]): readonly Check[] {
  const strangers = looked.flatMap(({ stranger }) => stranger === null ? [] : [stranger]);
  if (strangers.length === 0) return [];
  // Root could take over everything, but the person who owns it would lose it.
  if (host.uid === 0) {
    return [warning("files", says.notYours(strangers.map(({ path }) => path).join(", ")), says.withoutSudo)];
  }
  return strangers.map(({ path, remedy }) => warning("files", says.notYours(path), remedy));
}
