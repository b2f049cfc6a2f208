/** What runs here, and on which system, for bug reports. Each is a short text; null = it is not known or not there. */
import { BUS, BusError, type SessionBus } from "../../dbus/bus.ts";
import { connectSessionBus } from "../../dbus/bus_connection.ts";
import { withinTime } from "../../host/time_limit.ts";
import { tidyLine } from "../../notify/notice_text.ts";
import { askSniPanel } from "../../tray/sni_panel.ts";
import { SYSTRAY2_VERSION } from "../../tray/systray_helper_file.ts";
import type { Examination, Runtime } from "./check.ts";

export interface Versions {
  readonly program: string;
  /** A commit, or "from source". */
  readonly origin: string;
  readonly deno: string;
  readonly v8: string;
  readonly os: string;
  /** The version of the kernel, or the system's own. */
  readonly osRelease: string;
  readonly arch: string;
  /** Linux: the distribution. */
  readonly system: string | null;
  /** XDG_CURRENT_DESKTOP, XDG_SESSION_TYPE. */
  readonly desktop: string | null;
  readonly session: string | null;
  /** Linux: the program that keeps the list of tray icons. */
  readonly trayHost: string | null;
  /** The version of systray2, which contains the helper; null = there is no helper for this system and processor. */
  readonly trayHelper: string | null;
  /** Linux: name and version of the running notification service. */
  readonly notifications: string | null;
  readonly notificationAbilities: readonly string[];
  /** The version of each OpenCode server that answers. */
  readonly opencode: readonly string[];
}

/** What the session bus knows of the desktop. */
export interface DesktopFacts {
  readonly system: string | null;
  readonly trayHost: string | null;
  readonly notifications: { readonly service: string; readonly abilities: readonly string[] } | null;
}

const BUS_MS = 3_000;
const MAX_RELEASE_BYTES = 64 * 1024;
const NOTIFICATIONS = "org.freedesktop.Notifications";

export function aboutLine({ version, origin, deno, v8, os, arch }: Runtime): string {
  return `claudeminder ${version} (${origin}), Deno ${deno}, V8 ${v8}, ${os} ${arch}`;
}

/** The other versions, on one line. */
export function surroundingsLine({ os, osRelease, system, desktop, session, opencode }: Versions): string {
  return [
    ...(system === null ? [] : [system]),
    `${os} ${osRelease}`,
    ...(desktop === null ? [] : [session === null ? desktop : `${desktop} (${session})`]),
    ...opencode.map((version) => `OpenCode ${version}`),
  ].join(", ");
}

export function versionsOf(
  { host, platform, runtime }: Examination,
  facts: DesktopFacts,
  opencode: readonly string[],
): Versions {
  const { version, origin, deno, v8, os, osRelease, arch } = runtime;
  const variable = (name: string) => tidyLine(host.env(name) ?? "", 60) || null;
  return {
    program: version,
    origin,
    deno,
    v8,
    os,
    osRelease,
    arch,
    system: facts.system,
    desktop: variable("XDG_CURRENT_DESKTOP"),
    session: variable("XDG_SESSION_TYPE"),
    trayHost: facts.trayHost,
    trayHelper: platform.systrayHelper === null ? null : SYSTRAY2_VERSION,
    notifications: facts.notifications?.service ?? null,
    notificationAbilities: facts.notifications?.abilities ?? [],
    opencode,
  };
}

/** Asks what runs, and starts nothing. Takes 5 s at most; never rejects. */
export async function desktopFacts({ host, platform }: Examination): Promise<DesktopFacts> {
  if (platform.os !== "linux") return { system: null, trayHost: null, notifications: null };
  const system = await distribution(host);
  let bus: SessionBus | null = null;
  try {
    bus = await connectSessionBus(host);
    const late = () => new BusError("timeout", { about: "bus", kind: "silent" });
    const asking = Promise.all([
      trayHostOn(bus, host).catch(() => null),
      notificationsOn(bus).catch(() => null),
    ]);
    const [trayHost, notifications] = await withinTime(asking, { host, limitMs: BUS_MS, late });
    return { system, trayHost, notifications };
  } catch {
    return { system, trayHost: null, notifications: null };
  } finally {
    await bus?.close();
  }
}

/** Source: os-release(5). */
async function distribution(host: Examination["host"]): Promise<string | null> {
  const text = await host.files.read("/etc/os-release", MAX_RELEASE_BYTES).catch(() => null);
  const name = /^PRETTY_NAME=["']?(.*?)["']?$/m.exec(text ?? "")?.[1] ?? "";
  return tidyLine(name, 60) || null;
}

async function trayHostOn(bus: SessionBus, host: Examination["host"]): Promise<string | null> {
  const found = await askSniPanel(bus);
  if (found.kind === "none") return null;
  const question = { ...BUS, member: "GetConnectionUnixProcessID", signature: "s", body: [found.owner] };
  const [pid] = await bus.call(question);
  const name = typeof pid === "number" ? host.kernel.read(`/proc/${pid}/comm`) : null;
  return tidyLine(name ?? "", 40) || found.owner;
}

async function notificationsOn(bus: SessionBus): Promise<DesktopFacts["notifications"]> {
  const [hasOwner] = await bus.call({
    ...BUS,
    member: "NameHasOwner",
    signature: "s",
    body: [NOTIFICATIONS],
  });
  if (hasOwner !== true) return null;
  const service = {
    destination: NOTIFICATIONS,
    path: "/org/freedesktop/Notifications",
    interface: NOTIFICATIONS,
  };
  const [about, [abilities]] = await Promise.all([
    bus.call({ ...service, member: "GetServerInformation" }),
    bus.call({ ...service, member: "GetCapabilities" }),
  ]);
  const [name, , version] = about.map(String);
  const known = Array.isArray(abilities) ? abilities.map(String) : [];
  return {
    service: tidyLine(`${name ?? ""} ${version ?? ""}`, 60),
    // Other texts cannot be names of abilities, neither in the specification nor in a program's own.
    abilities: known.filter((ability) => /^[\w.-]{1,40}$/.test(ability)).slice(0, 20),
  };
}
