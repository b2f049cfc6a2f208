/** Keeps links of our own kind registered with the system while the settings want buttons on notifications, and not longer. */
import { getLogger } from "@logtape/logtape";
import type { Host } from "../host/host.ts";
import type { LinkProtocol } from "../platform/platform.ts";
import { createBell } from "./sleep_until.ts";
import type { Store, Task } from "./task.ts";
import { ReasonError } from "../core/reason_error.ts";

const log = getLogger(["claudeminder", "links"]);

export interface LinkParts {
  readonly host: Pick<Host, "registry" | "now" | "sleep">;
  readonly store: Store;
  readonly protocol: LinkProtocol;
  /** Full path of the program that the links start. */
  readonly exe: string;
}

/**
 * Registers when the setting is on, at each start anew since the program may have been moved, and takes it back when the setting
 * is turned off. What goes wrong is thrown and stands in the menu.
 */
export function registerLinks({ host, store, protocol, exe }: LinkParts): Task {
  function register(): void {
    log.info("registering links");
    const registration = protocol.register(exe);
    switch (registration.kind) {
      case "values":
        for (const { key, name, text } of registration.values) host.registry.write(key, name, text);
        return;
      case "refused":
        throw new ReasonError(registration.why);
    }
  }
  function takeBack(): void {
    log.info("taking links back");
    host.registry.removeKey(protocol.key);
  }
  return async (signal) => {
    const isWanted = () => store.state().settings.reminder.toast_buttons;
    // It may have been turned off while the program was not running; what is wanted is registered anew.
    let registered = !isWanted() && host.registry.hasKey(protocol.key);
    const changed = createBell();
    const unsubscribe = store.subscribe(() => isWanted() === registered || changed.ring());
    try {
      while (!signal.aborted) {
        const wanted = isWanted();
        if (wanted && !registered) register();
        if (!wanted && registered) takeBack();
        registered = wanted;
        await changed.sleepUntil(host, Infinity, signal);
      }
    } finally {
      unsubscribe();
    }
  };
}
