/**
 * Saves the part of the state that outlives the process: after a change, one write at a time, and only if something has
 * changed.
 */
import { getLogger } from "@logtape/logtape";
import { type SavedState, savedStateOf } from "../core/saved_state.ts";
import type { Host } from "../host/host.ts";
import { sleepUntil } from "./sleep_until.ts";
import type { Store, Task } from "./task.ts";
import { reasonEn } from "../core/language/en/reasons.ts";
import { type Reason, sameReason } from "../core/reason.ts";
import { reasonOf } from "../core/reason_error.ts";

const log = getLogger(["claudeminder", "state"]);

/** How long to wait after a failed write (a full disk) before the next try. */
const retryMs = 30_000;

export interface StateSaver {
  /** Writes after each change until the signal aborts, then once more. */
  readonly run: Task;
  /**
   * Resolves when the state at this moment is on disk. If it cannot be written, it resolves too, and a remark says so.
   */
  save(): Promise<void>;
}

export interface StateSaverOptions {
  readonly host: Pick<Host, "now" | "sleep">;
  readonly store: Store;
  /** Rejects when it cannot write. */
  readonly write: (saved: SavedState) => Promise<void>;
  /** Names the file, for the notice. */
  readonly file: string;
}

export function createStateSaver({ host, store, write, file }: StateSaverOptions): StateSaver {
  let written = JSON.stringify(savedStateOf(store.state()));
  let writing: Promise<void> = Promise.resolve();
  let failing = false;

  function save(): Promise<void> {
    writing = writing.then(writeChange);
    return writing;
  }

  async function writeChange(): Promise<void> {
    const saved = savedStateOf(store.state());
    const text = JSON.stringify(saved);
    if (text === written) return;
    try {
      await write(saved);
      written = text;
      if (failing) notice(null);
      failing = false;
    } catch (error) {
      const why = reasonOf(error);
      if (!failing) log.error("cannot write {file}: {why}", { file, why: reasonEn(why) });
      failing = true;
      notice({ about: "own-file", kind: "unwritable", file, why });
    }
  }

  function notice(reason: Reason | null): void {
    const known = store.state().remarks.find((candidate) => candidate.id === "state-saver")?.reason ?? null;
    if (!sameReason(known, reason)) {
      store.dispatch({ type: "remark", id: "state-saver", reason, now: host.now() });
    }
  }

  return {
    save,
    async run(signal) {
      let changed = false;
      const unsubscribe = store.subscribe((event) => {
        if (event.type === "remark" || event.type === "agents" || changed) return;
        changed = true;
        // One write for all events of a turn.
        queueMicrotask(() => {
          changed = false;
          if (!failing) save();
        });
      });
      try {
        while (!signal.aborted) {
          await sleepUntil(host, host.now() + retryMs, signal);
          if (failing) await save();
        }
      } finally {
        unsubscribe();
        await save();
      }
    },
  };
}
