/** A Debian package (deb(5)), made without Debian's tools so that every system can make it. */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { type Entry, tar, textEntry, xz, type XzPreset } from "./reproducible_archive.ts";
import { SUMMARY } from "./linux_files.ts";

export interface DebParts {
  readonly program: Uint8Array<ArrayBuffer>;
  /** Files below `/usr/share`. */
  readonly share: readonly Entry[];
  /** The program's own licence. */
  readonly licence: string;
  /** The licences of the packages in the program. */
  readonly thirdParty: string;
  /** Debian's name of the processor. */
  readonly arch: string;
  /** `MAJOR.MINOR.PATCH`. */
  readonly version: string;
  /** The time of all files and of the change log, in epoch ms. */
  readonly timeMs: number;
  readonly preset: XzPreset;
}

const MAINTAINER = "claudeminder contributors <claudeminder@users.noreply.github.com>";

const DEB_TAR = { prefix: "./", folders: true } as const;

/** The file name that Debian gives a package. */
export function debName({ version, arch }: Pick<DebParts, "version" | "arch">): string {
  return `claudeminder_${version}_${arch}.deb`;
}

/**
 * The package: an `ar` archive of a format version, the control files and the files to install.
 * @throws {BuildError} when `xz` cannot be run.
 */
export async function deb(parts: DebParts): Promise<Uint8Array<ArrayBuffer>> {
  const files = installed(parts);
  const sums = files.map(({ path, bytes }) => `${createHash("md5").update(bytes).digest("hex")}  ${path}\n`);
  const control = [textEntry("control", controlFile(parts, files)), textEntry("md5sums", sums.join(""))];
  const { timeMs, preset } = parts;
  return ar([
    textEntry("debian-binary", "2.0\n"),
    { path: "control.tar.xz", bytes: await xz(await tar(control, timeMs, DEB_TAR), preset) },
    { path: "data.tar.xz", bytes: await xz(await tar(files, timeMs, DEB_TAR), preset) },
  ], timeMs);
}

function installed({ program, share, ...texts }: DebParts): readonly Entry[] {
  const doc = "usr/share/doc/claudeminder";
  return [
    { path: "usr/bin/claudeminder", bytes: program, executable: true },
    ...share.map((entry) => ({ ...entry, path: `usr/share/${entry.path}` })),
    textEntry(`${doc}/copyright`, copyright(texts)),
    { path: `${doc}/changelog.gz`, bytes: new Uint8Array(gzipSync(changelog(texts), { level: 9 })) },
    textEntry("usr/share/lintian/overrides/claudeminder", LINTIAN_OVERRIDES),
  ].sort((a, b) => a.path < b.path ? -1 : 1);
}

/** Libraries and versions are what Deno's runtime is linked against: `readelf --dyn-syms` names nothing newer than GLIBC_2.27. */
function controlFile({ arch, version }: DebParts, files: readonly Entry[]): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  return `Package: claudeminder
Version: ${version}
Architecture: ${arch}
Maintainer: ${MAINTAINER}
Installed-Size: ${Math.ceil(bytes / 1024)}
Depends: libc6 (>= 2.27), libgcc-s1
Recommends: ca-certificates, default-dbus-session-bus | dbus-session-bus
${arch === "amd64" ? "Suggests: libayatana-appindicator3-1\n" : ""}Section: utils
Priority: optional
Description: ${SUMMARY.charAt(0).toLowerCase()}${SUMMARY.slice(1)}
 claudeminder is one program with a tray icon: a coloured percentage of the
 limit that will stop you first, a tooltip with the session and its reset, and
 a menu with every limit. It warns once, at the right time, and says how old
 its figures are. It never touches your login.
`;
}

type Texts = Omit<DebParts, "program" | "share">;

/** In the machine-readable form (debian.org/doc/packaging-manuals/copyright-format/1.0) for the program, then as the packages have it. */
function copyright({ licence, thirdParty }: Texts): string {
  const [holder] = /^Copyright .+$/m.exec(licence) ?? ["Copyright claudeminder contributors"];
  const indented = (text: string) =>
    text.trim().split("\n").map((line) => ` ${line.trim() || "."}`).join("\n");
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: claudeminder
Comment:
 The program contains Deno's runtime and these packages:
 .
${indented(thirdParty)}

Files: *
Copyright: ${holder.replace(/^Copyright\s*(?:\(c\)\s*)?/i, "")}
License: Expat
${indented(licence)}
`;
}

function changelog({ version, timeMs }: Texts): string {
  const date = new Date(timeMs).toUTCString().replace("GMT", "+0000");
  return `claudeminder (${version}) stable; urgency=medium\n\n  * Version ${version}.\n\n -- ${MAINTAINER}  ${date}\n`;
}

/** Why Debian's check for embedded libraries is overridden: `deno compile` puts everything into one file on purpose. */
const LINTIAN_OVERRIDES =
  `# Deno's runtime has its libraries in it, and the program's code behind its last section.
claudeminder: embedded-library *
`;

/** The common `ar` format: a header of 60 bytes before each file, each at an even place. */
function ar(entries: readonly Entry[], timeMs: number): Uint8Array<ArrayBuffer> {
  const seconds = String(Math.floor(timeMs / 1000));
  const parts = entries.flatMap(({ path, bytes }) => {
    const fields = [path.padEnd(16), seconds.padEnd(12), "0".padEnd(6), "0".padEnd(6), "100644".padEnd(8)];
    const header = `${fields.join("")}${String(bytes.length).padEnd(10)}\`\n`;
    return [
      new TextEncoder().encode(header),
      bytes,
      new TextEncoder().encode(bytes.length % 2 === 1 ? "\n" : ""),
    ];
  });
  return new Uint8Array(Buffer.concat([new TextEncoder().encode("!<arch>\n"), ...parts]));
}
