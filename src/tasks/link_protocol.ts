/** Keeps links of our own kind registered with the system while the settings want buttons on notifications, and not longer. */
import { getLogger } from "@logtape/logtape";
import type { Command, Host } from "../host.ts";
import type { LinkProtocol } from "../platform/platform.ts";
import { createBell } from "./sleep_until.ts";
import type { Store, Task } from "./task.ts";

const log = getLogger(["claudeminder", "links"]);

export interface LinkRegistrar {
  readonly host: Pick<Host, "run" | "now" | "sleep">;
  readonly store: Store;
  readonly protocol: LinkProtocol;
  /** Full path of the program that the links start. */
  readonly exe: string;
}

/**
 * Registers when the setting is on, at each start anew since the program may have been moved, and takes it back when the setting
 * is turned off. What goes wrong is thrown and stands in the menu.
 */
export function linkRegistrar({ host, store, protocol, exe }: LinkRegistrar): Task {
  async function runAll(commands: readonly Command[]): Promise<void> {
    for (const command of commands) {
      const { code } = await host.run(command);
      if (code !== 0) throw new Error(`Links cannot be registered: ${command.program} ended with ${code}`);
    }
  }
  async function register(wanted: boolean): Promise<void> {
    log.info(wanted ? "registering links" : "taking links back");
    if (!wanted) return await runAll(protocol.unregister());
    const registration = protocol.register(exe);
    switch (registration.kind) {
      case "commands":
        return await runAll(registration.commands);
      case "refused":
        throw new Error(registration.why);
    }
  }
  return async (signal) => {
    const isWanted = () => store.state().config.reminder.toast_buttons;
    // It may have been turned off while the program was not running; what is wanted is registered anew.
    let registered = !isWanted() && (await host.run(protocol.query)).code === 0;
    const changed = createBell();
    const unsubscribe = store.subscribe(() => isWanted() === registered || changed.ring());
    try {
      while (!signal.aborted) {
        const wanted = isWanted();
        if (wanted !== registered) await register(wanted);
        registered = wanted;
        await changed.sleepUntil(host, Infinity, signal);
      }
    } finally {
      unsubscribe();
    }
  };
}
