/** Whether a folder can be written, which is tried by writing there; and what to do if it cannot. */
import type { WriteTrouble } from "../../core/language/doctor_messages.ts";
import { below } from "../../core/text/path.ts";
import { type Check, type Examination, problem, warning } from "./check.ts";
import { folderOf, isWithin, quoted, variableOf } from "./remedy_paths.ts";

/** So many bytes that a full disk refuses them. An empty file may still fit. */
const TRIAL_BYTES = 4096;

/** A folder that the program must be able to write. */
export interface WritableFolder {
  readonly folder: string;
  /** Only this program uses it. The settings can be in any folder that a person has chosen. */
  readonly isOurs: boolean;
}

/** Where writing was tried. */
interface TriedPlace {
  readonly path: string;
  /** The folder that must be made first: the outermost one that does not exist; null = the folder itself was tried. */
  readonly missing: string | null;
}

/** Writes and deletes a file there. If the folder does not exist yet, in the folder in which it would be made. */
export async function tryWriting(exam: Examination, target: WritableFolder): Promise<readonly Check[]> {
  const { host } = exam;
  let place: TriedPlace = { path: target.folder, missing: null };
  try {
    for (;;) {
      const info = await host.files.stat(place.path);
      if (info !== null && !info.isDirectory) return [await refused(exam, target, place, "not-a-folder")];
      const above = folderOf(place.path);
      if (info !== null || above === place.path) break;
      place = { path: above, missing: place.path };
    }
    const trial = below(place.path, `.claudeminder-doctor-${host.pid}`);
    try {
      await host.files.write(trial, new Uint8Array(TRIAL_BYTES));
    } finally {
      await host.files.remove(trial).catch(() => {});
    }
    return [];
  } catch (error) {
    return [await refused(exam, target, place, troubleOf(error))];
  }
}

async function refused(
  exam: Examination,
  target: WritableFolder,
  place: TriedPlace,
  trouble: WriteTrouble,
): Promise<Check> {
  const detail = exam.says.cannotWrite(target.folder, trouble);
  const remedy = await remedyFor(exam, target, place, trouble);
  // Settings that only somebody else can change can still be used, so that is only a warning.
  return target.isOurs ? problem("files", detail, remedy) : warning("files", detail, remedy);
}

/**
 * A remedy never changes what existed before the program and is not its own: that may belong to the system, or to
 * another person.
 */
async function remedyFor(
  { host, says, platform: { os, paths } }: Examination,
  { folder, isOurs }: WritableFolder,
  { path, missing }: TriedPlace,
  trouble: WriteTrouble,
): Promise<string> {
  switch (trouble) {
    case "full":
    case "read-only":
      return says.writeRemedy(quoted(path), trouble, os);
    case "not-a-folder": {
      if (!isOurs) return says.ownFolder(paths.settingsFile);
      const variable = variableOf(folder, host);
      return isWithin(variable.value, path)
        ? says.correctPlace(variable.name)
        : says.writeRemedy(quoted(path), trouble, os);
    }
    case "forbidden":
    case "unknown":
      if (!isOurs) return says.ownFolder(paths.settingsFile);
      if (missing !== null) return says.makeFolder(quoted(missing), variableOf(folder, host).name, os);
      if (trouble === "unknown") return says.writeRemedy(quoted(path), trouble, os);
      if (host.uid === 0) return says.withoutSudo;
      return (await host.files.lstat(folder).catch(() => null))?.isLink === true
        ? says.seeLink(folder)
        : says.writeRemedy(quoted(path), trouble, os);
  }
}

/** By the system's error codes, errno(3). */
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
