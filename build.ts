/**
 * Makes what people download:
 * `deno task build [--target TARGET | --all] [--archives] [--out FOLDER] [--xz-preset 0-9]`. Without options: the program for this
 * machine. `--archives` also makes the archives that people download, with their sums and the bill of materials. `--all` does so for
 * every target whose runtime can be had. Runtimes come from Deno's site, or from files named by DENORT_BIN and
 * DENORT_BIN_X86_64_PC_WINDOWS_MSVC and the like.
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { archives, type Made, overBudget, writeSbom, writeSums } from "./packaging/downloads.ts";
import type { XzPreset } from "./packaging/reproducible_archive.ts";
import { build, type Built } from "./packaging/compile_program.ts";
import { NoRuntimeError } from "./packaging/deno_runtime.ts";
import { ROOT } from "./packaging/source_version.ts";
import { BuildError, type Target, targetOf, TRIPLES } from "./packaging/targets.ts";
import { tryOut } from "./packaging/try_program.ts";

interface Options {
  /** The target's name, or all of them. */
  readonly targets: readonly string[];
  readonly all: boolean;
  readonly archives: boolean;
  /** Absolute path of the folder for all that is made. */
  readonly out: string;
  readonly preset: XzPreset;
}

const USAGE =
  "Usage: deno task build [--target TARGET | --all] [--archives] [--out FOLDER] [--xz-preset 0-9]";
const PRESETS: readonly XzPreset[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The options on the command line; a string says what is wrong with them. */
function parseOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        target: { type: "string" },
        all: { type: "boolean", default: false },
        archives: { type: "boolean", default: false },
        out: { type: "string", default: join(ROOT, "dist") },
        "xz-preset": { type: "string", default: "9" },
      },
    });
    const preset = PRESETS.find((each) => String(each) === values["xz-preset"]);
    if (preset === undefined) return `--xz-preset must be 0 to 9, got "${values["xz-preset"]}"\n${USAGE}`;
    if (values.all && values.target !== undefined) return `--all and --target exclude each other\n${USAGE}`;
    return {
      targets: values.all ? TRIPLES : [values.target ?? Deno.build.target],
      all: values.all,
      archives: values.archives || values.all,
      out: resolve(values.out),
      preset,
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : error}\n${USAGE}`;
  }
}

/** Makes the program of one target, tries it out where this machine can run it, and returns all files that people download. */
async function make(target: Target, options: Options): Promise<{ built: Built; made: readonly Made[] }> {
  const { out, preset } = options;
  const built = await build({ target: target.triple, out });
  say(sizeLine(built), 0);
  if (target.triple === Deno.build.target) { for (const line of await tryOut(built.program)) say(line, 0); }
  const made = options.archives
    ? await archives({ target, program: built.program, packages: built.packages, out, preset })
    : [];
  for (const each of made) say(`${each.path}: ${megabytes(each.bytes)}`, 0);
  const tooBig = overBudget(target, preset, [{ path: built.program, bytes: built.bytes }, ...made]);
  if (tooBig !== null) throw new BuildError(tooBig);
  return { built, made };
}

function sizeLine({ program, bytes, runtimeBytes }: Built): string {
  const floor = runtimeBytes === null ? "" : `, of which Deno's runtime is ${megabytes(runtimeBytes)}`;
  return `${program}: ${megabytes(bytes)}${floor}`;
}

/** Makes all targets asked for; with `--all`, names those without a runtime and leaves them out. Returns how many were made. */
async function makeAll(options: Options): Promise<number> {
  const packages = new Set<string>();
  const files: string[] = [];
  let count = 0;
  for (const triple of options.targets) {
    try {
      const { built, made } = await make(targetOf(triple), options);
      for (const id of built.packages) packages.add(id);
      files.push(built.program, ...made.map(({ path }) => path));
      count++;
    } catch (error) {
      if (!options.all || !(error instanceof NoRuntimeError)) throw error;
      say(`Skipped: ${error.message}`, 0);
    }
  }
  if (options.archives && count > 0) {
    const bill = await writeSbom(options.out, [...packages].sort());
    const sums = await writeSums(options.out, [...files, bill.path]);
    say(`${bill.path}\n${sums.path}`, 0);
  }
  return count;
}

/** The command line of a build; returns the exit status: 0 made, 1 failed, 2 wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (typeof options === "string") return say(options, 2);
  try {
    return await makeAll(options) > 0 ? 0 : say("No target can be made: there is no runtime", 1);
  } catch (error) {
    if (error instanceof BuildError) return say(error.message, 1);
    throw error;
  }
}

/** `12.3 MB`, of 10^6 bytes. */
function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Prints a text on stdout, or as an error on stderr; returns the exit status. */
function say(text: string, status: number): number {
  const stream = status === 0 ? Deno.stdout : Deno.stderr;
  stream.writeSync(new TextEncoder().encode(`${status === 0 ? "" : "build: "}${text}\n`));
  return status;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
