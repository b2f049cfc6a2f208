/**
 * Whether there is a panel that shows StatusNotifierItems, and which program keeps the list of them. Both come and go.
 * Source: freedesktop "StatusNotifierWatcher"; KDE's "org.kde.StatusNotifierWatcher.xml".
 */
import { BUS, BusError, type HeardSignal, type SessionBus } from "../dbus/bus.ts";

export const WATCHER = {
  destination: "org.kde.StatusNotifierWatcher",
  path: "/StatusNotifierWatcher",
  interface: "org.kde.StatusNotifierWatcher",
} as const;

/** `owner`: the unique name of the program that keeps the list. `shown`: a panel shows the icons on it. */
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
  // A watcher that gives no answer counts as shown, because it is there.
  return { kind: "watcher", owner: name, shown: shown !== false };
}

/**
 * Calls `listener` with what there is now, and again after each change that the bus reports, one call after the other,
 * until the bus is gone. Calls `failed` if the question fails.
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

/** The answer; null = the other side refuses, or is too busy to answer. It is asked again when something changes. */
async function unlessRefused<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof BusError && error.kind !== "gone") return null;
    throw error;
  }
}
