/** The compiled program, for the tests that run it: built once. */
import type { Buffer } from "node:buffer";
import { dirname, join } from "node:path";
import { build, type BuildOptions } from "../../packaging/compile_program.ts";
import { NoRuntimeError, runtimeFor } from "../../packaging/deno_runtime.ts";
import type { Target } from "../../packaging/targets.ts";

const ROOT = dirname(dirname(import.meta.dirname ?? "."));

let built: Promise<string> | null = null;

/**
 * The path of the compiled program. `deno task test` builds it before all tests and names it in CLAUDEMINDER_PROGRAM; a test
 * file that is run alone builds it here.
 */
export function compiledProgram(): Promise<string> {
  const given = Deno.env.get("CLAUDEMINDER_PROGRAM");
  if (given !== undefined) return Promise.resolve(given);
  return built ??= compiled();
}

/** The path of what `build()` makes of these options, with the runtime that this machine can get. */
export async function compiled(options: BuildOptions = {}): Promise<string> {
  for (const [name, value] of Object.entries(await runtimeForBuilds())) Deno.env.set(name, value);
  return (await build(options)).program;
}

/**
 * The variables that a build needs on this machine: DENORT_BIN where Deno's own site is out of reach and nobody has set it. Empty
 * when there is nothing to set, or nothing to be had: then the build says what to do.
 */
export async function runtimeForBuilds(): Promise<Readonly<Record<string, string>>> {
  if (Deno.env.get("DENORT_BIN") !== undefined) return {};
  const script = new Deno.Command(join(ROOT, ".ci", "denort.sh"), {
    args: ["--if-needed"],
    stderr: "inherit",
  });
  const { success, stdout } = await script.output();
  const path = new TextDecoder().decode(stdout).trim();
  return success && path !== "" ? { DENORT_BIN: path } : {};
}

/** Whether Deno can get the runtime, or a file with it is here. */
export async function isToBeHad(target: Target): Promise<boolean> {
  try {
    await runtimeFor(target, (name) => Deno.env.get(name));
    return true;
  } catch (error) {
    if (error instanceof NoRuntimeError) return false;
    throw error;
  }
}

/** The systray2 helpers' names in a program, which are those of the files in it. */
export function helpersIn(program: Buffer): readonly string[] {
  return ["tray_linux_release.gz", "tray_darwin_release.gz", "tray_windows_release.exe.gz"]
    .filter((name) => program.includes(`"n":"${name}"`));
}
