/**
 * Makes the program as one file: `deno task build [--target TARGET] [--out FOLDER]`.
 *
 * The source is bundled first and then compiled in a clean folder of its own: resolving `npm:` imports at run time costs
 * 19 MB of resident memory and 40 ms of start-up, and a compile in the project's folder embeds what is not the program's.
 */
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { stop, transform } from "esbuild";

/** What differs between the systems a program is made for. */
interface Target {
  /** The file name of the program. */
  readonly program: string;
  /** The tray helper in systray2's package that this system runs; those of other systems stay out. */
  readonly trayHelper: string;
}

const TARGETS: Readonly<Record<string, Target>> = {
  "x86_64-unknown-linux-gnu": {
    program: "claudeminder-x86_64-unknown-linux-gnu",
    trayHelper: "tray_linux_release",
  },
};

/** What a build is made of; the defaults make the program itself. */
export interface BuildOptions {
  /** One of Deno's target triples; default: the Linux x86-64 one. */
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
  /** The size of the runtime in it, the floor of every program; null where the file does not say. */
  readonly runtimeBytes: number | null;
}

/** A build that cannot be made; `message` is for a person and says what to do. */
export class BuildError extends Error {
  override readonly name = "BuildError";
}

const ROOT = import.meta.dirname ?? ".";
const DEFAULT_TARGET = "x86_64-unknown-linux-gnu";

/**
 * How V8 is set in the program, for `deno compile` and `deno run`:
 * - `--single-threaded`: V8's helper threads cost memory and wake up an idle program.
 * - `--no-opt`, `--no-maglev`: the program is resident all day and works for milliseconds, in which the optimising compilers never
 *   pay back the 4 MB that they cost; the baseline compiler stays.
 * - `--optimize-for-size`, `--max-semi-space-size=1` (MB): collect early, so that what a busy moment used is given back (20 MB after
 *   1,000 icons).
 */
export const V8_FLAGS =
  "--v8-flags=--single-threaded,--no-opt,--no-maglev,--optimize-for-size,--max-semi-space-size=1";

/**
 * - `--no-check`: the sources are checked on their own; what is left here are bundled libraries.
 * - `--no-code-cache`: Deno keeps V8's code cache in a file of a predictable name in the shared temporary folder and runs
 *   what it finds there, whoever put it there.
 */
const COMPILE_FLAGS = [
  "--allow-all",
  "--no-check",
  "--no-code-cache",
  V8_FLAGS,
];

/**
 * Bundles, compiles and returns what was made.
 * @throws {BuildError} for an unknown target, a bundle or compile step that fails, a runtime that cannot be downloaded.
 */
export async function build(options: BuildOptions = {}): Promise<Built> {
  const triple = options.target ?? DEFAULT_TARGET;
  const target = TARGETS[triple];
  if (target === undefined) {
    throw new BuildError(`Unknown target "${triple}"; known: ${Object.keys(TARGETS).join(", ")}`);
  }
  const out = options.out ?? join(ROOT, "dist");
  const program = join(out, options.name ?? target.program);
  const staging = await Deno.makeTempDir({ prefix: "claudeminder-build-" });
  try {
    const main = await bundle(options.entry ?? join(ROOT, "src", "main.ts"), staging);
    const embedded = options.entry === undefined ? await stageFiles(staging, target) : [];
    await Deno.mkdir(out, { recursive: true });
    await compile({ folder: staging, main, embedded }, triple, program);
  } finally {
    await Deno.remove(staging, { recursive: true });
  }
  return { program, ...await sizes(program) };
}

/**
 * Puts the module and all it imports into files in `folder`, with the commit and without this machine's paths in them. What only
 * some commands load has a file of its own, so that the others do not read it: 2 MB less resident. Returns the main file's name.
 */
async function bundle(entry: string, folder: string): Promise<string> {
  const options = ["--quiet", "--platform", "deno", "--code-splitting", "--outdir", folder];
  const made = await deno(["bundle", ...options, entry], ROOT);
  if (made.code !== 0) throw new BuildError(`Cannot bundle ${relative(ROOT, entry)}:\n${made.stderr}`);
  const commit = await headCommit();
  const packages = dirname(dirname(systray2Folder()));
  for (const { name } of [...Deno.readDirSync(folder)]) {
    const text = (await Deno.readTextFile(join(folder, name)))
      .replaceAll(`${relative(ROOT, packages)}/`, "npm/")
      .replace('"from source"', JSON.stringify(commit));
    await Deno.writeTextFile(join(folder, name), await withoutComments(text));
  }
  return `${basename(entry, ".ts")}.js`;
}

/**
 * The same code in ASCII and without comments: one character beyond Latin-1, in a comment too, makes V8 keep the whole text at
 * two bytes a character. Names and syntax stay, as systray2 does not survive more.
 */
async function withoutComments(code: string): Promise<string> {
  try {
    const options = {
      charset: "ascii",
      format: "esm",
      legalComments: "none",
      minifyWhitespace: true,
    } as const;
    return (await transform(code, options)).code;
  } finally {
    await stop();
  }
}

/** Copies what the program reads at run time beside the bundle; returns the names to embed. */
async function stageFiles(staging: string, target: Target): Promise<readonly string[]> {
  await Deno.mkdir(join(staging, "traybin"));
  const helper = join("traybin", target.trayHelper);
  // What is embedded is resident, byte for byte, whether it is ever used or not.
  const packed = gzipSync(await Deno.readFile(join(systray2Folder(), helper)), { level: 9 });
  await Deno.writeFile(join(staging, `${helper}.gz`), packed);
  return [`${helper}.gz`];
}

/** A folder with what a program is compiled from. */
interface Staged {
  readonly folder: string;
  /** The name of the module that runs first. */
  readonly main: string;
  /** The names of the files to embed besides modules. */
  readonly embedded: readonly string[];
}

/**
 * Compiles the staged bundle, with a configuration of its own so that nothing of the project's is taken in. An earlier program
 * stays, and may be running, until the new one is there.
 */
async function compile({ folder, main, embedded }: Staged, triple: string, program: string): Promise<void> {
  await Deno.writeTextFile(join(folder, "deno.json"), "{}\n");
  const includes = embedded.flatMap((name) => ["--include", name]);
  const unfinished = `${program}.unfinished`;
  const made = await deno(
    [
      ...["compile", "--quiet", ...COMPILE_FLAGS, "--target", triple],
      ...includes,
      ...["--output", unfinished, main],
    ],
    folder,
  );
  if (made.code === 0) return await Deno.rename(unfinished, program);
  throw compileFailure(triple, made.stderr);
}

/** What is wrong when `deno compile` fails with these words, and what to do about a runtime that it cannot download. */
export function compileFailure(triple: string, stderr: string): BuildError {
  if (!/Setting up base binary|Failed to (?:download|fetch)/i.test(stderr)) {
    return new BuildError(`Cannot compile for ${triple}:\n${stderr}`);
  }
  return new BuildError(
    `Cannot download the runtime for ${triple} from Deno's site: set DENORT_BIN to a "denort" ${Deno.version.deno} of that ` +
      `target, on Linux by DENORT_BIN=$(.ci/denort.sh ${triple})`,
  );
}

/** The folder of systray2's package in Deno's cache. */
function systray2Folder(): string {
  return dirname(fileURLToPath(import.meta.resolve("systray2")));
}

/** The commit as git has it, or "unknown commit" in a copy without git. */
async function headCommit(): Promise<string> {
  const git = new Deno.Command("git", {
    args: ["rev-parse", "--short=12", "HEAD"],
    cwd: ROOT,
    stderr: "null",
  });
  const answer = await git.output().catch(() => null);
  return answer?.success ? new TextDecoder().decode(answer.stdout).trim() : "unknown commit";
}

/**
 * The size of a compiled program and of the runtime in it. On Linux Deno appends its section to the runtime and ends it with
 * 24 bytes: "d3n0l4nd", a hash of 8, and the section's length with these bytes (seen in programs of Deno 2.7.11).
 */
async function sizes(program: string): Promise<{ bytes: number; runtimeBytes: number | null }> {
  using file = await Deno.open(program);
  const { size: bytes } = await file.stat();
  await file.seek(-24, Deno.SeekMode.End);
  const trailer = new Uint8Array(24);
  await file.read(trailer);
  const marked = new TextDecoder().decode(trailer.subarray(0, 8)) === "d3n0l4nd";
  return {
    bytes,
    runtimeBytes: marked ? bytes - Number(new DataView(trailer.buffer).getBigUint64(16, true)) : null,
  };
}

/** Runs this same Deno to its end. */
async function deno(args: readonly string[], cwd: string): Promise<{ code: number; stderr: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1" },
    stdin: "null",
  });
  const { code, stderr } = await command.output();
  return { code, stderr: new TextDecoder().decode(stderr).trim() };
}

/** `12.3 MB`, of 10^6 bytes. */
function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Runs the program once, so that a build that cannot start is no build; returns what it says of itself. */
async function tryOut(program: string): Promise<string> {
  const run = await new Deno.Command(program, { args: ["--version"], stdin: "null" }).output();
  const text = new TextDecoder();
  const said = text.decode(run.stdout).trim();
  if (run.success && said !== "") return said;
  const why = text.decode(run.stderr).trim();
  throw new BuildError(
    `${program} --version ends with ${run.code} and ${said === "" ? "no version" : said}\n${why}`.trim(),
  );
}

/** The options on the command line; a string says what is wrong with them. */
function parseOptions(args: readonly string[]): { target: string; out: string } | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        target: { type: "string", default: DEFAULT_TARGET },
        out: { type: "string", default: join(ROOT, "dist") },
      },
    });
    return { target: values.target, out: resolve(values.out) };
  } catch (error) {
    return `${
      error instanceof Error ? error.message : error
    }\nUsage: deno task build [--target TARGET] [--out FOLDER]`;
  }
}

/** The command line of a build; returns the exit status: 0 made, 1 failed, 2 wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (typeof options === "string") return say(options, 2);
  try {
    const made = await build(options);
    const floor = made.runtimeBytes === null
      ? ""
      : `, of which Deno's runtime is ${megabytes(made.runtimeBytes)}`;
    say(`${made.program}: ${megabytes(made.bytes)}${floor}`, 0);
    return options.target === Deno.build.target ? say(await tryOut(made.program), 0) : 0;
  } catch (error) {
    if (error instanceof BuildError) return say(error.message, 1);
    throw error;
  }
}

/** Says it on stdout, or as an error on stderr; returns the status. */
function say(text: string, status: number): number {
  const stream = status === 0 ? Deno.stdout : Deno.stderr;
  stream.writeSync(new TextEncoder().encode(`${status === 0 ? "" : "build: "}${text}\n`));
  return status;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
