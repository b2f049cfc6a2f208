/** What the program does for each Action, whoever asks: a menu, a notification, or another program over RPC. */
import type { Agents } from "../agents/agents.ts";
import type { Action } from "../core/action.ts";
import { noReset, snoozeEnd, type SnoozeLength } from "../core/alerts/snooze.ts";
import { statusNotice } from "../core/views/status_notice.ts";
import type { Messages } from "../core/language/messages.ts";
import { readingOf } from "../core/usage/current_usage.ts";
import type { Host } from "../host/host.ts";
import type { Platform } from "../platform/platform.ts";
import { ensureSettingsFile, type SettingsHost } from "../storage/settings_file.ts";
import type { AutostartKeeper } from "../tasks/autostart_keeper.ts";
import type { Notifier } from "../tasks/notifier.ts";
import type { Sidecars } from "../sidecars/sidecars_port.ts";
import type { Poller } from "../tasks/usage_poller.ts";
import type { Store } from "../tasks/task.ts";
import { logToOpen } from "./log_to_open.ts";
import { ReasonError } from "../core/reason_error.ts";

export interface PerformActionParts {
  readonly host: Pick<Host, "now" | "run"> & SettingsHost;
  readonly store: Store;
  readonly messages: () => Messages;
  readonly settingsFile: string;
  /** Where a person signs in. */
  readonly signInUrl: string;
  /** The system's way to open a file or an address. */
  readonly openWith: Platform["open"];
  readonly poller: Pick<Poller, "refresh">;
  readonly agents: Pick<Agents, "perform">;
  readonly sidecars: Pick<Sidecars, "start" | "stop" | "restart" | "logFiles">;
  /** Null = nothing can be started at login. */
  readonly autostart: Pick<AutostartKeeper, "toggle"> | null;
  readonly notifier: () => Pick<Notifier, "show">;
  /** Writes the saved state at once. */
  readonly save: () => Promise<void>;
  /** Ends the program. */
  readonly end: () => void;
}

/** Performs an action. Rejects with the reason when it cannot be done. */
export function createPerformAction(parts: PerformActionParts): (action: Action) => Promise<void> {
  const { host, store } = parts;

  async function snooze(length: SnoozeLength): Promise<void> {
    const now = host.now();
    const until = snoozeEnd(readingOf(store.state()), length, now);
    if (until === null) throw new ReasonError(noReset);
    store.dispatch({ type: "snoozed", until, now });
    await parts.save();
  }

  async function open(target: string): Promise<void> {
    const command = parts.openWith(target);
    const result = await host.run(command).catch(() => null);
    if (result === null) {
      throw new ReasonError({ about: "opening", kind: "program-not-run", target, program: command.program });
    }
    if (result.code !== 0) {
      throw new ReasonError({ about: "opening", kind: "program-failed", target, status: result.code });
    }
  }

  return async (action) => {
    switch (action.kind) {
      case "refresh":
        await parts.poller.refresh();
        return;
      case "snooze":
        return await snooze({ minutes: action.minutes });
      case "snooze-until-reset":
        return await snooze("until-reset");
      case "clear-snooze":
        store.dispatch({ type: "snoozed", until: null, now: host.now() });
        return await parts.save();
      case "show":
        return await parts.notifier().show(statusNotice(store.state(), host.now(), parts.messages()));
      case "answer-permission":
      case "answer-question":
      case "reject-question":
      case "focus-session":
        return await parts.agents.perform(action);
      case "start-sidecar":
        return await parts.sidecars.start(action.name);
      case "stop-sidecar":
        return await parts.sidecars.stop(action.name);
      case "restart-sidecar":
        return await parts.sidecars.restart(action.name);
      case "open-sidecar-log":
        return await open(await logToOpen(host, action.name, parts.sidecars.logFiles(action.name)));
      case "sign-in":
        return await open(parts.signInUrl);
      case "open-settings":
        await ensureSettingsFile(host, parts.settingsFile);
        return await open(parts.settingsFile);
      case "toggle-autostart":
        return await parts.autostart?.toggle();
      case "quit":
        return parts.end();
    }
    // Without this, an action of a new kind would compile and do nothing.
    action satisfies never;
  };
}
