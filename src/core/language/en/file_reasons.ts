/** Why files, folders, the registry and the like cannot be used, in English. */
import type {
  FileReason,
  FolderReason,
  OwnFileReason,
  Reason,
  VariableReason,
  WindowsReason,
} from "../../reason.ts";

export function fileReasonEn(reason: FileReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "unreadable":
      return `Cannot read "${reason.path}": ${say(reason.why)}`;
    case "unwritable":
      return `Cannot write "${reason.path}": ${say(reason.why)}`;
    case "unlockable":
      return `Cannot lock "${reason.path}": ${say(reason.why)}`;
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
    case "forbidden":
      return "permission denied";
    case "not-read":
      return "it cannot be read";
    case "too-large":
      return `it is larger than ${reason.bytes} bytes`;
    case "held":
      return `another process has held it for ${reason.seconds} s`;
  }
}

export function ownFileReasonEn(reason: OwnFileReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "unreadable":
      return `Cannot read ${reason.file}: ${say(reason.why)}`;
    case "unwritable":
      return `Cannot write ${reason.file}: ${say(reason.why)}`;
    case "of-newer-version":
      return `${reason.file} was made by a newer version of claudeminder, and is left as it is`;
    case "set-aside":
      return `${partsOf(reason)} made no sense and was set aside as ${reason.aside}`;
    case "not-set-aside":
      return `${partsOf(reason)} makes no sense and cannot be set aside: ${say(reason.why)}`;
  }
}

function partsOf({ file, parts }: { readonly file: string; readonly parts: readonly string[] }): string {
  return parts.length === 0 ? file : `${file} (${parts.join(", ")})`;
}

export function folderReasonEn(reason: FolderReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "unusable":
      return `Cannot use the folder "${reason.folder}": ${say(reason.why)}`;
    case "missing":
      return "it is not there";
    case "not-folder":
      return "it is not a folder";
    case "disk-full":
      return "the disk is full";
    case "quota-used-up":
      return "the disk quota is used up";
    case "read-only":
      return "it is read-only";
    case "runs-no-programs":
      return "programs in it may not be run (noexec?)";
    case "open":
      return `its mode must be 700, it is ${reason.mode}`;
    case "is-folder":
      return `"${reason.path}" is a folder`;
    case "of-another-user":
      return `"${reason.path}" belongs to another user`;
    case "altered":
      return `"${reason.path}" does not hold what was written to it`;
    case "changed-by-others":
      return `others can change what is in "${reason.folder}"`;
    case "program-failed":
      return `a program in it failed (exit status ${reason.status})`;
  }
}

export function variableReasonEn(reason: VariableReason): string {
  switch (reason.kind) {
    case "home-unset":
      return `Cannot find the home folder: ${reason.variable} is not set`;
    case "home-no-folder":
      return `Cannot find the home folder: ${reason.variable} is not set to one`;
    case "tilde":
      return `${reason.variable} begins with "~", which only a shell understands: taken for ${reason.path}`;
    case "relative":
      return `${reason.variable} is not a full path: taken for ${reason.path}, from where this program was started`;
  }
}

export function windowsReasonEn(reason: WindowsReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "registry-unreadable":
      return `Cannot read ${reason.key}: ${say(reason.why)}`;
    case "registry-unwritable":
      return `Cannot write ${reason.key}: ${say(reason.why)}`;
    case "sockets-unreadable":
      return `Cannot read the table of sockets: ${say(reason.why)}`;
    case "no-start-without-window":
      return `Programs cannot be started without a window: ${say(reason.why)}`;
    case "no-console":
      return "there is no console to join";
  }
}
