/**
 * Windows for a test, as far as Debian's Wine is one: a drive C: and a registry of its own, in the folder of a desktop, and what
 * runs there. Nothing of it outlives the test.
 */
import type { Command } from "../../src/host.ts";
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
  /** Where a path of drive C: is on this system. */
  pathOf(path: string): string;
  /** The arguments of each process that runs there, the program's path first, as Wine has taken its command line apart. */
  processes(): readonly (readonly string[])[];
  /** Ends all programs; the registry stays. */
  end(): Promise<void>;
}

/** Sets up a Windows; takes 8 s. */
export async function startWindows({ folder, env: desktopEnv }: Desktop): Promise<Windows> {
  const prefix = `${folder}/wine`;
  const env = {
    WINEPREFIX: prefix,
    WINEDEBUG: "-all",
    // Neither .NET nor a browser is asked for, and the desktop's own menu is left alone.
    WINEDLLOVERRIDES: "mscoree,mshtml=;winemenubuilder.exe=d",
  };
  const windows: Windows = {
    wine: WINE,
    env,
    async run({ program, args }) {
      // Into a file: the services that the first program starts would hold a pipe open.
      const output = `${folder}/printed`;
      const { code } = await new Deno.Command("sh", {
        args: ["-c", 'exec "$@" >"$0"', output, WINE, program, ...args],
        env: { ...desktopEnv, ...env },
        clearEnv: true,
        stdin: "null",
        stdout: "null",
        stderr: "null",
      }).output();
      if (code !== 0) throw new Error(`${program} ${args.join(" ")}: status ${code}`);
      return await Deno.readTextFile(output);
    },
    pathOf: (path) => path.replace(/^C:/, `${prefix}/drive_c`).replaceAll("\\", "/"),
    processes: () => processesWith(`WINEPREFIX=${prefix}`),
    async end() {
      // Without a number the server is killed where it takes long, and the registry lost; by others it leaves programs behind.
      for (const option of ["-k2", "-w"]) {
        await new Deno.Command(SERVER, {
          args: [option],
          env: { ...desktopEnv, ...env },
          clearEnv: true,
          stdin: "null",
          stdout: "null",
          stderr: "null",
        }).output();
      }
      await until(() => windows.processes().length === 0, "the end of all Windows programs");
    },
    [Symbol.asyncDispose]: () => windows.end(),
  };
  try {
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
