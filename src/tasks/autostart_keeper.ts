/**
 * The autostart: reads it, changes it, corrects it after the program was moved, and keeps it in the state for the menu.
 */
import { getLogger } from "@logtape/logtape";
import type { AutostartState } from "../core/state.ts";
import type { Host } from "../host/host.ts";
import type { AutostartPlace } from "../platform/platform.ts";
import type { Store, Task } from "./task.ts";
import type { Reason } from "../core/reason.ts";
import { ReasonError, reasonOf } from "../core/reason_error.ts";

const log = getLogger(["claudeminder", "autostart"]);

export type AutostartHost = Pick<Host, "registry"> & {
  readonly files: Pick<Host["files"], "read" | "write" | "remove" | "stat">;
};

/** No autostart file is longer. */
const maxBytes = 64 << 10;

/** What is registered, compared with the program at `exe` (null = it runs from source). */
export async function readAutostart(
  host: AutostartHost,
  autostart: AutostartPlace,
  exe: string | null,
): Promise<AutostartState> {
  const text = await registeredText(host, autostart);
  const path = text === null ? null : autostart.startedBy(text);
  if (path === null) return { kind: "off" };
  return path === exe ? { kind: "on" } : { kind: "other", path };
}

async function registeredText(
  { files, registry }: AutostartHost,
  autostart: AutostartPlace,
): Promise<string | null> {
  switch (autostart.kind) {
    case "file":
      return await files.read(autostart.path, maxBytes);
    case "registry": {
      const found = registry.read(autostart.value.key, autostart.value.name);
      return typeof found === "string" ? found : null;
    }
  }
}

/** Whether the registered program does not exist any more. If that cannot be seen, it counts as existing. */
export async function isGone({ files }: AutostartHost, path: string): Promise<boolean> {
  return await files.stat(path).catch(() => undefined) === null;
}

/** Registers `exe` for the autostart, instead of any other copy. Rejects with the reason if that is not possible. */
export async function enableAutostart(
  host: AutostartHost,
  autostart: AutostartPlace,
  exe: string,
): Promise<void> {
  const entry = autostart.entry(exe);
  if (entry.kind === "refused") throw new ReasonError(entry.why);
  switch (autostart.kind) {
    case "file":
      return await host.files.write(autostart.path, entry.text);
    case "registry":
      return host.registry.write(autostart.value.key, autostart.value.name, entry.text);
  }
}

/** Removes the autostart. Gives the place that it was removed from; null = nothing was registered. */
export async function disableAutostart(
  { files, registry }: AutostartHost,
  autostart: AutostartPlace,
): Promise<string | null> {
  switch (autostart.kind) {
    case "file":
      if (await files.stat(autostart.path) === null) return null;
      await files.remove(autostart.path);
      return autostart.path;
    case "registry": {
      const { key, name } = autostart.value;
      return registry.removeValue(key, name) ? `HKCU\\${key}\\${name}` : null;
    }
  }
}

export interface AutostartKeeper {
  /** Corrects what is registered, once, and then keeps the state true. */
  readonly run: Task;
  /** Registers this program for the autostart, or removes it if it is registered. Rejects with the reason. */
  toggle(): Promise<void>;
}

export interface AutostartParts {
  readonly host: AutostartHost & Pick<Host, "now"> & {
    readonly files: Pick<Host["files"], "watchFile">;
  };
  readonly store: Store;
  readonly autostart: AutostartPlace;
  /** Full path of the program that runs. */
  readonly exe: string;
}

export function createAutostartKeeper({ host, store, autostart, exe }: AutostartParts): AutostartKeeper {
  async function look(): Promise<AutostartState> {
    const found = await readAutostart(host, autostart, exe);
    if (JSON.stringify(found) !== JSON.stringify(store.state().autostart)) {
      store.dispatch({ type: "autostart", autostart: found, now: host.now() });
    }
    return found;
  }

  /**
   * If there are two copies, the one that was enabled last stays. If the registered file does not exist, the program
   * was moved to where it runs now.
   */
  async function mend(): Promise<void> {
    const found = await readAutostart(host, autostart, exe);
    try {
      if (found.kind !== "other" || !await isGone(host, found.path)) return;
      log.info("start at login: {before} is no more, now {exe}", { before: found.path, exe });
      await enableAutostart(host, autostart, exe);
    } finally {
      await look();
    }
  }

  return {
    async run(signal) {
      try {
        await mend();
        tell(null);
      } catch (error) {
        // Another try would fail in the same way.
        tell(reasonOf(error));
      }
      if (autostart.kind === "registry") return;
      for await (const _ of host.files.watchFile(autostart.path, signal)) await look();
    },
    async toggle() {
      const { kind } = await look();
      await (kind === "on" ? disableAutostart(host, autostart) : enableAutostart(host, autostart, exe));
      log.info("start at login: {now}", { now: kind === "on" ? "off" : exe });
      tell(null);
      await look();
    },
  };

  function tell(reason: Reason | null): void {
    const known = store.state().remarks.some(({ id }) => id === "autostart");
    if (reason !== null || known) {
      store.dispatch({ type: "remark", id: "autostart", reason, now: host.now() });
    }
  }
}
