/**
 * Performs what a person chooses in the menu or on a notice. There is no answer to show them, so what goes wrong is written in the
 * menu and told in a notice, until a later click succeeds.
 */
import { getLogger } from "@logtape/logtape";
import type { Action } from "../core/action.ts";
import { failedNotice, failedSubject } from "../core/alerts/failed_notice.ts";
import type { Messages } from "../core/language/messages.ts";
import { agentPrograms } from "../core/agents/sources.ts";
import { allowsUnseen } from "../core/agents/still_waiting.ts";
import type { Host } from "../host/host.ts";
import type { Notifier } from "../tasks/notifier.ts";
import type { Store } from "../tasks/task.ts";
import { ReasonError, reasonOf } from "../core/reason_error.ts";
import { reasonEn } from "../core/language/en/reasons.ts";

const log = getLogger(["claudeminder", "app"]);

export interface PerformClickParts {
  readonly host: Pick<Host, "now">;
  readonly store: Store;
  readonly messages: () => Messages;
  readonly notifier: () => Pick<Notifier, "show" | "unshow">;
  /** Rejects with the reason when it cannot be done. */
  readonly perform: (action: Action) => Promise<void>;
}

/** Performs an action; never rejects. A click allows an agent nothing that could not be shown whole. */
export function createPerformClick(parts: PerformClickParts): (action: Action) => Promise<void> {
  const { host, store, messages, notifier, perform } = parts;
  const isKnown = () => store.state().remarks.some(({ id }) => id === failedSubject);

  function done(): void {
    if (!isKnown()) return;
    store.dispatch({ type: "remark", id: failedSubject, reason: null, now: host.now() });
    notifier().unshow(failedSubject);
  }

  async function failed(action: Action, error: unknown): Promise<void> {
    const why = reasonOf(error);
    // The agent goes on already, which is what the person wanted.
    if (why.about === "agent" && why.kind === "already-answered") return;
    log.error("{action}: {why}", { action: action.kind, why: reasonEn(why) });
    store.dispatch({ type: "remark", id: failedSubject, reason: why, now: host.now() });
    // Where the state could not be shown, a notice about it could not be shown either.
    if (action.kind === "show") return;
    try {
      await notifier().show(failedNotice(why, messages()));
    } catch (trouble) {
      log.warning("no notification about it: {why}", { why: reasonEn(reasonOf(trouble)) });
    }
  }

  return async (action) => {
    try {
      if (allowsUnseen(agentPrograms(store.state().agents, host.now()), action)) {
        throw new ReasonError({ about: "agent", kind: "not-seen-whole" });
      }
      await perform(action);
    } catch (error) {
      return await failed(action, error);
    }
    done();
  };
}
