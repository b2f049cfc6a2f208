/** Whether a folder can be written, by writing there; and what to do where it cannot. */
import type { WriteTrouble } from "../../core/language/doctor_messages.ts";
import { below } from "../../core/text/path.ts";
import { type Check, type Examination, problem, warning } from "./check.ts";
import { folderOf, isWithin, quoted, variableOf } from "./remedy_paths.ts";

/** Enough that a full disk refuses it: an empty file may still find room. */
const TRIAL_BYTES = 4096;

/** A folder that is to be written. */
export interface WritableFolder {
  readonly folder: string;
  /** Only this program uses it. A person can have put the settings into any other. */
  readonly isOurs: boolean;
}

/** Where writing was tried. */
interface TriedPlace {
  readonly path: string;
  /** What has to be made first: the outermost of the folders that are not there; null = the folder itself was tried. */
  readonly missing: string | null;
}

/** Writes and deletes a file there, or, where the folder is not there yet, in the one it would be made in. */
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
  // Settings that only somebody else can change can be used.
  return target.isOurs ? problem("files", detail, remedy) : warning("files", detail, remedy);
}

/** Never a change to what was there before the program and is not its own: that can be the system's, or another person's. */
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
      if (!isOurs) return says.ownFolder(paths.configFile);
      const variable = variableOf(folder, host);
      return isWithin(variable.value, path)
        ? says.correctPlace(variable.name)
        : says.writeRemedy(quoted(path), trouble, os);
    }
    case "forbidden":
    case "unknown":
      if (!isOurs) return says.ownFolder(paths.configFile);
      if (missing !== null) return says.makeFolder(quoted(missing), variableOf(folder, host).name, os);
      if (trouble === "unknown") return says.writeRemedy(quoted(path), trouble, os);
      if (host.uid === 0) return says.withoutSudo;
      return (await host.files.lstat(folder).catch(() => null))?.isLink === true
        ? says.seeLink(folder)
        : says.writeRemedy(quoted(path), trouble, os);
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
