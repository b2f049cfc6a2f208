/**
 * A file with what a program prints, byte for byte, and the older ones that it was rotated into. Where it cannot be written the program
 * goes on: this is told once. The library that writes our own log takes records, and keeps everything waiting while it writes.
 */
import { getLogger } from "@logtape/logtape";
import { reasonEn } from "../core/language/en/reasons.ts";
import { reasonOf } from "../core/reason_error.ts";
import { second } from "../core/time/units.ts";
import type { Host } from "../host/host.ts";

const log = getLogger(["claudeminder", "sidecars"]);

const maxBytes = 5 << 20;
const maxFiles = 3;
/** How long nothing is tried after a failure: a disk that does not answer would keep the program waiting each time. */
const againMs = 10 * second;
const lineEnd = 0x0a;

export type OutputFileHost = Pick<Host, "monotonic"> & {
  readonly files: Pick<Host["files"], "append" | "stat" | "rename">;
};

export interface OutputFile {
  /** Never rejects. The next part waits until the one before is written. */
  write(part: Uint8Array): Promise<void>;
}

export function outputFile(host: OutputFileHost, path: string): OutputFile {
  const { files } = host;
  /** Null = not known yet. */
  let size: number | null = null;
  let brokenUntil = -Infinity;
  let isTold = false;

  async function rotate(): Promise<void> {
    const names = [path, ...Array.from({ length: maxFiles - 1 }, (_, index) => `${path}.${index + 1}`)];
    for (let index = names.length - 1; index > 0; index--) {
      const [from = "", to = ""] = names.slice(index - 1, index + 1);
      if (await files.stat(from) !== null) await files.rename(from, to);
    }
  }

  async function add(part: Uint8Array): Promise<void> {
    if (part.length > 0) size = await files.append(path, part);
  }

  async function addOrRotate(part: Uint8Array): Promise<void> {
    size ??= (await files.stat(path))?.size ?? 0;
    const room = maxBytes - size;
    if (part.length <= room) return await add(part);
    // No line is in two files, unless it is a very long one.
    const fits = room <= 0 ? 0 : part.lastIndexOf(lineEnd, room - 1) + 1;
    await add(part.subarray(0, fits));
    if (size > 0) await rotate();
    size = 0;
    await add(part.subarray(fits));
  }

  return {
    async write(part) {
      if (part.length === 0 || host.monotonic() < brokenUntil) return;
      try {
        await addOrRotate(part);
        isTold = false;
      } catch (error) {
        size = null;
        brokenUntil = host.monotonic() + againMs;
        if (isTold) return;
        isTold = true;
        log.warning("{path} is not written: {why}", { path, why: reasonEn(reasonOf(error)) });
      }
    },
  };
}
