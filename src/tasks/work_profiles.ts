/** Has the person's days learned, a while after the start and then once a day. What learns is loaded only then. */
import { readingOf } from "../core/usage/current_usage.ts";
import { day, minute } from "../core/time/units.ts";
import type { Host } from "../host/host.ts";
import type { History } from "./history_port.ts";
import { sleepUntil } from "./sleep_until.ts";
import type { Store, Task } from "./task.ts";
import { whileSettingsSame } from "./while_settings_same.ts";

/** After the start there is more urgent work. */
const firstMs = 2 * minute;
/** How often it is looked whether a day is over, or another account is signed in. */
const lookMs = 10 * minute;

export function workProfiles(
  { host, store, samples }: {
    readonly host: Pick<Host, "now" | "sleep">;
    readonly store: Store;
    readonly samples: History["samples"];
  },
): Task {
  return whileSettingsSame(store, (settings) => settings.history.enabled, async (signal, enabled) => {
    if (!enabled) {
      // What was learned from it is not used without it either.
      if (store.state().profiles.length > 0) {
        store.dispatch({ type: "profiles", profiles: [], now: host.now() });
      }
      return;
    }
    let last = { account: "", at: -Infinity };
    for (let pauseMs = firstMs; !signal.aborted; pauseMs = lookMs) {
      await sleepUntil(host, host.now() + pauseMs, signal);
      const reading = readingOf(store.state());
      if (signal.aborted || reading === null) continue;
      const { account } = reading, now = host.now();
      if (account === last.account && Math.abs(now - last.at) < day) continue;
      const { learnedProfiles } = await import("./learn_work_profiles.ts");
      const profiles = await learnedProfiles(reading, samples, now)
        // A history that cannot be read is told by the task that keeps it.
        .catch(() => null);
      if (profiles !== null && !signal.aborted) {
        last = { account, at: now };
        store.dispatch({ type: "profiles", profiles, now: host.now() });
      }
    }
  });
}
