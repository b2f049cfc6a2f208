/**
 * Windows, as near as it comes without one: the compiled program for it under the Wine of a later Debian than the one that the tests
 * are for, set up in a folder of its own, with its windows on a desktop of this machine. Nothing of it outlives the test.
 */
import { basename, dirname, join } from "node:path";
import { targetOf } from "../../packaging/targets.ts";
import type { Run } from "../support/program.ts";
import { openSession } from "./clean_login.ts";
import { makeMachine, whyNoMachine } from "./clean_machine.ts";
import { compiled, isToBeHad } from "./compiled.ts";
import { startDesktop } from "./desktop.ts";
import { startWindows } from "./wine.ts";
import { type Seat, startTrayer } from "./wine_screen.ts";

/** The first Debian with a Wine that starts V8: it needs `bcryptprimitives.dll`. */
const SUITE = "trixie";
const TARGET = "x86_64-pc-windows-msvc";
/** A path with blanks and letters that no code page of the console has. */
export const EXE = "C:\\Đặng a\\claudeminder.exe";
export const OPENCODE = "C:\\npm\\opencode.exe";
export const PROGRAMS = "C:\\a b\\programs.exe";

/** Why there can be no Windows here; null = there can. */
export async function whyNoWindows(): Promise<string | null> {
  const why = await whyNoMachine({ suite: SUITE });
  if (why !== null) return why;
  return await isToBeHad(targetOf(TARGET)) ? null : "no runtime for Windows";
}

export interface WindowsSeat extends Seat, AsyncDisposable {
  /** Runs the program to its end. */
  run(...args: readonly string[]): Promise<Run>;
  /** Starts the program, to go on. */
  start(...args: readonly string[]): void;
  /**
   * The sizes of all windows that programs have put on the screen, however short they were there, in their order: "657x400". Menus,
   * tooltips and what is in the panel are none of them.
   */
  seen(): Promise<readonly string[]>;
}

/** `env`: what the program finds in its environment. Takes a minute or two. */
export async function takeSeat(env: Readonly<Record<string, string>>): Promise<WindowsSeat> {
  await using stack = new AsyncDisposableStack();
  const out = await Deno.makeTempDir({ prefix: "claudeminder-windows-" });
  stack.defer(() => Deno.remove(out, { recursive: true }));
  const making = makeMachine({ suite: SUITE, packages: ["wine64"] });
  stack.defer(() => making.then((machine) => machine[Symbol.asyncDispose](), () => {}));
  const entryOf = (name: string) => join(import.meta.dirname ?? ".", name);
  const program = await compiled({ target: TARGET, out });
  const opencode = await compiled({
    target: TARGET,
    out,
    entry: entryOf("opencode_exe.ts"),
    name: "opencode.exe",
  });
  const programs = await compiled({
    target: TARGET,
    out,
    entry: entryOf("programs_exe.ts"),
    name: "programs.exe",
  });
  const { root } = await making;
  const session = await openSession(root);
  stack.defer(() => session.close());
  const desktop = stack.use(await startDesktop({ bus: false }));
  startTrayer(desktop);
  const folder = `/root/${basename(root)}`;
  await Deno.mkdir(join(root, folder));
  const via = ["nsenter", `--target=${session.pid}`, "--mount", "--pid", "chroot", root];
  const windows = stack.use(await startWindows(desktop, { via, root, folder }));
  for (const [from, to] of [[program, EXE], [opencode, OPENCODE], [programs, PROGRAMS]] as const) {
    await Deno.mkdir(dirname(windows.pathOf(to)), { recursive: true });
    await Deno.copyFile(from, windows.pathOf(to));
  }
  // Windows writes it at the login; Wine does not.
  const scale = [
    "HKCU\\Control Panel\\Desktop\\WindowMetrics",
    "/v",
    "AppliedDPI",
    "/t",
    "REG_DWORD",
    "/d",
    "96",
  ];
  await windows.run({ program: "reg", args: ["add", ...scale, "/f"] });
  const report = `${desktop.folder}/windows`;
  desktop.start("sh", ["-c", 'exec stdbuf -oL xev -root -event substructure >"$0"', report]);
  const all = stack.move();
  return {
    desktop,
    windows,
    run: (...args) => windows.outcome({ program: EXE, args }, env),
    start: (...args) => windows.start({ program: EXE, args }, env),
    seen: async () => windowsIn(await Deno.readTextFile(report)),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** From the X server's own report of what has been made and shown beside the root window, as xev(1) prints it. */
function windowsIn(report: string): readonly string[] {
  const sizes = new Map<string, string>();
  return report.split("\n\n").flatMap((event) => {
    const id = /\n.*\bwindow (0x[0-9a-f]+)/.exec(event)?.[1] ?? "";
    const [, width, height] = /width (\d+), height (\d+)/.exec(event) ?? [];
    if (width !== undefined) sizes.set(id, `${width}x${height}`);
    return /^MapNotify/.test(event) && /override NO/.test(event) ? [sizes.get(id) ?? id] : [];
  });
}
