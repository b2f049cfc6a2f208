/** The work of the running program, done once by a command while none is running. */
import { nothingSaved, savedStateOf, withOthers } from "../core/saved_state.ts";
import { initialState, type State } from "../core/state.ts";
import { loadSavedState, readSavedState, saveState, withSavedState } from "../storage/state_file.ts";
import { readingOf } from "../core/usage/current_usage.ts";
import { createStore } from "../app/store.ts";
import { createPoller } from "../tasks/usage_poller.ts";
import { type CommandParts, goodSettings } from "./command.ts";
import { minute } from "../core/time/units.ts";
import { ReasonError, reasonOf } from "../core/reason_error.ts";

/** How long a one-shot command gives the endpoint; after that it is offline. */
const askMs = 1500;

/** Figures this young are an answer to the question just asked. */
const youngMs = minute;

export interface AskOptions {
  /** `due`: where the last answer is older than the usual pace; `not-young`: older than a minute; `always`: whatever is known. */
  readonly ask: "due" | "not-young" | "always";
  /** A program runs that has another login, and keeps its own state. */
  readonly besideOther: boolean;
}

/**
 * Settings, what was saved, who is signed in, and one question where that is allowed and can be counted. Processes that want it at the
 * same time do so one after the other. Null after a message on stderr.
 */
export async function askOnce(parts: CommandParts, { ask, besideOther }: AskOptions): Promise<State | null> {
  const { host } = parts;
  const config = await goodSettings(parts);
  if (config === null) return null;
  // The running program writes its file as it alone knows it.
  const file = besideOther ? parts.files.state.replace(/\.json$/, "-others.json") : parts.files.state;
  return await withSavedState(host, file, async () => {
    const { saved, problem } = await loadSavedState(host, file);
    if (problem !== null) parts.err(parts.messages.reason(problem));
    const theirs = besideOther ? await readSavedState(host, parts.files.state) : null;
    const all = theirs === null
      ? saved
      : withOthers(saved, theirs.kind === "read" ? theirs.saved : nothingSaved);
    const store = createStore(initialState(config, all));
    const net = parts.createNet(config.usage);
    const save = async () => {
      try {
        await saveState(host, file, savedStateOf(store.state()));
      } catch (error) {
        throw new NotKept({ about: "own-file", kind: "unwritable", file, why: reasonOf(error) });
      }
    };
    const provider = parts.createProvider(() => net);
    const poller = createPoller({ host, store, provider, timeoutMs: askMs, save });
    try {
      switch (ask) {
        case "due":
          await poller.askIfDue();
          break;
        case "not-young":
          await poller.refreshUnlessYoung(youngMs);
          break;
        case "always":
          await poller.refresh();
      }
      await save();
    } catch (error) {
      if (!(error instanceof NotKept)) throw error;
      parts.err(parts.messages.reason(error.reason));
      if (readingOf(store.state()) === null) return null;
    }
    return store.state();
  });
}

/** A question that cannot be counted is not asked: the next process would know nothing of it, nor of what the server refused. */
class NotKept extends ReasonError {
  override readonly name = "NotKept";
}
