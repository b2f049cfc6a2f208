/**
 * Files that other programs read: written at once when something has changed, but no more than 20 times a second (or less often, where
 * they say so), and not at all while nothing changes.
 */
import { getLogger } from "@logtape/logtape";
import { reasonEn } from "../core/language/en/reasons.ts";
import type { Reason } from "../core/reason.ts";
import { reasonOf } from "../core/reason_error.ts";
import type { Command, Host } from "../host/host.ts";
import { type Bell, createBell } from "./sleep_until.ts";
import type { Task } from "./task.ts";

const log = getLogger(["claudeminder", "files"]);

/** Changes that come within this time after a write are written together, unless the files have a time of their own. */
const writeMs = 50;
/** A file that could not be written is tried again after this time, or when something changes. */
const retryMs = 30_000;
const failedMs = 1_000;
/** A plugin is told of changes at most this often. */
const tellMs = 2_000;
const tellLimitMs = 5_000;

export interface FileContent {
  readonly text: string;
  /** If it equals the key of the last content, nothing needs to be written. */
  readonly key: string;
}

export interface ChangingFile {
  readonly path: string;
  /** Permission bits; absent = nobody but the person may read it. */
  readonly mode?: number;
  /** What the file should contain at `now` (epoch ms); null = it stays as it is. */
  content(now: number): FileContent | null;
  /** What the file should contain after the end of the program; null = it stays as it is; "removed" = it should be gone. */
  atEnd(now: number): FileContent | null | "removed";
  /** Run after a change, at most every 2 s; null = nothing is run. */
  readonly tell: Command | null;
}

export interface ChangingFilesOptions {
  readonly host: Pick<Host, "now" | "monotonic" | "sleep" | "run"> & {
    readonly files: Pick<Host["files"], "write" | "remove">;
  };
  readonly files: readonly ChangingFile[];
  /** The shortest time between two writes, in ms; absent = 50. */
  readonly everyMs?: number;
  /** Calls `listener` when something may have changed; returns a function that ends this. */
  subscribe(listener: () => void): () => void;
  /** When something changes by the passing of time alone, after `now`: epoch ms; Infinity = never. */
  nextAt(now: number): number;
  /** Tells why a file cannot be written; null = it can be written again. */
  trouble(path: string, why: Reason | null): void;
}

/** The task that writes the files. A symbolic link in the place of a file is replaced, never followed. */
export function writeChangedFiles(options: ChangingFilesOptions): Task {
  const { host, files, subscribe, nextAt, everyMs = writeMs } = options;
  return async (signal) => {
    const writers = files.map((file) => ({
      file,
      write: createWriter(options, file),
      told: createBell(),
    }));
    const changed = createBell();
    const unsubscribe = subscribe(() => changed.ring());
    const ended = new AbortController();
    const telling = writers.flatMap(({ file: { tell }, told }) =>
      tell === null ? [] : [keepTelling(host, tell, told, ended.signal)]
    );
    try {
      while (!signal.aborted) {
        const outcomes: Outcome[] = [];
        const begin = host.monotonic();
        for (const { file, write, told } of writers) {
          const outcome = await write(file.content(host.now()));
          if (outcome === "written") told.ring();
          outcomes.push(outcome);
        }
        // Also if nothing was new: with many agents it takes some ms to find out.
        const restMs = Math.max(everyMs, Math.min(failedMs, 4 * (host.monotonic() - begin)));
        await host.sleep(outcomes.includes("failed") ? failedMs : restMs, signal);
        const now = host.now();
        const retryAt = outcomes.includes("failed") ? now + retryMs : Infinity;
        await changed.sleepUntil(host, Math.min(retryAt, nextAt(now)), signal);
      }
      for (const { file, write } of writers) {
        const last = file.atEnd(host.now());
        if (last === "removed") {
          await write.remove();
          continue;
        }
        const outcome = await write(last);
        if (outcome === "written" && file.tell !== null) await tellPlugin(host, file.tell);
      }
    } finally {
      // The files are not written any more, so their troubles are not shown any more.
      for (const { write } of writers) write.forget();
      unsubscribe();
      ended.abort();
      await Promise.all(telling);
    }
  };
}

type Outcome = "same" | "written" | "failed";

interface Writer {
  (content: FileContent | null): Promise<Outcome>;
  /** Removes what it has written. Never rejects. */
  remove(): Promise<void>;
  /** Takes back the trouble that was told, if any. */
  forget(): void;
}

function createWriter(
  { host, trouble }: Pick<ChangingFilesOptions, "host" | "trouble">,
  { path, mode = 0o600 }: Pick<ChangingFile, "path" | "mode">,
): Writer {
  let written: string | null = null;
  let isFailing = false;
  const write = async (content: FileContent | null): Promise<Outcome> => {
    if (content === null || content.key === written) return "same";
    try {
      await host.files.write(path, content.text, mode);
    } catch (error) {
      const why = reasonOf(error);
      if (!isFailing) {
        log.error("cannot write {path}: {why}", { path, why: reasonEn(why) });
        trouble(path, why);
      }
      isFailing = true;
      return "failed";
    }
    written = content.key;
    if (isFailing) trouble(path, null);
    isFailing = false;
    return "written";
  };
  return Object.assign(write, {
    async remove() {
      if (written === null) return;
      await host.files.remove(path).catch((error) =>
        log.error("cannot remove {path}: {why}", { path, why: reasonEn(reasonOf(error)) })
      );
    },
    forget() {
      if (isFailing) trouble(path, null);
    },
  });
}

type TellHost = Pick<Host, "now" | "sleep" | "run">;

/** Tells the plugin at once, or as soon as the last time is long enough ago. */
async function keepTelling(host: TellHost, tell: Command, told: Bell, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (await told.sleepUntil(host, Infinity, signal) !== "rung") continue;
    await tellPlugin(host, tell);
    await host.sleep(tellMs, signal);
  }
}

async function tellPlugin(host: TellHost, tell: Command): Promise<void> {
  try {
    await host.run(tell, { timeoutMs: tellLimitMs });
  } catch {
    log.debug("{program} cannot be started", { program: tell.program });
  }
}
