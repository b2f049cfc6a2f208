/** Runs a program that was just made, so that a build fails whose program cannot start. */
import { BuildError } from "./targets.ts";

/** The variables that a program needs to start at all. The person's own settings and login have no part in a build. */
const KEPT = ["PATH", "SystemRoot", "TMPDIR", "TEMP", "TMP"];
const HOMES = ["HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"];

/**
 * What the program prints of its version and of a token, in an empty home folder.
 * @throws {BuildError} when it fails or says nothing.
 */
export async function tryOut(program: string): Promise<readonly string[]> {
  const home = await Deno.makeTempDir({ prefix: "claudeminder-home-" });
  const env = Object.fromEntries([
    ...KEPT.flatMap((name) => {
      const value = Deno.env.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
    ...HOMES.map((name) => [name, home]),
  ]);
  try {
    const said: string[] = [];
    for (const argument of ["--version", "check_token"]) said.push(await answer(program, argument, env));
    return said;
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

async function answer(
  program: string,
  argument: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const command = new Deno.Command(program, { args: [argument], env, clearEnv: true, stdin: "null" });
  const run = await command.output();
  const text = new TextDecoder();
  const said = text.decode(run.stdout).trim();
  if (run.success && said !== "") return said;
  const why = text.decode(run.stderr).trim();
  const answered = said === "" ? "no answer" : said;
  throw new BuildError(`${program} ${argument} ends with ${run.code} and ${answered}\n${why}`.trim());
}
