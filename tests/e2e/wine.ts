/**
 * Windows for a test, as far as Debian's Wine is one: a drive C: and a registry of its own, in the folder of a desktop, and what
 * runs there. Nothing of it outlives the test. Debian 12's runs a tray helper and the
 * system's own programs; the whole program needs a later one.
 */
import type { Command } from "../../src/host/host.ts";
import type { Run } from "../support/program.ts";
import { type Desktop, until } from "./desktop.ts";

const WINE = "/usr/lib/wine/wine64";
const SERVER = "/usr/lib/wine/wineserver64";

/** Not everybody who runs the tests has Wine; where the list of packages is kept to, it is there. */
export const hasWine = Deno.build.arch === "x86_64" && [WINE, SERVER].every((path) => {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
});

export interface Windows extends AsyncDisposable {
  /** The program that starts a Windows program, and the environment it needs besides the desktop's. */
  readonly wine: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command to its end; what it prints. Rejects when it ends with anything but 0. */
  run(command: Command): Promise<string>;
  /** Runs a command to its end, however that is. `more`: variables besides. */
  outcome(command: Command, more?: Readonly<Record<string, string>>): Promise<Run>;
  /** Starts a command that goes on. */
  start(command: Command, more?: Readonly<Record<string, string>>): void;
  /** Where a path of drive C: is on this system. */
  pathOf(path: string): string;
  /** The arguments of each process that runs there, the program's path first, as Wine has taken its command line apart. */
  processes(): readonly (readonly string[])[];
  /** Brings it up, to stay when no program runs, until it is ended: else it ends by itself, and takes with it what comes just then. */
  bringUp(): Promise<void>;
  /** Ends all programs; the registry stays. */
  end(): Promise<void>;
}

/** Where Wine is, if not among the programs of this machine. */
export interface Elsewhere {
  /** What starts a program there: its own program and arguments. */
  readonly via: readonly string[];
  /** The root folder there, as this machine sees it, and a folder in it for a drive C:, as it is named there. */
  readonly root: string;
  readonly folder: string;
}

/** Sets up a Windows; takes 8 s. */
export async function startWindows(
  { folder, env: desktopEnv }: Desktop,
  elsewhere: Elsewhere = { via: [], root: "", folder },
): Promise<Windows> {
  const prefix = `${elsewhere.folder}/wine`;
  const { via, root } = elsewhere;
  const env = {
    HOME: elsewhere.folder,
    WINEPREFIX: prefix,
    WINEDEBUG: "-all",
    // Neither .NET nor a browser is asked for, and the desktop's own menu is left alone.
    WINEDLLOVERRIDES: "mscoree,mshtml=;winemenubuilder.exe=d",
  };
  // Wine 10 breaks off where it is told of a folder for temporary files.
  const { TMPDIR, ...known } = desktopEnv;
  const base = { ...known, ...(via.length > 0 || TMPDIR === undefined ? {} : { TMPDIR }), ...env };
  /** `sh` with the script, whose arguments are the command. */
  const shell = (script: string, { program, args }: Command, more: Readonly<Record<string, string>> = {}) =>
    new Deno.Command("sh", {
      args: ["-c", script, `${folder}/printed`, ...via, WINE, program, ...args],
      env: { ...base, ...more },
      clearEnv: true,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    });
  async function server(option: string): Promise<void> {
    const [program = SERVER, ...args] = [...via, SERVER, option];
    const nowhere = { stdin: "null", stdout: "null", stderr: "null" } as const;
    await new Deno.Command(program, { args, env: base, clearEnv: true, ...nowhere }).output();
  }
  const started: Deno.ChildProcess[] = [];
  const windows: Windows = {
    wine: WINE,
    env,
    async run(command) {
      const { code, stdout } = await windows.outcome(command);
      if (code !== 0) throw new Error(`${command.program} ${command.args.join(" ")}: status ${code}`);
      return stdout;
    },
    async outcome(command, more) {
      // Into files: the services that the first program starts would hold a pipe open.
      const { code } = await shell('exec "$@" >"$0" 2>"$0.err"', command, more).output();
      const [stdout, stderr] = await Promise.all(
        ["", ".err"].map((end) => Deno.readTextFile(`${folder}/printed${end}`)),
      );
      return { code, stdout: stdout ?? "", stderr: stderr ?? "" };
    },
    start: (command, more) => void started.push(shell('exec "$@"', command, more).spawn()),
    pathOf: (path) => path.replace(/^C:/, `${root}${prefix}/drive_c`).replaceAll("\\", "/"),
    processes: () => processesWith(`WINEPREFIX=${prefix}`),
    bringUp: () => server("-p"),
    async end() {
      // Without a number the server is killed where it takes long, and the registry lost; by others it leaves programs behind.
      for (const option of ["-k2", "-w"]) await server(option);
      await until(() => windows.processes().length === 0, "the end of all Windows programs");
      await Promise.all(started.splice(0).map(({ status }) => status));
    },
    [Symbol.asyncDispose]: () => windows.end(),
  };
  try {
    await Deno.mkdir(`${root}${prefix}`, { recursive: true });
    await windows.bringUp();
    await windows.run({ program: "wineboot", args: ["--init"] });
    return windows;
  } catch (error) {
    await windows.end();
    throw error;
  }
}

function processesWith(variable: string): readonly (readonly string[])[] {
  return [...Deno.readDirSync("/proc")].flatMap(({ name }) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      if (!Deno.readTextFileSync(`/proc/${name}/environ`).split("\0").includes(variable)) return [];
      // Wine pads the line with zeros.
      return [Deno.readTextFileSync(`/proc/${name}/cmdline`).replace(/\0+$/, "").split("\0")];
    } catch {
      return [];
    }
  });
}
