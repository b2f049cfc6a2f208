/**
 * Sets a state file aside that makes no sense: it gets another name, so that a person can look at it. The oldest of these files are
 * deleted when there are more than a few.
 */
import { getLogger } from "@logtape/logtape";
import { reasonEn } from "../core/language/en/reasons.ts";
import type { Reason } from "../core/reason.ts";
import { reasonOf } from "../core/reason_error.ts";
import { below, placeOf } from "../core/text/path.ts";
import type { Host } from "../host/host.ts";

const log = getLogger(["claudeminder", "state"]);

/** How many files that were set aside stay. */
const leftMax = 3;

type AsideHost = Pick<Host, "now"> & {
  readonly files: Pick<Host["files"], "read" | "write" | "rename" | "list" | "remove">;
};

/** Gives what a person should know about it. Never rejects. */
export async function setAside(host: AsideHost, file: string): Promise<Reason> {
  const aside = asideOf(host, file);
  try {
    await host.files.rename(file, aside);
    log.warning("{file} makes no sense, set aside as {aside}", { file, aside });
    return { about: "own-file", kind: "set-aside", file, parts: [], aside };
  } catch (error) {
    return { about: "own-file", kind: "not-set-aside", file, parts: [], why: reasonOf(error) };
  }
}

/**
 * The same where only the parts `lost` make no sense. The file stays, because the rest of it is good, and a copy is set aside. `maxBytes`:
 * how large the file may be.
 */
export async function setPartsAside(
  host: AsideHost,
  file: string,
  lost: readonly string[],
  maxBytes: number,
): Promise<Reason> {
  const aside = asideOf(host, file);
  const parts = lost.join(", ");
  try {
    await host.files.write(aside, await host.files.read(file, maxBytes) ?? "");
    log.warning("{parts} in {file} makes no sense, a copy is {aside}", { parts, file, aside });
    return { about: "own-file", kind: "set-aside", file, parts: lost, aside };
  } catch (error) {
    return { about: "own-file", kind: "not-set-aside", file, parts: lost, why: reasonOf(error) };
  }
}

function asideOf(host: Pick<Host, "now">, file: string): string {
  return `${file}.bad-${host.now()}`;
}

/** Deletes what was set aside longest ago. Never rejects. */
export async function sweepAside({ files }: AsideHost, file: string): Promise<void> {
  const { folder, name } = placeOf(file);
  try {
    const aside = (await files.list(folder)).filter((one) => one.startsWith(`${name}.bad-`));
    const oldest = aside.toSorted((a, b) => timeOf(b) - timeOf(a)).slice(leftMax);
    for (const one of oldest) await files.remove(below(folder, one));
  } catch (error) {
    log.info("what was set aside cannot be swept: {why}", { why: reasonEn(reasonOf(error)) });
  }
}

function timeOf(name: string): number {
  return Number(/\.bad-(\d+)$/.exec(name)?.[1] ?? 0);
}
