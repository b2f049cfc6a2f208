/** The settings while the program runs: each change of the file is used at once. While the file is wrong, the old settings stay. */
import { getLogger } from "@logtape/logtape";
import type { Settings } from "../core/settings.ts";
import type { Host } from "../host/host.ts";
import type { Net } from "../net/net_client.ts";
import { changeSettings, type LoadedSettings, loadSettings } from "../storage/settings_file.ts";
import type { Store } from "../tasks/task.ts";
import { reasonEn } from "../core/language/en/reasons.ts";

const log = getLogger(["claudeminder", "settings"]);

/** The network by the present settings. */
export function followNet(store: Store, createNet: (usage: Settings["usage"]) => Net): () => Net {
  let usage = store.state().settings.usage;
  let net = createNet(usage);
  store.subscribe((event) => {
    if (event.type !== "settings" || JSON.stringify(event.settings.usage) === JSON.stringify(usage)) return;
    usage = event.settings.usage;
    net = createNet(usage);
  });
  return () => net;
}

/** Uses the loaded settings from now on, or says why they cannot be used. */
export function applySettings(host: Pick<Host, "now">, store: Store, loaded: LoadedSettings): void {
  const { settings, settingsProblems } = store.state();
  switch (loaded.kind) {
    case "settings": {
      const same = JSON.stringify(loaded.settings) === JSON.stringify(settings);
      if (!same || settingsProblems.length > 0) {
        store.dispatch({ type: "settings", settings: loaded.settings, now: host.now() });
      }
      return;
    }
    case "problems":
      for (const problem of loaded.problems) log.error("{problem}", { problem: reasonEn(problem) });
      store.dispatch({ type: "settings-refused", problems: loaded.problems, now: host.now() });
      return;
  }
}

/** Changes the file, and uses the change at once. `change`: any of the settings. Never rejects. */
export async function changeAndApplySettings(
  host: Host,
  store: Store,
  file: string,
  change: unknown,
): Promise<LoadedSettings> {
  const changed = await changeSettings(host, file, change);
  if (changed.kind === "settings") applySettings(host, store, changed);
  return changed;
}

/** Uses each change of the file. */
export async function watchSettings(
  host: Host,
  store: Store,
  file: string,
  signal: AbortSignal,
): Promise<void> {
  for await (const _ of host.files.watchFile(file, signal)) {
    // Some editors write the file in several steps. After this pause they are done.
    await host.sleep(100, signal);
    applySettings(host, store, await loadSettings(host, file));
  }
}

/** Resolves once all settings can be used, or when the signal aborts. */
export function untilSettingsAreGood(store: Store, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      if (store.state().settingsProblems.length > 0 && !signal.aborted) return;
      unsubscribe();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const unsubscribe = store.subscribe(done);
    signal.addEventListener("abort", done, { once: true });
    done();
  });
}
