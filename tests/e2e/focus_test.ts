/** Going to a session's terminal under a real X server and window manager, with real terminals. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { denoHost } from "../../src/host/deno_host.ts";
import { focusTerminal, type InTerminal } from "../../src/agents/terminal_focus.ts";
import { linuxPlatform } from "../../src/platform/linux.ts";
import { type Desktop, startDesktop, until } from "./desktop.ts";

interface Terminal {
  /** Of a process in it, two below the terminal's own. */
  readonly pid: number;
  readonly window: string;
}

/** An xterm in which a shell runs `sleep`. */
async function startTerminal(desktop: Desktop, title: string): Promise<Terminal> {
  const file = `${desktop.folder}/${title}.pid`;
  const inner = `echo $$ > '${file}.new'; mv '${file}.new' '${file}'; exec sleep 600`;
  // The shell in between stays, as a person's would.
  desktop.start("xterm", ["-T", title, "-e", "sh", "-c", 'sh -c "$1"; exit', "sh", inner]);
  await until(() => Deno.stat(file).then(() => true, () => false), `the shell in ${title}`);
  const pid = Number(await Deno.readTextFile(file));
  const search = () => desktop.run("xdotool", ["search", "--onlyvisible", "--name", `^${title}$`]);
  await until(() => search().then((found) => found.trim() !== "", () => false), `the window of ${title}`);
  return { pid, window: (await search()).trim() };
}

async function startManager(desktop: Desktop): Promise<void> {
  desktop.start("openbox", ["--sm-disable"]);
  await until(
    async () => (await desktop.run("xprop", ["-root", "_NET_SUPPORTED"])).includes("_NET_ACTIVE_WINDOW"),
    "openbox",
  );
}

function activeWindow(desktop: Desktop): Promise<string> {
  return desktop.run("xdotool", ["getactivewindow"]).then((id) => id.trim(), () => "");
}

/** What was asked of the window manager before is done then: it serves in order. */
async function managerIsDone(desktop: Desktop): Promise<void> {
  const count = String(Number(await desktop.run("xdotool", ["get_num_desktops"])) + 1);
  await desktop.run("xdotool", ["set_num_desktops", count]);
  const isSet = async () => (await desktop.run("xdotool", ["get_num_desktops"])).trim() === count;
  await until(isSet, "the window manager");
}

function focusOn(desktop: Desktop, session: InTerminal): Promise<void> {
  const host = { ...denoHost(), env: (name: string) => desktop.env[name] };
  return focusTerminal({ host, platform: linuxPlatform(() => "/home/ann", "x86_64") }, session);
}

async function set(desktop: Desktop, { window }: Terminal, name: string, value: string): Promise<void> {
  const format = name === "_NET_WM_PID" ? "32c" : "8u";
  await desktop.run("xprop", ["-id", window, "-f", name, format, "-set", name, value]);
}

async function processOf(desktop: Desktop, { window }: Terminal): Promise<string> {
  const printed = await desktop.run("xprop", ["-id", window, "_NET_WM_PID"]);
  return /= (\d+)/.exec(printed)?.[1] ?? "";
}

const becomes = (desktop: Desktop, { window }: Terminal, what: string) =>
  until(async () => await activeWindow(desktop) === window, what);

Deno.test("focusTerminal() goes to the window of the terminal that the process runs in", async () => {
  await using desktop = await startDesktop({ bus: false });
  await startManager(desktop);
  const one = await startTerminal(desktop, "one");
  const two = await startTerminal(desktop, "two");
  assertNotEquals(one.window, two.window);
  for (const terminal of [one, two, one]) {
    await focusOn(desktop, { pid: terminal.pid, tty: "" });
    await becomes(desktop, terminal, "the terminal to be in front");
  }
  // Minimised, or on another desktop, it is brought here or gone to.
  await desktop.run("xdotool", ["windowminimize", "--sync", two.window]);
  await focusOn(desktop, { pid: two.pid, tty: "" });
  await becomes(desktop, two, "the minimised terminal to be in front");
  await desktop.run("xdotool", ["set_desktop_for_window", one.window, "1"]);
  await focusOn(desktop, { pid: one.pid, tty: "" });
  await becomes(desktop, one, "the terminal of the other desktop to be in front");
});

Deno.test("focusTerminal() tells the windows of one process apart, and leaves other machines' alone", async () => {
  await using desktop = await startDesktop({ bus: false });
  await startManager(desktop);
  const one = await startTerminal(desktop, "one");
  const two = await startTerminal(desktop, "two");
  const own = await processOf(desktop, one);
  const other = await processOf(desktop, two);
  assert(own !== "" && other !== "" && own !== other);
  // As a terminal that has one process for all its windows.
  await set(desktop, two, "_NET_WM_PID", own);
  for (const [title, terminal] of [["one", one], ["two", two], ["one", one]] as const) {
    await focusOn(desktop, { pid: one.pid, tty: "", title });
    await becomes(desktop, terminal, `${title} to be in front`);
  }
  await set(desktop, one, "_NET_WM_NAME", "ann@pc: /srv/größer");
  await desktop.run("xdotool", ["windowactivate", "--sync", two.window]);
  await focusOn(desktop, { pid: one.pid, tty: "", directory: "/srv/größer" });
  await becomes(desktop, one, "the window that names the folder to be in front");
  await desktop.run("xdotool", ["windowactivate", "--sync", two.window]);
  await focusOn(desktop, { pid: one.pid, tty: "pts/99", title: "three" });
  await managerIsDone(desktop);
  assertEquals(await activeWindow(desktop), two.window);
  // The process has the number of a local one, on another machine.
  await set(desktop, two, "WM_CLIENT_MACHINE", "elsewhere.example");
  await focusOn(desktop, { pid: one.pid, tty: "" });
  await becomes(desktop, one, "the local terminal to be in front");
});

Deno.test("focusTerminal() does not go to the panel or the desktop that has started the terminal", async () => {
  await using desktop = await startDesktop({ bus: false });
  await startManager(desktop);
  const one = await startTerminal(desktop, "one");
  const two = await startTerminal(desktop, "two");
  await desktop.run("xdotool", ["windowactivate", "--sync", two.window]);
  const type = "_NET_WM_WINDOW_TYPE";
  await desktop.run("xprop", ["-id", one.window, "-f", type, "32a", "-set", type, `${type}_DOCK`]);
  await focusOn(desktop, { pid: one.pid, tty: "" });
  await managerIsDone(desktop);
  assertEquals(await activeWindow(desktop), two.window);
});

Deno.test("focusTerminal() does nothing without a window manager, or for a process in no window", async () => {
  await using desktop = await startDesktop({ bus: false });
  const one = await startTerminal(desktop, "one");
  await focusOn(desktop, { pid: one.pid, tty: "" });
  assertEquals(await activeWindow(desktop), "");
  await startManager(desktop);
  const two = await startTerminal(desktop, "two");
  await desktop.run("xdotool", ["windowactivate", "--sync", two.window]);
  await focusOn(desktop, { pid: Deno.pid, tty: "" });
  await managerIsDone(desktop);
  assertEquals(await activeWindow(desktop), two.window);
});
