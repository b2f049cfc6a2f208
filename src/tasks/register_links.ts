/** Keeps `claudeminder:` links registered with the system while the settings ask for buttons on notifications. */
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
 * Registers the links while the setting is on, and again at each start because the program may have been moved. Removes
 * them when the setting is turned off. Throws what goes wrong, which is then shown in the menu.
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
    // The setting may have been turned off while the program was not running. If it is on, the links are registered
    // again.
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
