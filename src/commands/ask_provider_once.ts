/** Asks the provider once, for a command that cannot ask a running program. */
import { nothingSaved, savedStateOf, withOthers } from "../core/saved_state.ts";
import { initialState, type State } from "../core/state.ts";
import { loadSavedState, readSavedState, saveState, withSavedState } from "../storage/state_file.ts";
import { readingOf } from "../core/usage/current_usage.ts";
import { createStore } from "../app/store.ts";
import { createPoller } from "../tasks/usage_poller.ts";
import { type CommandParts, goodSettings } from "./command.ts";
import { minute } from "../core/time/units.ts";
import { ReasonError, reasonOf } from "../core/reason_error.ts";

/** How long a one-shot command waits for the endpoint. After that it says that there is no network. */
const askMs = 1500;

/** Figures that are younger than this need no new question. */
const youngMs = minute;

export interface AskOptions {
  /** `due`: where the last answer is older than the usual pace; `not-young`: older than a minute; `always`: whatever is known. */
  readonly ask: "due" | "not-young" | "always";
  /** A program is running that has another login. It keeps a state of its own. */
  readonly besideOther: boolean;
}

/**
 * Reads the settings, the saved state and who is signed in, then asks once, if that is allowed and can be counted. Processes that do so
 * at the same time wait for each other. Null after a message on stderr.
 */
export async function askOnce(parts: CommandParts, { ask, besideOther }: AskOptions): Promise<State | null> {
  const { host } = parts;
  const settings = await goodSettings(parts);
  if (settings === null) return null;
  // The running program overwrites its own file, so this state goes into another one.
  const file = besideOther ? parts.files.state.replace(/\.json$/, "-others.json") : parts.files.state;
  return await withSavedState(host, file, async () => {
    const { saved, problem } = await loadSavedState(host, file);
    if (problem !== null) parts.err(parts.messages.reason(problem));
    const theirs = besideOther ? await readSavedState(host, parts.files.state) : null;
    const all = theirs === null
      ? saved
      : withOthers(saved, theirs.kind === "read" ? theirs.saved : nothingSaved);
    const store = createStore(initialState(settings, all));
    const net = parts.createNet(settings.usage);
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

/** A request that cannot be counted is not made: the next process would not know of it, nor of a refusal by the server. */
class NotKept extends ReasonError {
  override readonly name = "NotKept";
}
