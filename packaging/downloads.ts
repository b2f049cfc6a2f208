/**
 * The files that people download: the program of a target in the forms that its system wants, how big they may be, and the sums to
 * check them by.
 */
import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { type Entry, tar, textEntry, xz, type XzPreset, zip } from "./reproducible_archive.ts";
import { deb, debName } from "./debian_package.ts";
import { licenceName, thirdPartyLicences } from "./licences.ts";
import { monitoringFiles } from "./monitoring_files.ts";
import { shareFiles } from "./linux_files.ts";
import { appFiles } from "./macos_app.ts";
import { sbom } from "./sbom.ts";
import { ROOT, sourceTimeMs, VERSION } from "./source_version.ts";
import type { Target } from "./targets.ts";

/** A program, and what is to be made around it. */
export interface Download {
  readonly target: Target;
  /** Path of the compiled program. */
  readonly program: string;
  /** The npm packages in it, as `name@version`. */
  readonly packages: readonly string[];
  /** The folder for what is made. */
  readonly out: string;
  readonly preset: XzPreset;
}

export interface Made {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Writes the archives of one target:
 * - Linux: `.tar.xz`, to be unpacked anywhere or over `~/.local`, and a `.deb`;
 * - macOS: `.zip` with `claudeminder.app`;
 * - Windows: `.zip` with the program.
 * @throws {BuildError} when `xz` cannot be run.
 */
export async function archives(download: Download): Promise<readonly Made[]> {
  const { target, out } = download;
  const program = await Deno.readFile(download.program);
  const timeMs = await sourceTimeMs();
  const licence = await Deno.readTextFile(join(ROOT, "LICENSE"));
  const thirdParty = await thirdPartyLicences(download.packages);
  const texts = [
    ...[textEntry("LICENSE", licence), textEntry("THIRD-PARTY-LICENSES.txt", thirdParty)],
    ...(await monitoringFiles()).map((entry) => ({ ...entry, path: `examples/${entry.path}` })),
  ];
  const name = `claudeminder-${target.triple}`;
  switch (target.os) {
    case "linux":
      return await linuxArchives(download, { program, timeMs, licence, thirdParty, name });
    case "macos": {
      const entries = [...await appFiles(program, VERSION), ...texts];
      return [await write(out, `${name}.zip`, zip(entries, timeMs))];
    }
    case "windows": {
      const entries = [{ path: "claudeminder.exe", bytes: program, executable: true }, ...texts];
      return [await write(out, `${name}.zip`, zip(entries, timeMs))];
    }
  }
}

interface LinuxParts {
  readonly program: Uint8Array<ArrayBuffer>;
  readonly timeMs: number;
  readonly licence: string;
  readonly thirdParty: string;
  readonly name: string;
}

/** Both at a time, as `xz` needs half a minute for each. */
async function linuxArchives({ target, out, preset }: Download, parts: LinuxParts): Promise<readonly Made[]> {
  const { program, timeMs, licence, thirdParty, name } = parts;
  const share = await shareFiles(VERSION, timeMs);
  const entries: readonly Entry[] = [
    { path: "bin/claudeminder", bytes: program, executable: true },
    ...share.map((entry) => ({ ...entry, path: `share/${entry.path}` })),
    textEntry("share/doc/claudeminder/LICENSE", licence),
    textEntry("share/doc/claudeminder/THIRD-PARTY-LICENSES.txt", thirdParty),
  ];
  // With the version, as the program itself has the name without it, and may be in the folder where people unpack.
  const top = `claudeminder-${VERSION}-${target.triple}/`;
  const archive = async () =>
    await write(
      out,
      `${name}.tar.xz`,
      await xz(await tar(entries, timeMs, { prefix: top, folders: false }), preset),
    );
  const { debArch: arch } = target;
  if (arch === null) return [await archive()];
  const about = { program, share, licence, thirdParty, arch, version: VERSION, timeMs, preset };
  return await Promise.all([
    archive(),
    deb(about).then((bytes) => write(out, debName(about), bytes)),
  ]);
}

/** Writes the bill of materials of programs with these packages in them. */
export async function writeSbom(out: string, packages: readonly string[]): Promise<Made> {
  const text = await sbom({
    lock: await Deno.readTextFile(join(ROOT, "deno.lock")),
    inProgram: packages,
    licence: async (id) => packages.includes(id) ? await licenceName(id) : null,
    version: VERSION,
    timeMs: await sourceTimeMs(),
  });
  return await write(out, "claudeminder.cdx.json", new TextEncoder().encode(text));
}

/** Writes `SHA256SUMS`, as `sha256sum --check` reads it, of these files, all in the folder `out`. */
export async function writeSums(out: string, paths: readonly string[]): Promise<Made> {
  const lines = await Promise.all(paths.map(async (path) => {
    const sum = createHash("sha256").update(await Deno.readFile(path)).digest("hex");
    return `${sum}  ${basename(path)}\n`;
  }));
  const sorted = lines.sort((a, b) => a.slice(64) < b.slice(64) ? -1 : 1);
  return await write(out, "SHA256SUMS", new TextEncoder().encode(sorted.join("")));
}

async function write(out: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Made> {
  const path = join(out, name);
  await Deno.writeFile(path, bytes);
  return { path, bytes: bytes.length };
}

/** In 10^6 bytes, of the program and of an `.xz` archive with it, for Linux on x86-64. Deno's runtime alone is 97.1, 24.9 in xz. */
const PROGRAM_MB = 104;
const XZ_MB = 30;

/** What is too big, in words for a person; null when nothing is. Archives count when they are packed as for a release. */
export function overBudget(
  { triple }: Pick<Target, "triple">,
  preset: XzPreset,
  files: readonly Made[],
): string | null {
  if (triple !== "x86_64-unknown-linux-gnu") return null;
  const over = files.flatMap(({ path, bytes }) => {
    const isArchive = /\.(?:tar\.xz|deb)$/.test(path);
    if (isArchive && preset !== 9) return [];
    const limit = isArchive ? XZ_MB : PROGRAM_MB;
    return bytes > limit * 1e6
      ? [`${path} has ${(bytes / 1e6).toFixed(1)} MB and may have at most ${limit} MB`]
      : [];
  });
  return over.length === 0 ? null : over.join("\n");
}
