/**
 * The task that shows the icon: it chooses the tray driver, and writes into the state why there is no icon. A person who has just
 * started the program and sees no icon is told once in another way.
 */
import { getLogger } from "@logtape/logtape";
import type { Action } from "../core/action.ts";
import type { AppTask } from "../core/state.ts";
import type { Host } from "../host/host.ts";
import type { Store, Task } from "../tasks/task.ts";
import type { TrayChoice } from "../tray/driver_choice.ts";
import type { TrayPort } from "../tray/driver.ts";
import { reasonEn } from "../core/language/en/reasons.ts";
import { type Reason, sameReason, withRemedy } from "../core/reason.ts";
import { reasonOf } from "../core/reason_error.ts";
import type { Remedy } from "../core/remedy.ts";

const log = getLogger(["claudeminder", "app"]);

/** What breaks, as the menu and the log call it. */
const NAME: AppTask = "tray";

/** By then a panel that is just starting has shown the icon, and so has a helper that had to be started twice. */
const patienceMs = 5_000;

export interface TrayIconTaskParts {
  readonly host: Pick<Host, "now" | "sleep">;
  readonly store: Store;
  readonly views: Pick<TrayPort, "view" | "subscribe">;
  readonly choose: () => Promise<TrayChoice>;
  readonly perform: (action: Action) => void;
  /** Called when there is an icon, or when it is known that there is none yet; again with each later change. */
  readonly settled?: () => void;
  /** Null = nobody waits for the icon, as at login, where panels come late. */
  readonly tell: {
    /** Says that there is no icon, and what would help (null = nothing is known). Rejects when that cannot be shown. */
    missing(why: Reason, remedy: Remedy | null): Promise<void>;
    /** Takes that back, because there is an icon now. */
    shown(): void;
  } | null;
}

export function trayIconTask(
  { host, store, views, choose, perform, settled = () => {}, tell }: TrayIconTaskParts,
): Task {
  let told = tell === null;
  /** What was told may still be on the screen. */
  let onScreen = false;
  let missing: { readonly why: Reason; readonly remedy: Remedy | null } | null = null;
  let patience: Promise<void> | null = null;

  function isMissing(why: Reason, remedy: Remedy | null, until: AbortSignal, waitMs: number): void {
    missing = { why, remedy };
    patience ??= host.sleep(waitMs, until).then(async () => {
      if (told || missing === null || tell === null || until.aborted) return;
      told = true;
      onScreen = true;
      try {
        await tell.missing(missing.why, missing.remedy);
      } catch (error) {
        onScreen = false;
        const text = reasonEn(withRemedy(missing.why, missing.remedy));
        log.warning("no tray icon: {text}; and no notification about it: {why}", {
          text,
          why: reasonEn(reasonOf(error)),
        });
      }
    });
  }

  function notice(reason: Reason | null): void {
    const known = store.state().remarks.find(({ id }) => id === "tray")?.reason ?? null;
    if (!sameReason(known, reason)) {
      store.dispatch({ type: "remark", id: "tray", reason, now: host.now() });
    }
  }

  function isMended(): void {
    if (store.state().breakdowns.some(({ task }) => task === NAME)) {
      store.dispatch({ type: "mended", task: NAME, now: host.now() });
    }
  }

  function isBroken(why: Reason, pauseMs: number): void {
    const at = host.now();
    const message = reasonEn(why);
    log.error("{task} broke, starts again in {pauseMs} ms: {message}", {
      task: NAME,
      pauseMs,
      message,
    });
    store.dispatch({ type: "broke", breakdown: { task: NAME, why, at, retryAt: at + pauseMs }, now: at });
  }

  return async (until) => {
    const choice = await choose();
    if (choice.kind === "headless") {
      const reason = withRemedy(choice.why, choice.remedy);
      log.warning("no tray icon: {text}", { text: reasonEn(reason) });
      notice(reason);
      settled();
      return isMissing(choice.why, choice.remedy, until, 0);
    }
    const { driver, availability } = choice;
    try {
      await driver.run({
        view: views.view,
        subscribe: views.subscribe,
        perform,
        status(status) {
          log.info("tray {driver}: {status}", { driver: driver.name, status: status.kind });
          settled();
          switch (status.kind) {
            case "broken":
              isBroken(status.why, status.retryMs);
              return isMissing(status.why, null, until, patienceMs);
            case "shown":
              isMended();
              if (onScreen) tell?.shown();
              onScreen = false;
              // A panel that goes away later is not told in this way.
              told = true;
              return notice(null);
            case "waiting":
              isMended();
              notice(status.why);
              return isMissing(
                status.why,
                availability.kind === "later" ? availability.remedy : null,
                until,
                patienceMs,
              );
          }
        },
      }, until);
    } catch (error) {
      settled();
      isMissing(reasonOf(error), null, until, patienceMs);
      throw error;
    }
  };
}
