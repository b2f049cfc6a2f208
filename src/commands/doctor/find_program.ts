/** Where a program is that is to be started: as the system looks for it. */
import { posix, win32 } from "node:path";
import type { Files } from "../../host/host.ts";
import type { System } from "../../core/system.ts";

export type FoundProgram =
  | { readonly kind: "program"; readonly path: string }
  /** `path`: a file that may not be run, or something else in its place. */
  | { readonly kind: "not-executable" | "not-a-file"; readonly path: string }
  | { readonly kind: "missing" };

export interface ProgramPlaces {
  readonly os: System;
  /** PATH, as the program that is started has it. */
  readonly path: string;
  /** The folder that it is started in. */
  readonly cwd: string;
  /** PATHEXT: the endings that Windows tries, ".COM;.EXE". */
  readonly endings: string;
}

/** The first that could be run; where there is none, the first that is there at all. */
export async function findProgram(
  files: Pick<Files, "stat">,
  program: string,
  { os, path, cwd, endings }: ProgramPlaces,
): Promise<FoundProgram> {
  const { delimiter, join, resolve } = os === "windows" ? win32 : posix;
  const isPlace = program.includes("/") || os === "windows" && program.includes("\\");
  const folders = isPlace ? [""] : path.split(delimiter).filter((folder) => folder !== "");
  const names = os === "windows" ? ["", ...endings.split(";")].map((ending) => program + ending) : [program];
  let first: FoundProgram = { kind: "missing" };
  for (const folder of folders) {
    for (const name of names) {
      const place = isPlace ? resolve(cwd, name) : join(folder, name);
      const info = await files.stat(place).catch(() => null);
      if (info === null) continue;
      if (info.isFile && (info.mode === null || (info.mode & 0o111) !== 0)) {
        return { kind: "program", path: place };
      }
      if (first.kind === "missing") {
        first = { kind: info.isFile ? "not-executable" : "not-a-file", path: place };
      }
    }
  }
  return first;
}
