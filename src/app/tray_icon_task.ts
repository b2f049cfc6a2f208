/**
 * The icon in the tray, as a task: chooses the driver, and says in the menu's state what keeps the icon away. A person who has
 * just started the program and sees nothing of it is told so in another way, once.
 */
import { getLogger } from "@logtape/logtape";
import type { Action } from "../core/action.ts";
import type { Host } from "../host/host.ts";
import type { Store, Task } from "../tasks/task.ts";
import type { TrayChoice } from "../tray/driver_choice.ts";
import type { TrayPort } from "../tray/driver.ts";
import { reasonEn } from "../core/language/en/reasons.ts";
import type { Reason } from "../core/reason.ts";
import { reasonOf } from "../core/reason_error.ts";

const log = getLogger(["claudeminder", "app"]);

/** A panel that is just starting, or a helper that has to be started twice, has shown the icon by then. */
const patienceMs = 5_000;

export interface TrayIconParts {
  readonly host: Pick<Host, "now" | "sleep">;
  readonly store: Store;
  readonly views: Pick<TrayPort, "view" | "subscribe">;
  readonly choose: () => Promise<TrayChoice>;
  readonly perform: (action: Action) => void;
  /** Called when there is an icon, or when it is known that there is none yet; again with each later change. */
  readonly settled?: () => void;
  /** Null = nobody waits for the icon, as at login, where panels come late. */
  readonly tell: {
    /** Says that there is no icon, and what would help ("" = nothing is known). Rejects when that cannot be shown. */
    missing(why: string, help: string): Promise<void>;
    /** Takes it back: there is one now. */
    shown(): void;
  } | null;
}

export function trayIcon(
  { host, store, views, choose, perform, settled = () => {}, tell }: TrayIconParts,
): Task {
  let told = tell === null;
  /** What was told may still stand there. */
  let onScreen = false;
  let missing: { readonly why: string; readonly help: string } | null = null;
  let patience: Promise<void> | null = null;

  function isMissing(why: string, help: string, until: AbortSignal, waitMs: number): void {
    missing = { why, help };
    patience ??= host.sleep(waitMs, until).then(async () => {
      if (told || missing === null || tell === null || until.aborted) return;
      told = true;
      onScreen = true;
      try {
        await tell.missing(missing.why, missing.help);
      } catch (error) {
        onScreen = false;
        const text = together(missing);
        log.warning("no tray icon: {text}; and no notification about it: {why}", {
          text,
          why: reasonEn(reasonOf(error)),
        });
      }
    });
  }

  function notice(reason: Reason | null): void {
    const known = store.state().remarks.find(({ id }) => id === "tray")?.reason ?? null;
    if (JSON.stringify(known) !== JSON.stringify(reason)) {
      store.dispatch({ type: "remark", id: "tray", reason, now: host.now() });
    }
  }

  return async (until) => {
    const choice = await choose();
    if (choice.kind === "headless") {
      const text = together(choice);
      log.warning("no tray icon: {text}", { text });
      notice({ about: "system", text });
      settled();
      return isMissing(choice.why, choice.help, until, 0);
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
            case "shown":
              if (onScreen) tell?.shown();
              onScreen = false;
              // Panels that come and go later are their own news.
              told = true;
              return notice(null);
            case "waiting":
              notice({ about: "system", text: status.why });
              return isMissing(
                status.why,
                availability.kind === "later" ? availability.help : "",
                until,
                patienceMs,
              );
          }
        },
      }, until);
    } catch (error) {
      settled();
      isMissing(reasonEn(reasonOf(error)), "", until, patienceMs);
      throw error;
    }
  };
}

function together({ why, help }: { readonly why: string; readonly help: string }): string {
  return help === "" ? why : `${why}. ${help}`;
}
