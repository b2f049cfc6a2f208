/**
 * Why the host could not do something, as data. The program's `Reason` and `Remedy` have the same shape, and its languages say them.
 * The host knows nothing of the program: it says in English only what is in the messages of its errors.
 */

export type HostReason =
  /** What the system says. */
  | { readonly about: "system"; readonly text: string }
  | { readonly about: "file" } & HostFileReason
  | { readonly about: "folder" } & HostFolderReason
  | { readonly about: "windows" } & HostWindowsReason;

/** Why a file is not read, written or locked. */
export type FileTrouble =
  | { readonly kind: "is-folder" | "too-many-links" | "not-ordinary" | "silent-disk" }
  /** Of a database: what is in it makes no sense, or another process writes to it. */
  | { readonly kind: "damaged" | "in-use" }
  | { readonly kind: "too-large"; readonly bytes: number }
  /** Another process has the lock. */
  | { readonly kind: "held"; readonly seconds: number };

export type HostFileReason =
  | FileTrouble
  | { readonly kind: "forbidden" }
  | {
    readonly kind: "unreadable" | "unwritable" | "unlockable";
    readonly path: string;
    readonly why: HostReason;
  };

export type HostFolderReason =
  | { readonly kind: "unusable"; readonly folder: string; readonly why: HostReason }
  | { readonly kind: "not-folder" | "disk-full" | "quota-used-up" | "read-only" }
  | { readonly kind: "open"; readonly mode: string }
  | { readonly kind: "of-another-user"; readonly path: string }
  | { readonly kind: "changed-by-others"; readonly folder: string };

export type HostWindowsReason =
  | {
    readonly kind: "registry-unreadable" | "registry-unwritable";
    readonly key: string;
    readonly why: HostReason;
  }
  | { readonly kind: "sockets-unreadable" | "no-start-without-window"; readonly why: HostReason }
  | { readonly kind: "no-console" };

/** What a person can do about it. */
export type HostRemedy =
  | { readonly kind: "move-away" | "make-room" | "get-right-to-write" | "start-as-owner" }
  | { readonly kind: "close-folder" | "close-to-writers"; readonly folder: string };

export class HostError extends Error {
  override readonly name = "HostError";

  /** `message`: the reason in English. */
  constructor(message: string, readonly reason: HostReason) {
    super(message);
  }
}

export type Doing = "read" | "write" | "lock";

export const doingKinds = { read: "unreadable", write: "unwritable", lock: "unlockable" } as const;

/** That the file cannot be read, written or locked. */
export function fileError(doing: Doing, path: string, trouble: FileTrouble): HostError {
  return new HostError(`Cannot ${doing} "${path}": ${english(trouble)}`, {
    about: "file",
    kind: doingKinds[doing],
    path,
    why: { about: "file", ...trouble },
  });
}

function english(trouble: FileTrouble): string {
  switch (trouble.kind) {
    case "is-folder":
      return "it is a folder";
    case "too-many-links":
      return "too many links";
    case "not-ordinary":
      return "it is not an ordinary file";
    case "silent-disk":
      return "the disk it is on does not answer";
    case "damaged":
      return "it is damaged";
    case "in-use":
      return "another process is writing to it";
    case "too-large":
      return `it is larger than ${trouble.bytes} bytes`;
    case "held":
      return `another process has held it for ${trouble.seconds} s`;
  }
}
