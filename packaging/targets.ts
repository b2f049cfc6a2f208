/** The systems that a program is made for, and what differs between them. */

export const TRIPLES = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
] as const;

/** A system and processor, as Deno names it. */
export type Triple = typeof TRIPLES[number];

export interface Target {
  readonly triple: Triple;
  readonly os: "linux" | "macos" | "windows";
  /** The file name of the program. */
  readonly program: string;
  /** The tray helper in systray2's package that this system runs; those of other systems stay out. Null = it has none. */
  readonly trayHelper: string | null;
  /** Debian's name of the processor; null = no `.deb`. */
  readonly debArch: string | null;
  /** What `formatOf()` returns for a program of this target. */
  readonly format: ProgramFormat;
}

/** What kind of file a program is, and for which processor. */
export type ProgramFormat = "elf-x86_64" | "elf-aarch64" | "macho-x86_64" | "macho-aarch64" | "pe-x86_64";

const TARGETS: Readonly<Record<Triple, Target>> = {
  "x86_64-unknown-linux-gnu": {
    triple: "x86_64-unknown-linux-gnu",
    os: "linux",
    program: "claudeminder-x86_64-unknown-linux-gnu",
    trayHelper: "tray_linux_release",
    debArch: "amd64",
    format: "elf-x86_64",
  },
  "aarch64-unknown-linux-gnu": {
    triple: "aarch64-unknown-linux-gnu",
    os: "linux",
    program: "claudeminder-aarch64-unknown-linux-gnu",
    trayHelper: null,
    debArch: "arm64",
    format: "elf-aarch64",
  },
  "x86_64-apple-darwin": {
    triple: "x86_64-apple-darwin",
    os: "macos",
    program: "claudeminder-x86_64-apple-darwin",
    trayHelper: "tray_darwin_release",
    debArch: null,
    format: "macho-x86_64",
  },
  "aarch64-apple-darwin": {
    triple: "aarch64-apple-darwin",
    os: "macos",
    program: "claudeminder-aarch64-apple-darwin",
    // An x86-64 program, which Rosetta runs; systray2 has no other.
    trayHelper: "tray_darwin_release",
    debArch: null,
    format: "macho-aarch64",
  },
  "x86_64-pc-windows-msvc": {
    triple: "x86_64-pc-windows-msvc",
    os: "windows",
    program: "claudeminder-x86_64-pc-windows-msvc.exe",
    trayHelper: "tray_windows_release.exe",
    debArch: null,
    format: "pe-x86_64",
  },
};

/** A build that cannot be made; `message` is for a person and says what to do. */
export class BuildError extends Error {
  override readonly name: string = "BuildError";
}

/**
 * The target of this name.
 * @throws {BuildError} when there is none.
 */
export function targetOf(triple: string): Target {
  const known = TRIPLES.find((each) => each === triple);
  if (known === undefined) {
    throw new BuildError(`Unknown target "${triple}"; known: ${TRIPLES.join(", ")}`);
  }
  return TARGETS[known];
}

/**
 * What kind of program begins with these bytes, at least 4096 of them; null for anything else. The numbers are those of the ELF
 * (`e_machine`), Mach-O (`cputype`) and PE (`Machine`) headers.
 */
export function formatOf(beginning: Uint8Array): ProgramFormat | null {
  const view = new DataView(beginning.buffer, beginning.byteOffset, beginning.byteLength);
  if (view.byteLength < 64) return null;
  if (view.getUint32(0) === 0x7f454c46) {
    const machine = view.getUint16(18, true);
    return machine === 62 ? "elf-x86_64" : machine === 183 ? "elf-aarch64" : null;
  }
  if (view.getUint32(0, true) === 0xfeedfacf) {
    const processor = view.getUint32(4, true);
    return processor === 0x0100_0007 ? "macho-x86_64" : processor === 0x0100_000c ? "macho-aarch64" : null;
  }
  const header = view.getUint16(0) === 0x4d5a ? view.getUint32(60, true) : view.byteLength;
  if (header + 6 > view.byteLength || view.getUint32(header) !== 0x50450000) return null;
  return view.getUint16(header + 4, true) === 0x8664 ? "pe-x86_64" : null;
}
