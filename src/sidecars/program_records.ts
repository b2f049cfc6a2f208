/**
 * `sidecars.json`: which programs run, so that the next start of this one ends what a crash has left. They are known again by their start
 * time and their mark: a stranger's process that has got the number of one of them is left alone. Two of ours may share the file, as on
 * a desktop and in `cron`, where their folders for running programs are not the same: then each leaves the other's programs alone.
 */
import { getLogger } from "@logtape/logtape";
import * as z from "zod";
import { reasonEn } from "../core/language/en/reasons.ts";
import { reasonOf } from "../core/reason_error.ts";
import { parseJson } from "../core/text/json.ts";
import type { Host } from "../host/host.ts";
import type { ProgramRecord } from "../host/staying_program.ts";
import { endGroup } from "./end_program.ts";

const log = getLogger(["claudeminder", "sidecars"]);

export interface ProgramRecords {
  /** Ends what is left of programs of an earlier run, and forgets them. Never rejects. */
  endLeftovers(): Promise<void>;
  /** Called when a program has been started, and when nothing of it is left. */
  add(name: string, record: ProgramRecord): void;
  remove(record: ProgramRecord): void;
  /** Resolves when the file says so. Never rejects. */
  written(): Promise<void>;
}

export type RecordsHost = Pick<Host, "monotonic" | "sleep" | "programs"> & {
  readonly files: Pick<Host["files"], "read" | "write" | "remove">;
};

const maxBytes = 1 << 20;

const recordsFile = z.object({
  version: z.literal(1),
  sidecars: z.array(z.object({
    name: z.string(),
    pid: z.int().positive(),
    startTime: z.string().nullable(),
    mark: z.string().min(1),
    owner: z.object({ pid: z.int().positive(), startTime: z.string().nullable() }),
  })),
});

type NamedRecord = z.output<typeof recordsFile>["sidecars"][number];

/** The records in `file`, a full path. */
export function programRecords(host: RecordsHost, file: string): ProgramRecords {
  const { files } = host;
  /** By mark. */
  const records = new Map<string, NamedRecord>();
  let writing = Promise.resolve();
  let isTold = false;

  async function write(): Promise<void> {
    try {
      const others = (await left()).filter(host.programs.isOfAnother);
      const sidecars = [...others, ...records.values()];
      if (sidecars.length === 0) await files.remove(file);
      else await files.write(file, JSON.stringify({ version: 1, sidecars }, null, 1) + "\n");
      isTold = false;
    } catch (error) {
      if (!isTold) tell(error);
      isTold = true;
    }
  }

  function tell(error: unknown): void {
    log.warning("{file} cannot be kept: {why}", { file, why: reasonEn(reasonOf(error)) });
  }

  const changed = () => {
    writing = writing.then(write);
  };

  async function left(): Promise<readonly NamedRecord[]> {
    try {
      const text = await files.read(file, maxBytes);
      return text === null ? [] : recordsFile.safeParse(parseJson(text)).data?.sidecars ?? [];
    } catch (error) {
      tell(error);
      return [];
    }
  }

  async function endLeftover({ name, ...record }: NamedRecord): Promise<void> {
    const group = host.programs.leftover(record);
    if (group === null) return;
    log.warning("{name}, process {pid}, was left behind, and is ended", { name, pid: record.pid });
    const still = await endGroup(host, group);
    if (still.length > 0) log.error("{name} cannot be ended: {pids}", { name, pids: still.join(", ") });
  }

  return {
    async endLeftovers() {
      const own = (await left()).filter((record) => !host.programs.isOfAnother(record));
      await Promise.all(own.map(endLeftover));
      changed();
      await writing;
    },
    add(name, { pid, startTime, mark, owner }) {
      records.set(mark, { name, pid, startTime, mark, owner });
      changed();
    },
    remove({ mark }) {
      records.delete(mark);
      changed();
    },
    written: () => writing,
  };
}
