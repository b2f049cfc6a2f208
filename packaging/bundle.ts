/** Puts the program and the packages that it uses into a few files, which say nothing of the machine that made them. */
import { stop, transform } from "esbuild";
import { createHash } from "node:crypto";
import { basename, join, relative } from "node:path";
import { headCommit, ROOT } from "./source_version.ts";
import { BuildError } from "./targets.ts";

export interface Bundle {
  /** The name of the file that runs first. */
  readonly main: string;
  /** The npm packages with code in it, as `name@version`, sorted. */
  readonly packages: readonly string[];
}

/**
 * Puts the module and all that it imports into files in `folder`, with the commit and without this machine's paths in them. Code that
 * only some commands load has a file of its own, so that the others do not read it: 2 MB less resident.
 * @throws {BuildError} when it cannot be bundled.
 */
export async function bundle(entry: string, folder: string): Promise<Bundle> {
  const leftOut = LEFT_OUT.flatMap((name) => ["--external", name]);
  const options = ["--quiet", "--platform", "deno", "--code-splitting", ...leftOut, "--outdir", folder];
  const made = await deno(["bundle", ...options, entry], ROOT);
  if (made.code !== 0) throw new BuildError(`Cannot bundle ${relative(ROOT, entry)}:\n${made.stderr}`);
  const commit = JSON.stringify(await headCommit());
  const files = new Map<string, string>();
  const packages = new Set<string>();
  for (const { name } of [...Deno.readDirSync(folder)]) {
    const text = await Deno.readTextFile(join(folder, name));
    for (const [, id = "", version = ""] of text.matchAll(PACKAGE_PATH)) packages.add(`${id}@${version}`);
    const code = text.replaceAll(PACKAGE_FOLDER, "npm/").replace('"from source"', commit);
    files.set(name, await withoutComments(withStandIn(code)));
    await Deno.remove(join(folder, name));
  }
  if ([...files.values()].some((code) => code.includes(STAND_IN))) {
    files.set(STAND_IN, await withoutComments(STAND_IN_CODE));
  }
  await stop();
  for (const [name, code] of withStableNames(files)) await Deno.writeTextFile(join(folder, name), code);
  return { main: `${basename(entry, ".ts")}.js`, packages: [...packages].sort() };
}

/**
 * Packages that another package imports for work that this program never needs: a tenth of all code, which each start would read. The
 * D-Bus package uses them to read and write XML descriptions of objects.
 */
const LEFT_OUT = ["fast-xml-parser", "fast-xml-builder"];
const STAND_IN = "left_out.js";
/** Stands in for all of them. It can be constructed, since each connection to a bus constructs one, and throws when it is used. */
const STAND_IN_CODE = `
class LeftOut {
  parse() {
    throw new Error("XML is left out of the compiled program: see LEFT_OUT in packaging/bundle.ts");
  }
  build() {
    return this.parse();
  }
}
export { LeftOut as default, LeftOut as XMLParser };
`;

/** The same code, with the stand-in for what is left out. */
function withStandIn(code: string): string {
  return LEFT_OUT.reduce((text, name) => text.replaceAll(`from "${name}"`, `from "./${STAND_IN}"`), code);
}

/** Where Deno keeps npm packages, up to the registry's name, as a bundle's comments and module names have it. */
const PACKAGE_FOLDER = /[\w./~+@-]*\/npm\/[\w.-]+\/(?=(?:@[\w.-]+\/)?[\w.-]+\/\d)/g;
const PACKAGE_PATH = /\/npm\/[\w.-]+\/((?:@[\w.-]+\/)?[\w.-]+)\/(\d[\w.+-]*)\//g;

/**
 * The same code in ASCII and without comments: one character beyond Latin-1, in a comment too, makes V8 keep the whole text at
 * two bytes a character. Names and syntax stay as they are, so that the stack of an error can be read.
 */
async function withoutComments(code: string): Promise<string> {
  const options = {
    charset: "ascii",
    format: "esm",
    legalComments: "none",
    minifyWhitespace: true,
  } as const;
  return (await transform(code, options)).code;
}

/** The hash in a file's name: the bundler makes it of the content, comments with this machine's paths included. */
const HASH_IN_NAME = /-[A-Z0-9]{8}\.js\b/g;

/** The same files, with names that depend on their content alone. Throws when two would have one name. */
export function withStableNames(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const names = [...files].map(([name, code]) => {
    const content = createHash("sha256").update(code.replaceAll(HASH_IN_NAME, ".js")).digest("hex");
    return [name, name.replace(HASH_IN_NAME, `-${content.slice(0, 8)}.js`)] as const;
  });
  const renamed = new Map<string, string>();
  for (const [name, stable] of names) {
    if (renamed.has(stable)) throw new BuildError(`Two files of the bundle have the content of ${name}`);
    renamed.set(stable, names.reduce((code, [old, now]) => code.replaceAll(old, now), files.get(name) ?? ""));
  }
  return renamed;
}

/**
 * Runs this same Deno to its end, with these variables besides the present ones; an undefined one is removed.
 */
export async function deno(
  args: readonly string[],
  cwd: string,
  variables: Readonly<Record<string, string | undefined>> = {},
): Promise<{ code: number; stderr: string }> {
  const all: Record<string, string | undefined> = { ...Deno.env.toObject(), NO_COLOR: "1", ...variables };
  const env = Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]),
  );
  const command = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env,
    clearEnv: true,
    stdin: "null",
  });
  const { code, stderr } = await command.output();
  return { code, stderr: new TextDecoder().decode(stderr).trim() };
}
