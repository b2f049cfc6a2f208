/**
 * A whole desktop for a test: an X server on a free display, a session bus of its own, and the panel that is asked for.
 * Nothing of it outlives the test.
 */
import { join } from "node:path";
import { type Area, coloursOf, pixelsOf } from "./screen.ts";

/** `xfce4-panel` shows StatusNotifierItems and XEmbed icons; the others show XEmbed icons only. */
export type PanelName = "xfce4-panel" | "trayer" | "tint2";

export interface DesktopOptions {
  /** Started at once, and waited for. Default: none. */
  readonly panel?: PanelName;
  /** Default: true. */
  readonly bus?: boolean;
}

export interface Desktop extends AsyncDisposable {
  /** A folder of the test's own, with everything in it removed at the end. */
  readonly folder: string;
  /** What a program needs to be on this desktop, and the `XDG_*` folders, all inside `folder`. */
  readonly env: Readonly<Record<string, string>>;
  readonly busAddress: string;
  /** Starts a panel and waits until it shows icons. */
  startPanel(name: PanelName): Promise<void>;
  stopPanel(): Promise<void>;
  /** As if the person had logged out: all connections break. */
  killBus(): Promise<void>;
  /** Starts a program of this desktop that is stopped with it. */
  start(program: string, args?: readonly string[]): Deno.ChildProcess;
  /** Runs a program of this desktop; its standard output, or a rejection with its errors. */
  run(program: string, args: readonly string[]): Promise<string>;
  /** A part of the screen: red, green, blue of each pixel, rows from the top. */
  pixels(area: Area): Promise<Uint8Array>;
  /** The colours in a part of the screen, as "rrggbb". */
  colours(area: Area): Promise<ReadonlySet<string>>;
  /** A picture of the whole screen, as a PNG file. */
  screenshot(path: string): Promise<void>;
}

/** Where xfce4-panel shows the only icon. */
export const XFCE_ICON: Area = { x: 997, y: 5, width: 22, height: 22 };

const SCREEN = "1024x768x24";

export async function startDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-desktop-" });
  const running: Deno.ChildProcess[] = [];
  let panel: Deno.ChildProcess | null = null;
  let bus: Deno.ChildProcess | null = null;
  const busAddress = `unix:path=${folder}/run/bus`;
  for (const name of ["config", "cache", "data", "state", "run"]) {
    await Deno.mkdir(join(folder, name), { mode: 0o700 });
  }
  const base: Record<string, string> = {
    HOME: folder,
    XDG_CONFIG_HOME: `${folder}/config`,
    XDG_CACHE_HOME: `${folder}/cache`,
    XDG_DATA_HOME: `${folder}/data`,
    XDG_STATE_HOME: `${folder}/state`,
    XDG_RUNTIME_DIR: `${folder}/run`,
    TMPDIR: folder,
    // Programs of the desktop do without the helpers that they would start and leave behind.
    NO_AT_BRIDGE: "1",
    GTK_A11Y: "none",
    GVFS_DISABLE_FUSE: "1",
    LIBGL_ALWAYS_SOFTWARE: "1",
    PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin",
    LANG: "C.UTF-8",
  };
  const env = { ...base };

  function start(program: string, args: readonly string[] = []): Deno.ChildProcess {
    const child = new Deno.Command(program, {
      args: [...args],
      env,
      clearEnv: true,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    running.push(child);
    return child;
  }
  async function stop(child: Deno.ChildProcess): Promise<void> {
    running.splice(running.indexOf(child), 1);
    // Told to end, the X server takes its lock file and its socket in /tmp with it.
    signalTo(child, "SIGTERM");
    const kill = setTimeout(() => signalTo(child, "SIGKILL"), 3_000);
    await child.status;
    clearTimeout(kill);
  }
  async function run(program: string, args: readonly string[]): Promise<string> {
    const output = await new Deno.Command(program, { args: [...args], env, clearEnv: true }).output();
    if (!output.success) throw new Error(`${program} ${args.join(" ")}: ${decode(output.stderr)}`);
    return decode(output.stdout);
  }

  const desktop: Desktop = {
    folder,
    env,
    busAddress,
    start,
    run,
    async startPanel(name) {
      if (name === "xfce4-panel") await writePanelConfig(env);
      panel = start(name, PANEL_ARGS[name]);
      await (name === "xfce4-panel" ? waitForSniHost(run) : waitForTrayWindow(run, name));
    },
    async stopPanel() {
      if (panel !== null) await stop(panel);
      panel = null;
    },
    async killBus() {
      if (bus !== null) await stop(bus);
      bus = null;
    },
    pixels: (area) => pixelsOf(env, area),
    colours: (area) => coloursOf(env, area),
    async screenshot(path) {
      await run("import", ["-window", "root", path]);
    },
    async [Symbol.asyncDispose]() {
      for (const child of [...running].reverse()) await stop(child);
      await endStrays(folder);
      await Deno.remove(folder, { recursive: true });
    },
  };

  try {
    env.DISPLAY = await startX(running, base);
    if (options.bus ?? true) {
      bus = start("dbus-daemon", ["--session", "--nofork", "--nopidfile", `--address=${busAddress}`]);
      env.DBUS_SESSION_BUS_ADDRESS = busAddress;
      await until(() => exists(`${folder}/run/bus`), "the session bus");
    }
    if (options.panel !== undefined) await desktop.startPanel(options.panel);
    return desktop;
  } catch (error) {
    await desktop[Symbol.asyncDispose]();
    throw error;
  }
}

const PANEL_ARGS: Readonly<Record<PanelName, readonly string[]>> = {
  "xfce4-panel": ["--disable-wm-check"],
  trayer: ["--edge", "top", "--align", "right", "--widthtype", "pixel", "--width", "200", "--height", "32"],
  tint2: [],
};

/** Waits until `condition` holds; rejects after `limitMs`, 10 s unless told, naming what was waited for. */
export async function until(
  condition: () => Promise<boolean> | boolean,
  what: string,
  limitMs = 10_000,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!await condition()) {
    if (performance.now() > end) throw new Error(`Waited ${limitMs / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The X server looks for a free display by itself, and tells its number when it is ready. */
async function startX(running: Deno.ChildProcess[], env: Record<string, string>): Promise<string> {
  const server = new Deno.Command("Xvfb", {
    args: ["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"],
    env,
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  running.push(server);
  return await displayOf(server);
}

/** The display of an X server that says its number on its standard output (`-displayfd 1`), as soon as it is ready. */
export async function displayOf(server: Deno.ChildProcess): Promise<string> {
  let text = "";
  for await (const part of server.stdout) {
    text += decode(part);
    if (text.includes("\n")) break;
  }
  const number = text.trim();
  if (!/^\d+$/.test(number)) throw new Error("Xvfb did not start");
  return `:${number}`;
}

type Run = (program: string, args: readonly string[]) => Promise<string>;

function waitForSniHost(run: Run): Promise<void> {
  const watcher = "org.kde.StatusNotifierWatcher";
  const args = [
    "--user",
    "get-property",
    watcher,
    "/StatusNotifierWatcher",
    watcher,
    "IsStatusNotifierHostRegistered",
  ];
  return until(async () => {
    try {
      return (await run("busctl", args)).includes("true");
    } catch {
      return false;
    }
  }, "a panel that shows StatusNotifierItems");
}

function waitForTrayWindow(run: Run, name: PanelName): Promise<void> {
  return until(async () => {
    try {
      return (await run("xdotool", ["search", "--onlyvisible", "--class", name])).trim() !== "";
    } catch {
      return false;
    }
  }, `the window of ${name}`);
}

/** A panel along the top with nothing in it but the tray, at the right end. */
async function writePanelConfig(env: Readonly<Record<string, string>>): Promise<void> {
  const folder = join(env.XDG_CONFIG_HOME ?? "", "xfce4/xfconf/xfce-perchannel-xml");
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "xfce4-panel.xml"), XFCE_PANEL);
}

const XFCE_PANEL = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="icon-size" type="uint" value="24"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
  </property>
</channel>
`;

/** Programs that the bus has started (settings daemons and the like) carry our folder in their environment. */
async function endStrays(folder: string): Promise<void> {
  for await (const entry of Deno.readDir("/proc")) {
    const pid = Number(entry.name);
    if (!Number.isInteger(pid) || pid === Deno.pid) continue;
    try {
      const environment = await Deno.readTextFile(`/proc/${pid}/environ`);
      if (!environment.split("\0").includes(`XDG_RUNTIME_DIR=${folder}/run`)) continue;
      Deno.kill(pid, "SIGKILL");
      await until(() => exists(`/proc/${pid}`).then((there) => !there), `the end of process ${pid}`);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith("Waited")) throw error;
      // Gone meanwhile, or not ours to look at.
    }
  }
}

function signalTo(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch {
    // It has ended by itself.
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
