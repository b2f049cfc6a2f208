/**
 * Tells a person what is due: shows alerts as notices, one at a time, performs what is pressed on them, and runs the person's
 * own command. What cannot be shown is tried again and stays due meanwhile.
 */
import { getLogger } from "@logtape/logtape";
import type { Action } from "../core/action.ts";
import { alertJson, noticeOf, statusNotice } from "../core/alert_notice.ts";
import { alertsToTell, nextAlertChange } from "../core/alerts.ts";
import type { Alert } from "../core/cause.ts";
import type { Messages } from "../core/messages.ts";
import type { Notice } from "../core/notice.ts";
import { isoTime } from "../core/one_shot.ts";
import type { Host } from "../host.ts";
import type { NoticeSender, Sent } from "../notify/sender.ts";
import { createBell } from "./sleep_until.ts";
import type { Store, Task } from "./task.ts";

const log = getLogger(["claudeminder", "notifier"]);

/** How long a person's own command may take. */
const commandMs = 10_000;

export interface Notifier {
  readonly run: Task;
  /** Shows the state as it stands. Rejects when that cannot be shown. */
  showStatus(): Promise<void>;
}

export interface NotifierOptions {
  readonly host: Pick<Host, "now" | "sleep" | "run">;
  readonly store: Store;
  readonly sender: NoticeSender;
  readonly messages: () => Messages;
  /** Does what was pressed; never rejects. */
  readonly perform: (action: Action) => void;
  /** Puts the state on disk, so that what was told stays told. */
  readonly keep: () => Promise<void>;
  /** Marks every notice as simulated. */
  readonly demo: boolean;
  /** Whether the system asks for less motion. Never rejects. */
  readonly reducedMotion: () => Promise<boolean>;
}

export function createNotifier(options: NotifierOptions): Notifier {
  const { host, store, sender, messages, perform, keep } = options;
  const bell = createBell();
  /** Alerts for which the command has run, and whose notice could not be shown yet. */
  const commanded = new Set<string>();
  let returned = false;

  /** Tells what is due; false = there was nothing to do. */
  async function tell(): Promise<boolean> {
    const now = host.now();
    const state = store.state();
    const alerts = alertsToTell(state, now);
    if (alerts.length === 0) return false;
    if (state.undelivered !== null && now < state.undelivered.retryAt && !returned) return false;
    returned = false;
    const notice = noticeOf(alerts, state, now, messages());
    runCommand(alerts, notice);
    const sent = await send(notice);
    if (sent.kind === "failed") {
      log.warning("an alert cannot be shown: {why}", { why: sent.why });
      store.dispatch({ type: "undelivered", why: sent.why, now: host.now() });
      return true;
    }
    const { title, body } = notice;
    log.info("told: {alerts}", { alerts: alerts.map(({ cause }) => cause.kind).join(", ") });
    const pulse = store.state().config.icon.pulse && !await options.reducedMotion();
    store.dispatch({ type: "told", alerts, title, body, pulse, now: host.now() });
    commanded.clear();
    await keep();
    return true;
  }

  function send(notice: Notice): Promise<Sent> {
    const { title } = notice;
    return sender.send(
      options.demo ? { ...notice, title: `${title} (${messages().demo})` } : notice,
      perform,
    );
  }

  /** The person's own command, once for each alert; it holds up nothing. */
  function runCommand(alerts: readonly Alert[], { title, body }: Notice): void {
    const [program, ...args] = store.state().config.reminder.command;
    const fresh = alerts.filter((alert) => !commanded.has(nameOf(alert)));
    if (program === undefined || fresh.length === 0) return;
    for (const alert of fresh) commanded.add(nameOf(alert));
    const alertsJson = fresh.map((alert) => alertJson(alert, messages()));
    const stdin = JSON.stringify({ time: isoTime(host.now()), title, body, alerts: alertsJson }) + "\n";
    host.run({ program, args }, { stdin, timeoutMs: commandMs }).then(
      ({ code, timedOut }) => {
        if (timedOut) log.warning("reminder.command took longer than {commandMs} ms", { commandMs });
        else if (code !== 0) log.warning("reminder.command ended with {code}", { code });
      },
      (error) => log.warning("reminder.command: {why}", { why: error instanceof Error ? error.message : "" }),
    );
  }

  return {
    async run(signal) {
      const unsubscribe = store.subscribe(() => bell.ring());
      const stop = sender.onReturn(() => {
        returned = true;
        bell.ring();
      });
      try {
        while (!signal.aborted) {
          if (await tell()) continue;
          const now = host.now();
          const retryAt = store.state().undelivered?.retryAt ?? Infinity;
          const wakeAt = nextAlertChange(store.state(), now);
          await bell.sleepUntil(host, retryAt > now ? Math.min(wakeAt, retryAt) : wakeAt, signal);
        }
      } finally {
        stop();
        unsubscribe();
      }
    },
    async showStatus() {
      const sent = await send(statusNotice(store.state(), host.now(), messages()));
      if (sent.kind === "failed") throw new Error(sent.why);
    },
  };
}

function nameOf({ series, mark }: Alert): string {
  return `${series} ${mark}`;
}
