/**
 * Finds the windows of programs through the window manager, and brings one to the front.
 * Source: "Extended Window Manager Hints" 1.5 (EWMH), which every window manager in use follows.
 */
import type { XDisplay } from "./x_display.ts";

export interface ProgramWindow {
  readonly id: number;
  /** The id of the process that made the window. */
  readonly pid: number;
  readonly title: string;
}

export interface Processes {
  readonly pids: readonly number[];
  /**
   * The name of the machine of these processes: a window can belong to another machine, where the same ids stand for
   * other processes.
   */
  readonly machine: string;
}

/**
 * The windows of some processes, the lowest one first. Desktops and panels are left out: they have started most
 * programs, and their windows show none of them. Empty without a window manager. Rejects when the server does not
 * answer.
 */
export async function programWindows(
  display: XDisplay,
  { pids, machine }: Processes,
): Promise<readonly ProgramWindow[]> {
  const ids = await managedWindows(display);
  const pidOf = await display.atom("_NET_WM_PID");
  const windows: ProgramWindow[] = [];
  for (const id of ids) {
    const pid = (await display.numbers(id, pidOf))[0];
    if (pid === undefined || !pids.includes(pid)) continue;
    if (await isPartOfDesktop(display, id) || !await isOn(display, id, machine)) continue;
    windows.push({ id, pid, title: await titleOf(display, id) });
  }
  return windows;
}

/**
 * Asks the window manager to go to a window, wherever it is: on another desktop, minimised, or below others. False =
 * there is no window manager that can. Rejects when the server does not answer.
 */
export async function activateWindow(display: XDisplay, window: number): Promise<boolean> {
  const { root } = display;
  const type = await display.atom("_NET_ACTIVE_WINDOW");
  const supported = await display.numbers(root, await display.atom("_NET_SUPPORTED"));
  if (!supported.includes(type)) return false;
  // Some window managers only flash a window on another desktop, unless one goes to that desktop first.
  const current = await display.atom("_NET_CURRENT_DESKTOP");
  const here = (await display.numbers(root, current))[0];
  const there = (await display.numbers(window, await display.atom("_NET_WM_DESKTOP")))[0];
  if (supported.includes(current) && there !== undefined && there !== here && there !== ON_ALL_DESKTOPS) {
    await display.tellManager({ window: root, type: current, data: [there] });
  }
  await display.tellManager({ window, type, data: [BY_THE_PERSON] });
  return true;
}

const ON_ALL_DESKTOPS = 0xffffffff;

/** The "source indication" for a click of the person. A request by a program itself would only flash in a task bar. */
const BY_THE_PERSON = 2;

/** From the lowest to the highest, if the window manager tells the order. */
async function managedWindows(display: XDisplay): Promise<readonly number[]> {
  const all = await display.numbers(display.root, await display.atom("_NET_CLIENT_LIST"));
  const stacked = await display.numbers(display.root, await display.atom("_NET_CLIENT_LIST_STACKING"));
  return [...all.filter((id) => !stacked.includes(id)), ...stacked];
}

async function isPartOfDesktop(display: XDisplay, window: number): Promise<boolean> {
  const types = await display.numbers(window, await display.atom("_NET_WM_WINDOW_TYPE"));
  const desktop = await display.atom("_NET_WM_WINDOW_TYPE_DESKTOP");
  const dock = await display.atom("_NET_WM_WINDOW_TYPE_DOCK");
  return types.includes(desktop) || types.includes(dock);
}

/**
 * Compares the first part of the names, because some also contain the domain. A window without a name counts as one of
 * this machine.
 */
async function isOn(display: XDisplay, window: number, machine: string): Promise<boolean> {
  const named = await display.text(window, await display.atom("WM_CLIENT_MACHINE"));
  const short = (name: string) => name.replace(/\0.*$/s, "").split(".")[0]?.toLowerCase() ?? "";
  return short(named) === "" || short(named) === "localhost" || short(named) === short(machine);
}

async function titleOf(display: XDisplay, window: number): Promise<string> {
  const modern = await display.text(window, await display.atom("_NET_WM_NAME"));
  return modern === "" ? await display.text(window, await display.atom("WM_NAME")) : modern;
}
