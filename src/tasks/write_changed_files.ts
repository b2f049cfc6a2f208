/**
 * Files that other programs read: written at once when something has changed, but no more than 20 times a second, and not at all
 * while nothing changes.
 */
import { getLogger } from "@logtape/logtape";
import { reasonEn } from "../core/language/en/reasons.ts";
import type { Reason } from "../core/reason.ts";
import { reasonOf } from "../core/reason_error.ts";
import type { Command, Host } from "../host/host.ts";
import { type Bell, createBell } from "./sleep_until.ts";
import type { Task } from "./task.ts";

const log = getLogger(["claudeminder", "files"]);

/** What comes sooner after a look is looked at together with what else comes until then. */
const writeMs = 50;
/** What could not be written is tried again after this, unless something changes before. */
const retryMs = 30_000;
const failedMs = 1_000;
/** A plugin is told of changes this often at most. */
const tellMs = 2_000;
const tellLimitMs = 5_000;

export interface FileContent {
  readonly text: string;
  /** Where it is that of the last content, nothing has changed that is worth a write. */
  readonly key: string;
}

export interface ChangingFile {
  readonly path: string;
  /** What is to stand in it at `now` (epoch ms); null = what stands there. */
  content(now: number): FileContent | null;
  /** What is to stand in it when the program has ended; null = what stands there. */
  atEnd(now: number): FileContent | null;
  /** Run after a change, every 2 s at most; null = nobody wants to know. */
  readonly tell: Command | null;
}

export interface ChangingFilesOptions {
  readonly host: Pick<Host, "now" | "monotonic" | "sleep" | "run"> & {
    readonly files: Pick<Host["files"], "write">;
  };
  readonly files: readonly ChangingFile[];
  /** Calls `listener` when something may have changed; returns the way to stop that. */
  subscribe(listener: () => void): () => void;
  /** When something changes by the passing of time alone, after `now`: epoch ms; Infinity = never. */
  nextAt(now: number): number;
  /** A file that cannot be written, and why; null = it can again. */
  trouble(path: string, why: Reason | null): void;
}

/** The task that keeps the files true. A symbolic link in the place of a file is replaced, never followed; mode 0600. */
export function writeChangedFiles(options: ChangingFilesOptions): Task {
  const { host, files, subscribe, nextAt } = options;
  return async (signal) => {
    const writers = files.map((file) => ({
      file,
      write: createWriter(options, file.path),
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
        // Also after a look that found nothing new: a look costs some ms where there are many agents.
        const restMs = Math.min(failedMs, Math.max(writeMs, 4 * (host.monotonic() - begin)));
        await host.sleep(outcomes.includes("failed") ? failedMs : restMs, signal);
        const now = host.now();
        const retryAt = outcomes.includes("failed") ? now + retryMs : Infinity;
        await changed.sleepUntil(host, Math.min(retryAt, nextAt(now)), signal);
      }
      for (const { file, write } of writers) {
        const outcome = await write(file.atEnd(host.now()));
        if (outcome === "written" && file.tell !== null) await tellPlugin(host, file.tell);
      }
    } finally {
      // Nobody tries any more: what was wrong with the files is no longer to be told.
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
  /** Takes back what was told of trouble. */
  forget(): void;
}

function createWriter(
  { host, trouble }: Pick<ChangingFilesOptions, "host" | "trouble">,
  path: string,
): Writer {
  let written: string | null = null;
  let isFailing = false;
  const write = async (content: FileContent | null): Promise<Outcome> => {
    if (content === null || content.key === written) return "same";
    try {
      await host.files.write(path, content.text, 0o600);
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
    forget() {
      if (isFailing) trouble(path, null);
    },
  });
}

type TellHost = Pick<Host, "now" | "sleep" | "run">;

/** Tells at once, or as soon as the last time is long enough ago. */
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
