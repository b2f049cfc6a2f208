/** Where the runtime comes from that `deno compile` puts a program's code into. */
import { join } from "node:path";
import { BuildError, formatOf, type Target, type Triple } from "./targets.ts";

/** The runtime of a target cannot be had on this machine; a build of all targets leaves that target out. */
export class NoRuntimeError extends BuildError {
  override readonly name = "NoRuntimeError";
}

const SCRIPT = join(import.meta.dirname ?? ".", "..", ".ci", "denort.sh");

/** `DENORT_BIN_AARCH64_UNKNOWN_LINUX_GNU`: the variable that names the runtime of this target and no other. */
export function runtimeVariable(triple: Triple): string {
  return `DENORT_BIN_${triple.toUpperCase().replaceAll("-", "_")}`;
}

/**
 * The file to compile into; null = `deno compile` gets it itself, from its cache or from Deno's site. In this order: the
 * target's own variable; DENORT_BIN, if what it names is of this target; `.ci/denort.sh`, in a clone of the repository.
 * @throws {NoRuntimeError} when that script has nothing for the target and Deno's site cannot be reached.
 * @throws {BuildError} when a variable names what is not a program of the target.
 */
export async function runtimeFor(
  target: Target,
  env: (name: string) => string | undefined,
): Promise<string | null> {
  const own = env(runtimeVariable(target.triple)) ?? "";
  if (own !== "") {
    if (await formatOfFile(own) === target.format) return own;
    throw new BuildError(
      `${runtimeVariable(target.triple)} names "${own}", which is not a program for ${target.triple}`,
    );
  }
  const any = env("DENORT_BIN") ?? "";
  if (any !== "") {
    const format = await formatOfFile(any);
    if (format === target.format) return any;
    if (format === null) throw new BuildError(`DENORT_BIN names "${any}", which is not a "denort" program`);
  }
  return await fromScript(target.triple);
}

/** What to do when there is no runtime. */
export function noRuntime(triple: Triple): NoRuntimeError {
  return new NoRuntimeError(
    `Cannot download the runtime for ${triple} from Deno's site: set DENORT_BIN, or ${
      runtimeVariable(triple)
    }, ` +
      `to a "denort" ${Deno.version.deno} of that target`,
  );
}

async function fromScript(triple: Triple): Promise<string | null> {
  if (Deno.build.os === "windows" || !await isThere(SCRIPT)) return null;
  const script = new Deno.Command(SCRIPT, { args: ["--if-needed", triple], stdin: "null", stderr: "null" });
  const { success, stdout } = await script.output();
  if (!success) throw noRuntime(triple);
  return new TextDecoder().decode(stdout).trim() || null;
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function formatOfFile(path: string): Promise<ReturnType<typeof formatOf>> {
  try {
    using file = await Deno.open(path);
    const beginning = new Uint8Array(4096);
    const read = await file.read(beginning);
    return formatOf(beginning.subarray(0, read ?? 0));
  } catch {
    return null;
  }
}
