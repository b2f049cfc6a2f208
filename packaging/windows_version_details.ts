/** What Windows shows of a program in its file's properties; `deno compile` cannot write it. */
import { NtExecutable, NtExecutableResource, Resource } from "resedit";
import { BuildError } from "./targets.ts";

/** US English, in UTF-16: what the Windows shell looks for first. */
const LANGUAGE = { lang: 1033, codepage: 1200 };

/**
 * The same Windows program with its name, description and version, `MAJOR.MINOR.PATCH`, as a resource, instead of those of Deno's
 * runtime.
 * @throws {BuildError} when these bytes are no program to which that can be added.
 */
export function withVersionDetails(
  program: Uint8Array<ArrayBuffer>,
  version: string,
): Uint8Array<ArrayBuffer> {
  try {
    const executable = NtExecutable.from(program.buffer);
    const resources = NtExecutableResource.from(executable);
    for (const old of Resource.VersionInfo.fromEntries(resources.entries)) {
      resources.removeResourceEntry(16, 1, old.lang);
    }
    versionInfo(version).outputToResourceEntries(resources.entries);
    resources.outputResource(executable);
    return new Uint8Array(executable.generate());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BuildError(`Cannot add version details to the program: ${why}`);
  }
}

function versionInfo(version: string): Resource.VersionInfo {
  const info = Resource.VersionInfo.createEmpty();
  info.lang = LANGUAGE.lang;
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  info.setFileVersion(major, minor, patch, 0, LANGUAGE.lang);
  info.setProductVersion(major, minor, patch, 0, LANGUAGE.lang);
  info.setStringValues(LANGUAGE, {
    CompanyName: "claudeminder contributors",
    FileDescription: "claudeminder",
    FileVersion: version,
    InternalName: "claudeminder",
    LegalCopyright: "MIT licence",
    OriginalFilename: "claudeminder.exe",
    ProductName: "claudeminder",
    ProductVersion: version,
  });
  return info;
}
