/**
 * Makes the program as one file. The source is bundled first and then compiled in a clean folder of its own: resolving `npm:` imports
 * at run time costs 19 MB of resident memory and 40 ms of start-up, and a compile in the project's folder would embed files that do
 * not belong to the program.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { bundle, deno } from "./bundle.ts";
import { ico } from "./app_icon.ts";
import { noRuntime, runtimeFor } from "./deno_runtime.ts";
import { ROOT, sourceTimeMs, VERSION } from "./source_version.ts";
import { BuildError, type Target, targetOf } from "./targets.ts";
import { withVersionDetails } from "./windows_version_details.ts";

/** What a build is made of; the defaults make the program itself. */
export interface BuildOptions {
  /** One of Deno's target triples; default: the one of this machine. */
  readonly target?: string;
  /** The folder for the program; default: `dist/`. */
  readonly out?: string;
  /** Another main module instead of the program's, for a measure of what an empty program costs. */
  readonly entry?: string;
  /** The file name of the program; default: as the target has it. */
  readonly name?: string;
}

export interface Built {
  /** Absolute path of the program. */
  readonly program: string;
  readonly bytes: number;
  /** The size of the runtime in it, below which no program can be; null where neither a file nor the program tells it. */
  readonly runtimeBytes: number | null;
  /** The npm packages with code in it, as `name@version`, sorted. */
  readonly packages: readonly string[];
}

/**
 * V8's options in the program, for `deno compile` and `deno run`:
 * - `--single-threaded`: V8's helper threads cost memory and wake up an idle program.
 * - `--no-opt`, `--no-maglev`: the program is resident all day and works for milliseconds, in which the optimising compilers never
 *   pay back the 4 MB that they cost; the baseline compiler stays.
 * - `--optimize-for-size`, `--max-semi-space-size=1` (MB): collect garbage early, so that the memory of a busy moment is given back
 *   (20 MB after 1,000 icons).
 * - `--no-incremental-marking`: a program that is mostly idle needs a minute for the steps of one such collection, and all that is
 *   allocated meanwhile stays (15 MB beside 20 sidecars). At once, it takes no longer than the last of those steps.
 * - `--expose-gc`: after a busy time the program has its garbage collected, see src/tasks/memory_release.ts.
 */
export const V8_FLAGS =
  "--v8-flags=--single-threaded,--no-opt,--no-maglev,--optimize-for-size,--max-semi-space-size=1,--no-incremental-marking,--expose-gc";

/**
 * - `--no-check`: the sources are checked before; here they are bundled with libraries.
 * - `--no-code-cache`: Deno keeps V8's code cache in a file of a predictable name in the shared temporary folder and runs
 *   what it finds there, whoever put it there.
 */
const COMPILE_FLAGS = ["--allow-all", "--no-check", "--no-code-cache", V8_FLAGS];

/**
 * Bundles, compiles and returns what was made.
 * @throws {BuildError} for an unknown target, a bundle or compile step that fails, a runtime that is not of the target.
 * @throws {NoRuntimeError} for a runtime that cannot be had.
 */
export async function build(options: BuildOptions = {}): Promise<Built> {
  const target = targetOf(options.target ?? Deno.build.target);
  const runtime = await runtimeFor(target, (name) => Deno.env.get(name));
  const out = options.out ?? join(ROOT, "dist");
  const program = join(out, options.name ?? target.program);
  const staging = await Deno.makeTempDir({ prefix: "claudeminder-build-" });
  try {
    const { main, packages } = await bundle(options.entry ?? join(ROOT, "src", "main.ts"), staging);
    const helper = options.entry === undefined ? await stageHelper(staging, target) : null;
    await Deno.mkdir(out, { recursive: true });
    await setTimes(staging, new Date(await sourceTimeMs()));
    await compile(
      { folder: staging, main, embedded: helper === null ? [] : [helper], runtime },
      target,
      program,
    );
    const used = helper === null ? packages : [...new Set([...packages, systray2()])].sort();
    return { program, ...await sizes(program, runtime), packages: used };
  } finally {
    await Deno.remove(staging, { recursive: true });
  }
}

/** Copies the tray helper beside the bundle, which reads it at run time; returns the name to embed. */
async function stageHelper(staging: string, { trayHelper }: Target): Promise<string | null> {
  if (trayHelper === null) return null;
  await Deno.mkdir(join(staging, "traybin"));
  const helper = join("traybin", trayHelper);
  // Every embedded byte is resident in memory, whether it is used or not.
  const packed = gzipSync(await Deno.readFile(join(systray2Folder(), helper)), { level: 9 });
  await Deno.writeFile(join(staging, `${helper}.gz`), packed);
  return `${helper}.gz`;
}

/** `deno compile` keeps the time of each file: with a fixed one, two builds of a commit give the same bytes. */
async function setTimes(folder: string, time: Date): Promise<void> {
  for (const { name, isDirectory } of [...Deno.readDirSync(folder)]) {
    const path = join(folder, name);
    if (isDirectory) await setTimes(path, time);
    await Deno.utime(path, time, time);
  }
}

/** A folder with what a program is compiled from. */
interface Staged {
  readonly folder: string;
  /** The name of the module that runs first. */
  readonly main: string;
  /** The names of the files to embed besides modules. */
  readonly embedded: readonly string[];
  /** The runtime's file; null = Deno gets it. */
  readonly runtime: string | null;
}

/**
 * Compiles the staged bundle, with a configuration of its own so that nothing of the project's is included. An earlier program stays
 * until the new one is there; it may be running.
 */
async function compile(staged: Staged, target: Target, program: string): Promise<void> {
  const { folder, main, embedded, runtime } = staged;
  await Deno.writeTextFile(join(folder, "deno.json"), "{}\n");
  const includes = embedded.flatMap((name) => ["--include", name]);
  const windows = target.os === "windows" ? await windowsFlags(folder) : [];
  // In a folder, since `deno compile` adds ".exe" to names without it; on the same disk as the program's place, for the rename.
  const unfinished = await Deno.makeTempDir({ dir: dirname(program), prefix: ".unfinished-" });
  try {
    const output = join(unfinished, target.program);
    const flags = [
      "compile",
      "--quiet",
      ...COMPILE_FLAGS,
      "--target",
      target.triple,
      ...windows,
      ...includes,
    ];
    const made = await deno([...flags, "--output", output, main], folder, {
      DENORT_BIN: runtime ?? undefined,
    });
    if (made.code !== 0) throw compileFailure(target, made.stderr);
    if (target.os === "windows") await addVersionDetails(output);
    await Deno.rename(output, program);
  } finally {
    await Deno.remove(unfinished, { recursive: true });
  }
}

/** A tray program has no console window, and its file the app's icon. */
async function windowsFlags(folder: string): Promise<readonly string[]> {
  const icon = join(folder, "claudeminder.ico");
  await Deno.writeFile(icon, await ico());
  return ["--no-terminal", "--icon", icon];
}

/** Adds what `deno compile` has no option for. */
async function addVersionDetails(program: string): Promise<void> {
  await Deno.writeFile(program, withVersionDetails(await Deno.readFile(program), VERSION));
}

/** The error for what `deno compile` printed when it failed; it says what to do if the runtime cannot be downloaded. */
export function compileFailure({ triple }: Pick<Target, "triple">, stderr: string): BuildError {
  return /Setting up base binary|Failed to (?:download|fetch)/i.test(stderr)
    ? noRuntime(triple)
    : new BuildError(`Cannot compile for ${triple}:\n${stderr}`);
}

/** The folder of systray2's package in Deno's cache, `.../systray2/VERSION`. */
function systray2Folder(): string {
  return dirname(fileURLToPath(import.meta.resolve("systray2")));
}

function systray2(): string {
  return systray2Folder().split(/[\\/]/).slice(-2).join("@");
}

/**
 * The size of a compiled program and of the runtime in it. On Linux Deno appends its section to the runtime and ends it with
 * 24 bytes: "d3n0l4nd", a hash of 8, and the section's length with these bytes (seen in programs of Deno 2.7.11). Elsewhere the
 * code is within the program, and the size is that of the runtime's own file.
 */
async function sizes(
  program: string,
  runtime: string | null,
): Promise<{ bytes: number; runtimeBytes: number | null }> {
  using file = await Deno.open(program);
  const { size: bytes } = await file.stat();
  await file.seek(-24, Deno.SeekMode.End);
  const trailer = new Uint8Array(24);
  await file.read(trailer);
  if (new TextDecoder().decode(trailer.subarray(0, 8)) === "d3n0l4nd") {
    return { bytes, runtimeBytes: bytes - Number(new DataView(trailer.buffer).getBigUint64(16, true)) };
  }
  return { bytes, runtimeBytes: runtime === null ? null : (await Deno.stat(runtime)).size };
}
