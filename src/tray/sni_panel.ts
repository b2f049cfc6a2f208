/**
 * Is there a panel that shows StatusNotifierItems, and which program keeps their list? Both come and go.
 * Source: freedesktop "StatusNotifierWatcher"; KDE's "org.kde.StatusNotifierWatcher.xml".
 */
import { BUS, BusError, type HeardSignal, type SessionBus } from "../dbus/bus.ts";

export const WATCHER = {
  destination: "org.kde.StatusNotifierWatcher",
  path: "/StatusNotifierWatcher",
  interface: "org.kde.StatusNotifierWatcher",
} as const;

/** `owner`: the unique name of the program that keeps the list. `shown`: a panel shows what is on it. */
export type SniPanel =
  | { readonly kind: "none" }
  | { readonly kind: "watcher"; readonly owner: string; readonly shown: boolean };

/** Asks once. Rejects with `BusError` when the bus is gone. */
export async function askSniPanel(bus: SessionBus): Promise<SniPanel> {
  const owner = await unlessRefused(
    bus.call({ ...BUS, member: "GetNameOwner", signature: "s", body: [WATCHER.destination] }),
  );
  const name = owner?.[0];
  if (typeof name !== "string") return { kind: "none" };
  const shown = await unlessRefused(bus.getProperty(WATCHER, "IsStatusNotifierHostRegistered"));
  // A watcher that cannot say is taken at its being there.
  return { kind: "watcher", owner: name, shown: shown !== false };
}

/**
 * Tells `listener` how things are, at once and after each change that the bus speaks of, one after the other, until the
 * bus is gone. `failed` is called when asking does not work.
 */
export async function followSniPanel(
  bus: SessionBus,
  listener: (host: SniPanel) => Promise<void> | void,
  failed: (error: unknown) => void,
): Promise<void> {
  let asking = false;
  let again = false;
  const ask = async () => {
    again = true;
    if (asking) return;
    asking = true;
    try {
      while (again && !bus.gone.aborted) {
        again = false;
        await listener(await askSniPanel(bus));
      }
    } finally {
      asking = false;
    }
  };
  const changed = () => {
    ask().catch(failed);
  };
  const fromWatcher = (_signal: HeardSignal) => changed();
  const { path, interface: iface, destination } = WATCHER;
  await Promise.all([
    bus.hear({ sender: BUS.destination, ...NAME_OWNER_CHANGED, arg0: destination }, changed),
    bus.hear(
      { sender: destination, path, interface: iface, member: "StatusNotifierHostRegistered" },
      fromWatcher,
    ),
    bus.hear(
      { sender: destination, path, interface: iface, member: "StatusNotifierHostUnregistered" },
      fromWatcher,
    ),
  ]);
  await ask();
}

const NAME_OWNER_CHANGED = { path: BUS.path, interface: BUS.interface, member: "NameOwnerChanged" } as const;

/** What was answered; null when the other side refuses, or is too busy to answer: it is asked again when it changes. */
async function unlessRefused<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof BusError && error.kind !== "gone") return null;
    throw error;
  }
}
