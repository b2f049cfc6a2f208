/** For tests of what `doctor` says of files: all files that the program keeps, and whose they are. */
import { dirname } from "node:path";
import type { FileInfo } from "../../../src/host/host.ts";
import { denoFiles } from "../../../src/host/files/deno_files.ts";
import { said, type Stage } from "./stage.ts";

/** All that the program keeps, as the program makes it. */
export async function makeAll(stage: Stage): Promise<void> {
  const kept = { version: 1, readings: [], snoozedUntil: null, requests: [], gates: [] };
  await stage.write(`${stage.stateFolder}/state.json`, JSON.stringify(kept));
  await stage.write(`${stage.stateFolder}/claudeminder.log`, "");
  await stage.write(`${stage.runtimeFolder}/server.json`, "{}");
  await stage.write(`${stage.runtimeFolder}/token`, "t");
  await stage.signIn();
}

export async function seen(stage: Stage): Promise<readonly string[]> {
  return (await stage.checks("files")).map(said);
}

export const FINE = "ok: what is there (files and folders: 8) is yours alone, and folders can be written";

export const ME = 4321, ANOTHER = 4322;

/** Says these owners of files, and that the person is `uid`; what has no other owner is the person's. Writing is refused there. */
export function asPerson(
  stage: Stage,
  uid: number,
  { owners = {}, refused = [] }: {
    readonly owners?: Readonly<Record<string, number>>;
    readonly refused?: readonly string[];
  },
): void {
  const files = denoFiles();
  const owned = (path: string, info: FileInfo | null) =>
    info === null ? null : { ...info, owner: owners[path] ?? uid };
  stage.host = {
    uid,
    files: {
      ...files,
      stat: async (path) => owned(await files.realPath(path) ?? path, await files.stat(path)),
      lstat: async (path) => owned(path, await files.lstat(path)),
      write(path, data, mode) {
        if (!refused.includes(dirname(path))) return files.write(path, data, mode);
        return Promise.reject(Object.assign(new Error("marked"), { code: "EACCES" }));
      },
    },
  };
}
