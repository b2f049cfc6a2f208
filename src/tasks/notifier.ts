/**
 * Tells a person what is due. It shows alerts as notices, one at a time, performs what is pressed on them, takes them away when they
 * are no longer true, and runs the person's own command. A notice that cannot be shown is tried again; until then its alerts stay due.
 */
import { getLogger } from "@logtape/logtape";
import type { Action } from "../core/action.ts";
import { nextAlertChange } from "../core/alerts/due_alerts.ts";
import type { Messages } from "../core/language/messages.ts";
import { type NextNotice, nextNotice } from "../core/alerts/next_notice.ts";
import type { Notice } from "../core/alerts/notice.ts";
import { seriesIn } from "../core/alerts/series.ts";
import type { ReportWeight } from "../core/agents/source_core.ts";
import { weightOf } from "../core/agents/sources.ts";
import { isoTime } from "../core/time/iso_time.ts";
import { retryAt } from "../core/alerts/undelivered.ts";
import type { Event } from "../core/state.ts";
import { stillTrue } from "../core/alerts/still_true.ts";
import type { Telling } from "../core/alerts/told.ts";
import type { Host } from "../host/host.ts";
import type { NoticeSender, Sent } from "../notify/sender.ts";
import { createBell } from "./sleep_until.ts";
import type { Store, Task } from "./task.ts";
import { minute } from "../core/time/units.ts";
import { reasonEn } from "../core/language/en/reasons.ts";
import { ReasonError } from "../core/reason_error.ts";

const log = getLogger(["claudeminder", "notifier"]);

/** How long a person's own command may take. */
const commandMs = 10_000;
const returnMs = minute;
const wokeMs = 10_000;
const endMs = 1_000;
/** After a look that takes longer than this, in ms, there is a pause. */
const longMs = 5;

export interface Notifier {
  readonly run: Task;
  /** Shows a notice that is not an alert, at once. Rejects when it cannot be shown. */
  show(notice: Notice): Promise<void>;
  /** Takes from the screen what `show()` has put there. */
  unshow(subject: string): void;
}

export interface NotifierOptions {
  readonly host: Pick<Host, "now" | "monotonic" | "sleep" | "run">;
  readonly store: Store;
  readonly sender: NoticeSender;
  readonly messages: () => Messages;
  /** Does what was pressed; never rejects. */
  readonly perform: (action: Action) => void;
  /** Saves the state, so that nothing is told again after a restart. */
  readonly save: () => Promise<void>;
  /** Marks every notice as simulated. */
  readonly demo: boolean;
  /** Whether the system asks for less motion. Never rejects. */
  readonly reducedMotion: () => Promise<boolean>;
}

export function createNotifier(options: NotifierOptions): Notifier {
  const { host, store, sender, messages, perform, save } = options;
  const bell = createBell();
  /** Alerts for which the command has run, and whose notice could not be shown yet. */
  const commanded = new Set<string>();
  /** By subject, what was told by the last notice that may be on the screen, as long as it can become untrue. */
  const onScreen = new Map<string, readonly Telling[]>();
  let returned = false;
  let returnedAt = -Infinity;

  /** Tells what is due; false = there was nothing to do. */
  async function tell(signal: AbortSignal): Promise<boolean> {
    const now = host.now();
    const state = store.state();
    const next = nextNotice(state, now, messages());
    if (next === null) return false;
    if (now < (retryAt(state, now) ?? now) && !returned) return false;
    returned = false;
    const { notice: { subject, title, body }, told, alerts, spaced } = next;
    const commandDone = runCommand(next);
    const wantsPulse = state.settings.icon.pulse
      ? options.reducedMotion().then((reduced) => !reduced)
      : false;
    // A service that answers too late may still show it.
    if (!onScreen.has(subject)) onScreen.set(subject, told);
    const sent = await send(next.notice);
    if (sent.kind === "shown") onScreen.set(subject, told);
    if (signal.aborted && sent.kind === "failed") return false;
    // A person whose own command has run was told by that.
    if (sent.kind === "failed" && !await commandDone) {
      log.warning("an alert cannot be shown: {why}", { why: reasonEn(sent.why) });
      store.dispatch({ type: "undelivered", why: sent.why, now: host.now() });
      return true;
    }
    log.info("told: {alerts}", { alerts: alerts.map(({ kind }) => kind).join(", ") });
    const pulse = !signal.aborted && await wantsPulse;
    store.dispatch({ type: "told", told, alerts, title, body, pulse, spaced, now: host.now() });
    commanded.clear();
    await save();
    return true;
  }

  function withdrawWhatIsOver(): void {
    const now = host.now();
    for (const [subject, told] of onScreen) {
      const truth = stillTrue(told, store.state(), now);
      if (truth === "still") continue;
      onScreen.delete(subject);
      if (truth === "over") sender.withdraw(subject);
    }
  }

  function isAgentOnScreen(): boolean {
    return [...onScreen.values()].flat().some(({ series }) => seriesIn(series).kind === "agent-waiting");
  }

  function send(notice: Notice): Promise<Sent> {
    const { title } = notice;
    return sender.send(
      options.demo ? { ...notice, title: `${title} (${messages().demo})` } : notice,
      perform,
    );
  }

  /** The person's own command, once for each alert; true when it has done its work. Never rejects. */
  async function runCommand({ notice: { title, body }, told, alerts }: NextNotice): Promise<boolean> {
    const [program, ...args] = store.state().settings.reminder.command;
    const fresh = alerts.filter((_, index) => !commanded.has(nameOf(told[index])));
    if (program === undefined || fresh.length === 0) return false;
    for (const telling of told) commanded.add(nameOf(telling));
    const stdin = JSON.stringify({ time: isoTime(host.now()), title, body, alerts: fresh }) + "\n";
    try {
      const { code, timedOut } = await host.run({ program, args }, { stdin, timeoutMs: commandMs });
      if (timedOut) log.warning("reminder.command took longer than {commandMs} ms", { commandMs });
      else if (code !== 0) log.warning("reminder.command ended with {code}", { code });
      return code === 0 && !timedOut;
    } catch (error) {
      log.warning("reminder.command: {why}", { why: error instanceof Error ? error.message : "" });
      return false;
    }
  }

  return {
    async run(signal) {
      const unsubscribe = store.subscribe((event) => {
        if (concerns(event) || mayEndWaiting(event) && isAgentOnScreen()) bell.ring();
      });
      // When a service comes back, it is tried at once, but at most once in a minute.
      const stop = sender.onReturn(() => {
        if (Math.abs(host.now() - returnedAt) < returnMs) return;
        returnedAt = host.now();
        returned = true;
        bell.ring();
      });
      const ended = new Promise<false>((resolve) => {
        signal.addEventListener("abort", () => resolve(false), { once: true });
      });
      let telling: Promise<boolean> = Promise.resolve(false);
      try {
        while (!signal.aborted) {
          const begin = host.monotonic();
          telling = tell(signal);
          const tookMs = host.monotonic() - begin;
          if (await Promise.race([telling, ended])) continue;
          withdrawWhatIsOver();
          const now = host.now();
          const again = retryAt(store.state(), now) ?? Infinity;
          const wakeAt = nextAlertChange(store.state(), now);
          const end = await bell.sleepUntil(host, again > now ? Math.min(wakeAt, again) : wakeAt, signal);
          // After a suspend, first find out what is still true.
          if (end === "woke") await host.sleep(wokeMs, signal);
          // When very much waits, looking through it must not take more than a fifth of the time.
          else if (tookMs > longMs) await host.sleep(Math.min(1_000, 4 * tookMs), signal);
        }
        // A notice that is being shown should be remembered as told. But do not wait for a service that hangs.
        const waited = new AbortController();
        await Promise.race([telling, host.sleep(endMs, waited.signal)]);
        waited.abort();
      } finally {
        stop();
        unsubscribe();
      }
    },
    async show(notice) {
      const sent = await send(notice);
      if (sent.kind === "failed") throw new ReasonError(sent.why);
    },
    unshow: (subject) => sender.withdraw(subject),
  };
}

function nameOf(telling: Telling | undefined): string {
  return `${telling?.series} ${telling?.mark}`;
}

/** Whether an event may make something due, or end it: most of what agents do does not. */
function concerns(event: Event): boolean {
  const weight = weightIn(event);
  return weight !== "tool" && weight !== "detail";
}

/** A session that only seemed to wait goes on when its tool goes on. */
function mayEndWaiting(event: Event): boolean {
  return weightIn(event) === "tool";
}

/** Null = the event is none of agents. */
function weightIn(event: Event): ReportWeight | null {
  return event.type === "agents" ? weightOf(event.report) : null;
}
