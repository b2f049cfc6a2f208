/**
 * Whether there is an XEmbed tray (the older kind, which takes in windows), and when one appears.
 * Source: freedesktop "System Tray Protocol Specification": the tray owns the selection `_NET_SYSTEM_TRAY_S<screen>`,
 * and says so with a MANAGER message to the root window.
 */
import { type DisplayHost, openDisplay, type XDisplay } from "../x11/x_display.ts";

/** `no-display`: there is no X session here, or it does not let us in. */
export type XembedTray = "there" | "absent" | "no-display";

/** Asks once; takes a few milliseconds. */
export async function askXembedTray(host: DisplayHost): Promise<XembedTray> {
  using display = await openXSession(host);
  if (display === null) return "no-display";
  try {
    return await trayOwner(display, await traySelection(display)) === 0 ? "absent" : "there";
  } catch {
    return "no-display";
  }
}

/**
 * Resolves with true as soon as there is such a tray; with false when the signal aborts, or when there is no X server
 * to ask any more. It waits for the server's message, and costs nothing meanwhile.
 */
export async function xembedTrayAppears(host: DisplayHost, signal: AbortSignal): Promise<boolean> {
  const display = await openXSession(host);
  if (display === null) return false;
  const close = () => display[Symbol.dispose]();
  signal.addEventListener("abort", close);
  try {
    if (signal.aborted) return false;
    const selection = await traySelection(display);
    const manager = await display.atom("MANAGER");
    // Listen before asking: a tray that begins before the question is in the answer, and a later one sends a message.
    display.listenToRoot();
    if (await trayOwner(display, selection) !== 0) return true;
    for (;;) {
      const { type, data } = await display.rootMessage();
      if (type === manager && data[1] === selection) return true;
    }
  } catch {
    return false;
  } finally {
    signal.removeEventListener("abort", close);
    close();
  }
}

/**
 * Under Wayland a connection would start the X server for old programs and keep it running. No XEmbed tray is on it.
 */
async function openXSession(host: DisplayHost): Promise<XDisplay | null> {
  return (host.env("WAYLAND_DISPLAY") ?? "") === "" ? await openDisplay(host) : null;
}

function traySelection(display: XDisplay): Promise<number> {
  return display.atom(`_NET_SYSTEM_TRAY_S${display.screen}`);
}

function trayOwner(display: XDisplay, selection: number): Promise<number> {
  return display.selectionOwner(selection);
}
