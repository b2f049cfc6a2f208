/**
 * Whether the person wants things on the screen to keep still: each system has a setting for it. If it cannot be read,
 * the answer is no, which is every system's default.
 */
import { Variant } from "@jellybrick/dbus-next";
import { BUS, BusError, type SessionBus } from "../dbus/bus.ts";
import { type BusHost, connectSessionBus } from "../dbus/bus_connection.ts";
import type { Host } from "../host/host.ts";
import { withinTime } from "../host/time_limit.ts";
import type { Platform } from "../platform/platform.ts";

/** How long in ms the answer may take. */
const ASK_MS = 500;

/** Takes 500 ms at most. Never rejects. */
export async function prefersReducedMotion({ host, platform }: {
  readonly host: BusHost & Pick<Host, "run" | "registry">;
  readonly platform: Pick<Platform, "reducedMotion">;
}): Promise<boolean> {
  const { reducedMotion } = platform;
  if (reducedMotion === null) return await askReducedMotion(host);
  try {
    switch (reducedMotion.kind) {
      case "command": {
        const { code, stdout, timedOut } = await host.run(reducedMotion.command, { timeoutMs: ASK_MS });
        return code === 0 && !timedOut && reducedMotion.isReduced(stdout);
      }
      case "registry": {
        const { key, name } = reducedMotion.value;
        return reducedMotion.isReduced(host.registry.read(key, name));
      }
    }
  } catch {
    return false;
  }
}

/**
 * Asks the desktop portal: `reduced-motion`, which newer desktops have, or GNOME's own switch for animations.
 * Takes 500 ms at most. Never rejects. Source: XDG Desktop Portal, "org.freedesktop.portal.Settings" version 2.
 */
async function askReducedMotion(host: BusHost): Promise<boolean> {
  const asking = askPortal(host);
  try {
    const late = () => new BusError("timeout", { about: "bus", kind: "silent" });
    return await withinTime(asking, { host, limitMs: ASK_MS, late });
  } catch {
    return false;
  }
}

async function askPortal(host: BusHost): Promise<boolean> {
  const bus = await connectSessionBus(host);
  try {
    // Does not start a portal that is not running.
    const running = await bus.call({
      ...BUS,
      member: "NameHasOwner",
      signature: "s",
      body: [SETTINGS.destination],
    });
    if (running[0] !== true) return false;
    const [reduced, animations] = await Promise.all([
      setting(bus, "org.freedesktop.appearance", "reduced-motion"),
      setting(bus, "org.gnome.desktop.interface", "enable-animations"),
    ]);
    return reduced === 1 || animations === false;
  } finally {
    await bus.close();
  }
}

const SETTINGS = {
  destination: "org.freedesktop.portal.Desktop",
  path: "/org/freedesktop/portal/desktop",
  interface: "org.freedesktop.portal.Settings",
  signature: "ss",
  timeoutMs: ASK_MS,
} as const;

/** The value of a setting; undefined when there is none. */
async function setting(bus: SessionBus, group: string, name: string): Promise<unknown> {
  for (const member of ["ReadOne", "Read"]) {
    try {
      const [value] = await bus.call({ ...SETTINGS, member, body: [group, name] });
      return unwrapped(value);
    } catch (error) {
      // Portals of version 1 only have the older method.
      const unknown = error instanceof BusError && error.errorName.endsWith(".UnknownMethod");
      if (!unknown) return undefined;
    }
  }
  return undefined;
}

/** The older method wraps its answer twice. */
function unwrapped(value: unknown): unknown {
  return value instanceof Variant ? unwrapped(value.value) : value;
}
