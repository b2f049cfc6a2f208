/**
 * Folders in which only this user can change anything, not even by renaming a folder above them. So a file that was checked there is
 * still the same when it is run a moment later.
 */
import type { FileInfo, Host } from "../host.ts";
import { HostError, type HostReason, type HostRemedy } from "../host_error.ts";

/** What is wrong with a folder or file, and what to do about it. */
export interface FolderTrouble {
  readonly kind: "trouble";
  readonly why: HostReason;
  readonly remedy: HostRemedy;
  /** The full path of a folder of this user with which nothing is wrong but that others may enter it. */
  readonly open?: string;
}

export type FolderHost = Pick<Host, "uid"> & {
  readonly files: Pick<Host["files"], "makeDir" | "realPath" | "lstat" | "read">;
};

export type ClosingHost = FolderHost & { readonly files: Pick<Host["files"], "setMode"> };

/** The folder, by a path without links: no link can be changed after the folder was checked. */
export interface PrivateFolder {
  readonly kind: "private";
  readonly path: string;
}

/**
 * Makes the folder where it is missing (0700). Makes sure that it belongs to this user, that nobody else may enter it, and that only
 * root and this user can rename the folders above it. Never rejects.
 *
 * On Windows neither owners nor modes are looked at: the folders in AppData belong to one person.
 */
export async function privateFolder(
  host: FolderHost,
  folder: string,
): Promise<PrivateFolder | FolderTrouble> {
  const { files, uid } = host;
  try {
    await files.makeDir(folder, 0o700);
    const link = uid === null ? null : await troubleOfLink(host, folder, uid);
    if (link !== null) return link;
    const real = uid === null ? folder : await files.realPath(folder);
    if (real === null) return NO_FOLDER;
    // From the top down: a folder that was checked can then no longer be moved.
    const above = uid === null ? null : await troubleAbove(host, real, uid);
    if (above !== null) return above;
    const info = await files.lstat(real);
    if (info === null || !info.isDirectory) return NO_FOLDER;
    if (uid === null) return { kind: "private", path: real };
    if (info.owner !== uid) return ofAnother(real);
    if (info.mode !== null && (info.mode & 0o077) !== 0) {
      const mode = info.mode.toString(8);
      return {
        kind: "trouble",
        why: { about: "folder", kind: "open", mode },
        remedy: { kind: "close-folder", folder: real },
        open: real,
      };
    }
    return { kind: "private", path: real };
  } catch (error) {
    return troubleOf(error);
  }
}

/**
 * As `privateFolder`, but a folder of this user's own that others may enter, as after a careless `chmod -R` or under a lax umask, is
 * closed to them. A folder to which a link leads is not: it is there for something else. Never rejects.
 */
export async function closedFolder(
  host: ClosingHost,
  folder: string,
): Promise<PrivateFolder | FolderTrouble> {
  const found = await privateFolder(host, folder);
  if (found.kind === "private" || found.open === undefined) return found;
  try {
    if ((await host.files.lstat(folder))?.isLink !== false) return found;
    await host.files.setMode(found.open, 0o700);
  } catch (error) {
    return troubleOf(error);
  }
  return await privateFolder(host, folder);
}

/** A link can be trusted as far as its owner can be, and whoever can put another one in its place. */
async function troubleOfLink(host: FolderHost, folder: string, uid: number): Promise<FolderTrouble | null> {
  const info = await host.files.lstat(folder);
  if (info?.isLink !== true) return null;
  if (info.owner !== uid && info.owner !== 0) return ofAnother(folder);
  const slash = folder.lastIndexOf("/");
  const above = await host.files.realPath(folder.slice(0, slash) || "/");
  return above === null ? NO_FOLDER : await troubleAbove(host, `${above}/${folder.slice(slash + 1)}`, uid);
}

const NO_FOLDER: FolderTrouble = {
  kind: "trouble",
  why: { about: "folder", kind: "not-folder" },
  remedy: { kind: "move-away" },
};

/** Without what helps. */
export function unusableFolder(folder: string, { why }: FolderTrouble): HostReason {
  return { about: "folder", kind: "unusable", folder, why };
}

/** What an error of the file system means for a person; for an unknown one, what the error itself says. */
export function troubleOf(error: unknown): FolderTrouble {
  const code = Object(error).code;
  switch (code) {
    case "ENOSPC":
      return troubled({ about: "folder", kind: "disk-full" }, { kind: "make-room" });
    case "EDQUOT":
      return troubled({ about: "folder", kind: "quota-used-up" }, { kind: "make-room" });
    case "EROFS":
      return troubled({ about: "folder", kind: "read-only" }, RIGHT_TO_WRITE);
    case "EACCES":
    case "EPERM":
      return troubled({ about: "file", kind: "forbidden" }, RIGHT_TO_WRITE);
    case "ENOTDIR":
    case "EEXIST":
      return NO_FOLDER;
    default: {
      const text = error instanceof Error ? error.message : String(error);
      return troubled(error instanceof HostError ? error.reason : { about: "system", text }, RIGHT_TO_WRITE);
    }
  }
}

const RIGHT_TO_WRITE: HostRemedy = { kind: "get-right-to-write" };

function troubled(why: HostReason, remedy: HostRemedy): FolderTrouble {
  return { kind: "trouble", why, remedy };
}

function ofAnother(folder: string): FolderTrouble {
  return troubled({ about: "folder", kind: "of-another-user", path: folder }, { kind: "start-as-owner" });
}

/** `real` is a full path without links. */
async function troubleAbove(host: FolderHost, real: string, uid: number): Promise<FolderTrouble | null> {
  // In a container that maps users, root's files can have another number. Who owns "/" can do everything anyway.
  const trusted = [0, uid, (await host.files.lstat("/"))?.owner];
  for (const folder of foldersAbove(real)) {
    const info = await host.files.lstat(folder);
    if (info === null || !info.isDirectory) return NO_FOLDER;
    if (!trusted.includes(info.owner)) return ofAnother(folder);
    if (await isOpenToOthers(host, info, uid)) {
      return troubled({ about: "folder", kind: "changed-by-others", folder }, {
        kind: "close-to-writers",
        folder,
      });
    }
  }
  return null;
}

/** "/a/b" is in "/a" and "/". */
function foldersAbove(path: string): readonly string[] {
  const names = path.split("/").slice(1, -1);
  return ["/", ...names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`)];
}

/** Where the sticky bit is set, as on /tmp, only the owner of a file can rename or remove it. */
async function isOpenToOthers(host: FolderHost, { mode, group }: FileInfo, uid: number): Promise<boolean> {
  if (mode === null || (mode & 0o1000) !== 0) return false;
  if ((mode & 0o002) !== 0) return true;
  return (mode & 0o020) !== 0 && !await isGroupOfOne(host, group, uid);
}

/**
 * Whether only this user is in the group. On many systems each user has such a group, with the user's own number, and folders to which
 * it may write. An access list (acl(5)) looks the same as the group's right. It is accepted, because the person has set it.
 * Source: pam_umask(8), `usergroups`; group(5), passwd(5).
 */
async function isGroupOfOne({ files }: FolderHost, group: number | null, uid: number): Promise<boolean> {
  if (group !== uid) return false;
  const users = records(await files.read("/etc/passwd"));
  const names = users.filter(([, , id]) => Number(id) === uid).map(([name]) => name);
  const own = records(await files.read("/etc/group")).find(([, , id]) => Number(id) === group);
  const members = own?.[3]?.split(",").filter((name) => name !== "");
  return members !== undefined && members.every((name) => names.includes(name)) &&
    users.every(([, , id, primary]) => Number(primary) !== group || Number(id) === uid);
}

function records(text: string | null): readonly (readonly string[])[] {
  return (text ?? "").split("\n").map((line) => line.split(":"));
}
