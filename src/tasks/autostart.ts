/** What starts at login: read, changed, mended when the program has been moved, and kept in the state for the menu. */
import { getLogger } from "@logtape/logtape";
import type { LoginStart } from "../core/state.ts";
import type { Command, Host } from "../host.ts";
import type { Autostart } from "../platform/platform.ts";
import type { Store, Task } from "./task.ts";

const log = getLogger(["claudeminder", "autostart"]);

export type AutostartHost = Pick<Host, "run"> & {
  readonly files: Pick<Host["files"], "read" | "write" | "remove" | "stat">;
};

/** No file of this kind is longer. */
const maxBytes = 64 << 10;

/** What is registered, seen from the program at `exe` (null = one that runs from its source). */
export async function loginStart(
  host: AutostartHost,
  autostart: Autostart,
  exe: string | null,
): Promise<LoginStart> {
  const path = await registeredPath(host, autostart, exe);
  if (path === null) return { kind: "off" };
  return path === exe ? { kind: "on" } : { kind: "other", path };
}

async function registeredPath(
  host: AutostartHost,
  autostart: Autostart,
  exe: string | null,
): Promise<string | null> {
  switch (autostart.kind) {
    case "file": {
      const text = await host.files.read(autostart.path, maxBytes);
      return text === null ? null : autostart.startedBy(text);
    }
    case "commands": {
      if (exe !== null) {
        const { code, stdout } = await host.run(autostart.holds(exe));
        if (code === 0 && autostart.startedBy(stdout) !== null) return exe;
      }
      const { code, stdout } = await host.run(autostart.query);
      return code === 0 ? autostart.startedBy(stdout) : null;
    }
  }
}

/** Whether what is registered is no more. What cannot be looked at, or was not printed as it is, counts as being there. */
export async function isGone(host: AutostartHost, autostart: Autostart, path: string): Promise<boolean> {
  // No path on Windows has a "?", which stands there for what its console cannot print.
  if (autostart.kind === "commands" && /[?\ufffd]/.test(path)) return false;
  return await host.files.stat(path).catch(() => undefined) === null;
}

/** From now on `exe` starts at login, and no other copy. Rejects with the reason where that cannot be. */
export async function enableAutostart(host: AutostartHost, autostart: Autostart, exe: string): Promise<void> {
  switch (autostart.kind) {
    case "file": {
      const entry = autostart.entry(exe);
      switch (entry.kind) {
        case "refused":
          throw new Error(entry.why);
        case "text":
          return await host.files.write(autostart.path, entry.text);
      }
      break;
    }
    case "commands": {
      const registration = autostart.register(exe);
      switch (registration.kind) {
        case "refused":
          throw new Error(registration.why);
        case "commands":
          return await runAll(host, registration.commands);
      }
    }
  }
}

/** From now on nothing starts at login. Gives the place that it was taken from; null = nothing was registered. */
export async function disableAutostart(host: AutostartHost, autostart: Autostart): Promise<string | null> {
  switch (autostart.kind) {
    case "file": {
      if (await host.files.stat(autostart.path) === null) return null;
      await host.files.remove(autostart.path);
      return autostart.path;
    }
    case "commands": {
      if ((await host.run(autostart.query)).code !== 0) return null;
      await runAll(host, autostart.unregister());
      return autostart.place;
    }
  }
}

async function runAll(host: AutostartHost, commands: readonly Command[]): Promise<void> {
  for (const command of commands) {
    const { code } = await host.run(command);
    if (code !== 0) {
      throw new Error(`Start at login cannot be changed: ${command.program} ended with ${code}`);
    }
  }
}

export interface AutostartKeeper {
  /** Mends what is registered, once, and keeps the state true. */
  readonly run: Task;
  /** This program starts at login from now on; where it does so already, no more. Rejects with the reason. */
  toggle(): Promise<void>;
}

export interface AutostartParts {
  readonly host: AutostartHost & Pick<Host, "now"> & {
    readonly files: Pick<Host["files"], "watch">;
  };
  readonly store: Store;
  readonly autostart: Autostart;
  /** Full path of the program that runs. */
  readonly exe: string;
}

export function createAutostart({ host, store, autostart, exe }: AutostartParts): AutostartKeeper {
  async function look(): Promise<LoginStart> {
    const found = await loginStart(host, autostart, exe);
    if (JSON.stringify(found) !== JSON.stringify(store.state().loginStart)) {
      store.dispatch({ type: "login-start", loginStart: found, now: host.now() });
    }
    return found;
  }

  /** Of two copies, the one that was enabled last stays; a file that is no more has been moved to where it runs now. */
  async function mend(): Promise<void> {
    const found = await loginStart(host, autostart, exe);
    try {
      if (found.kind !== "other" || !await isGone(host, autostart, found.path)) return;
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
        // Tried again it would fail again.
        tell(error instanceof Error ? error.message : String(error));
      }
      if (autostart.kind === "commands") return;
      const slash = autostart.path.lastIndexOf("/");
      const folder = autostart.path.slice(0, slash), own = autostart.path.slice(slash + 1);
      for await (const name of host.files.watch(folder, signal)) {
        if (name === own || name === "") await look();
      }
    },
    async toggle() {
      const { kind } = await look();
      await (kind === "on" ? disableAutostart(host, autostart) : enableAutostart(host, autostart, exe));
      log.info("start at login: {now}", { now: kind === "on" ? "off" : exe });
      tell(null);
      await look();
    },
  };

  function tell(text: string | null): void {
    const known = store.state().notices.some(({ id }) => id === "autostart");
    if (text !== null || known) store.dispatch({ type: "notice", id: "autostart", text, now: host.now() });
  }
}
