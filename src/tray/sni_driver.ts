/**
 * The driver for Linux panels that speak StatusNotifierItem. It speaks D-Bus itself, without a helper program and
 * without a toolkit. The icon stays registered with whatever panel is there, also when the panel restarts.
 */
import type { Action } from "../core/action.ts";
import { busAddresses } from "../dbus/bus_address.ts";
import { connectSessionBus } from "../dbus/bus_connection.ts";
import { BUS, BusError, type SessionBus } from "../dbus/bus.ts";
import { answerAs } from "../dbus/bus_object.ts";
import { connectWithRetries } from "../dbus/connect_with_retries.ts";
import type { Host } from "../host/host.ts";
import { withinTime } from "../host/time_limit.ts";
import { createDbusMenu } from "./dbus_menu.ts";
import type { Availability, TrayDriver, TrayPort } from "./driver.ts";
import type { IconPixels } from "./icon_pixels.ts";
import { ITEM_PATH, itemObject, MENU_PATH, tellPanels } from "./sni_item.ts";
import { askSniPanel, followSniPanel, type SniPanel, WATCHER } from "./sni_panel.ts";
import type { Reason } from "../core/reason.ts";
import type { Remedy } from "../core/remedy.ts";
import { ReasonError } from "../core/reason_error.ts";

/** How long in ms the question which panel there is may take. */
const ASK_MS = 500;

/** How long in ms a panel that is just starting may take to add us to its list. */
const REGISTER_MS = 25_000;

export type SniTools = {
  readonly host: Pick<Host, "pid" | "env" | "sleep" | "files">;
  readonly icons: Pick<IconPixels, "iconArgb">;
};

/** The driver for Linux desktops whose panel speaks StatusNotifierItem. */
export function sniDriver({ host, icons }: SniTools): TrayDriver {
  return {
    name: "sni",
    async available() {
      let bus: SessionBus;
      try {
        bus = await connectSessionBus(host);
      } catch (error) {
        if (!(error instanceof BusError)) throw error;
        // The bus has an address but does not answer: perhaps a whole desktop is starting and calls it at this moment.
        return (await busAddresses(host)).length === 0
          ? { kind: "no", why: error.reason, remedy: { kind: "start-in-desktop-session" } }
          : { kind: "later", why: error.reason, remedy: { kind: "wait-for-bus" } };
      }
      try {
        const late = () => new BusError("timeout", { about: "tray", kind: "silent-panel" });
        return availability(await withinTime(askSniPanel(bus), { host, limitMs: ASK_MS, late }), host);
      } catch (error) {
        if (!(error instanceof BusError)) throw error;
        return { kind: "later", why: error.reason, remedy: { kind: "wait-for-panel" } };
      } finally {
        await bus.close();
      }
    },
    async run(port, signal) {
      const waits = (why: Reason) => port.status({ kind: "waiting", why });
      const bus = await connectWithRetries(host, { signal, waits });
      if (bus === null) return;
      try {
        await showOn(bus, { host, icons, port, signal });
      } finally {
        await bus.close();
      }
    },
  };
}

function availability(sniHost: SniPanel, host: Pick<Host, "env">): Availability {
  if (sniHost.kind === "watcher" && sniHost.shown) return { kind: "yes" };
  const why: Reason = { about: "tray", kind: "no-sni-panel" };
  const gnome = (host.env("XDG_CURRENT_DESKTOP") ?? "").toUpperCase().includes("GNOME");
  const remedy: Remedy = { kind: gnome ? "switch-on-gnome-extension" : "add-status-tray" };
  return { kind: "later", why, remedy };
}

interface SniStage extends SniTools {
  readonly port: TrayPort;
  readonly signal: AbortSignal;
}

/** Shows the icon until the signal aborts. Rejects when the bus goes away or something here breaks. */
async function showOn(bus: SessionBus, { host, icons, port, signal }: SniStage): Promise<void> {
  const { promise: finished, resolve: finish, reject: fail } = Promise.withResolvers<void>();
  const stop = () => finish();
  const lost = () => fail(bus.gone.reason);
  signal.addEventListener("abort", stop);
  bus.gone.addEventListener("abort", lost);
  if (signal.aborted) stop();

  const perform = (action: Action) => {
    // The panel must get its answer first: the action may end this program.
    queueMicrotask(() => {
      try {
        port.perform(action);
      } catch (error) {
        fail(error);
      }
    });
  };
  const menu = createDbusMenu(perform);
  let view = port.view();
  menu.update(view.menu);
  const item = itemObject(() => view, icons);
  bus.serve(ITEM_PATH, (call) => answerAs(item, call));
  bus.serve(MENU_PATH, menu.answer);
  const unsubscribe = port.subscribe((next) => {
    const before = view;
    view = next;
    tellPanels(bus, { before, after: next, menu });
  });
  try {
    const begin = async () => {
      const name = await ownName(bus, host.pid);
      await followSniPanel(bus, register(bus, name, port, host), fail);
    };
    begin().catch(fail);
    await finished;
  } finally {
    unsubscribe();
    signal.removeEventListener("abort", stop);
    bus.gone.removeEventListener("abort", lost);
  }
}

/**
 * The name that panels know us by. Its form is fixed. Another program can only have it already where process ids
 * repeat, as in containers that share the bus.
 */
async function ownName(bus: SessionBus, pid: number): Promise<string> {
  for (let index = 1; index <= 9; index++) {
    const name = `org.kde.StatusNotifierItem-${pid}-${index}`;
    const [reply] = await bus.call({
      ...BUS,
      member: "RequestName",
      signature: "su",
      body: [name, DO_NOT_QUEUE],
    });
    if (reply === PRIMARY_OWNER) return name;
  }
  throw new ReasonError({ about: "tray", kind: "names-taken" });
}

const DO_NOT_QUEUE = 4;
const PRIMARY_OWNER = 1;

/** Registers once with each program that keeps the list of icons, and reports what a person sees. */
function register(
  bus: SessionBus,
  name: string,
  port: TrayPort,
  host: Pick<Host, "env">,
): (sniHost: SniPanel) => Promise<void> {
  let registeredWith = "";
  let reported = "";
  return async (sniHost) => {
    if (sniHost.kind === "watcher" && sniHost.owner !== registeredWith) {
      const call = { ...WATCHER, member: "RegisterStatusNotifierItem", timeoutMs: REGISTER_MS };
      try {
        await bus.call({ ...call, signature: "s", body: [name] });
      } catch (error) {
        // The program went away again, or refuses the icon. If a new one comes, the icon is registered with it.
        if (!(error instanceof BusError) || error.kind === "gone") throw error;
        reported = "";
        const why: Reason = { about: "tray", kind: "icon-refused", why: error.reason };
        return port.status({ kind: "waiting", why });
      }
      registeredWith = sniHost.owner;
    }
    const now = availability(sniHost, host);
    if (reported === now.kind) return;
    reported = now.kind;
    port.status(now.kind === "yes" ? { kind: "shown" } : { kind: "waiting", why: now.why });
  };
}
