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
/** While nobody is signed in. */
const againMs = 10 * minute;

export function workProfiles(
  { host, store, samples }: {
    readonly host: Pick<Host, "now" | "sleep">;
    readonly store: Store;
    readonly samples: History["samples"];
  },
): Task {
  return whileSettingsSame(store, (settings) => settings.history.enabled, async (signal, enabled) => {
    if (!enabled) return;
    let at = host.now() + firstMs;
    while (!signal.aborted) {
      await sleepUntil(host, at, signal);
      if (signal.aborted) return;
      const reading = readingOf(store.state());
      at = host.now() + (reading === null ? againMs : day);
      if (reading === null) continue;
      const { learnedProfiles } = await import("./learn_work_profiles.ts");
      const profiles = await learnedProfiles(reading, samples, host.now())
        // A history that cannot be read is told by the task that keeps it.
        .catch(() => null);
      if (profiles !== null && !signal.aborted) {
        store.dispatch({ type: "profiles", profiles, now: host.now() });
      }
    }
  });
}
