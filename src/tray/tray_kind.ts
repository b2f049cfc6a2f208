/**
 * Which kind of tray there is on a Linux desktop: a panel that speaks StatusNotifierItem, an XEmbed tray (which takes
 * in windows), or none yet.
 */
import type { Reason } from "../core/reason.ts";
import { BusError, type SessionBus } from "../dbus/bus.ts";
import { withinTime } from "../host/time_limit.ts";
import { type BusHost, connectSessionBus } from "../dbus/bus_connection.ts";
import { askSniPanel, followSniPanel } from "./sni_panel.ts";
import { askXembedTray, xembedTrayAppears } from "./xembed_tray.ts";

/** How long in ms a panel may take to say that it is there. */
const ASK_MS = 500;

export type TrayKind = "sni" | "xembed" | "none";

/** Why no icon is seen where the kind is "none". */
export const NO_TRAY: Reason = { about: "tray", kind: "no-panel" };

/** Asks once; takes 2 s at most. */
export async function askTrayKind(host: BusHost): Promise<TrayKind> {
  const [sni, xembed] = await Promise.all([hasSniPanel(host), askXembedTray(host)]);
  return sni ? "sni" : xembed === "there" ? "xembed" : "none";
}

async function hasSniPanel(host: BusHost): Promise<boolean> {
  let bus: SessionBus | null = null;
  try {
    bus = await connectSessionBus(host);
    const late = () => new BusError("timeout", { about: "tray", kind: "silent-panel" });
    const found = await withinTime(askSniPanel(bus), { host, limitMs: ASK_MS, late });
    return found.kind === "watcher" && found.shown;
  } catch (error) {
    if (error instanceof BusError) return false;
    throw error;
  } finally {
    await bus?.close();
  }
}

/**
 * Calls `listener` with the kind of tray, at once and after each change, until the signal aborts. It is not noticed
 * when an XEmbed tray goes away: the bus does not report it, and its icons come back with it.
 */
export async function followTrayKind(
  host: BusHost,
  signal: AbortSignal,
  listener: (kind: TrayKind) => void,
): Promise<void> {
  let sni = false;
  let xembed = false;
  let told: TrayKind | null = null;
  let complete = false;
  const tell = () => {
    const now = sni ? "sni" : xembed ? "xembed" : "none";
    if (!complete || signal.aborted || now === told) return;
    told = now;
    listener(now);
  };
  const close = new AbortController();
  const stop = () => close.abort();
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  const bus = await connectSessionBus(host).catch(() => null);
  try {
    const followed = bus === null ? Promise.resolve() : followSniPanel(bus, (found) => {
      sni = found.kind === "watcher" && found.shown;
      tell();
    }, () => {});
    const [, there] = await Promise.all([followed.catch(() => {}), askXembedTray(host)]);
    xembed = there === "there";
    complete = true;
    tell();
    if (there === "absent") {
      xembed = await xembedTrayAppears(host, close.signal);
      tell();
    }
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  } finally {
    signal.removeEventListener("abort", stop);
    await bus?.close();
  }
}
