/**
 * `deno task test`: format, lint, types, the build and all tests, and at the end one line `N passed, N failed` in which each of
 * the steps before the tests counts as one. A process or a temporary file that the tests leave behind is a failure too.
 */
import { join, resolve } from "node:path";
import { runtimeForBuilds } from "../e2e/compiled.ts";
import { canMount } from "../support/disks.ts";
import { missingPackages } from "./packages.ts";
import {
  type Count,
  countOf,
  endStepsWhenTold,
  Interrupted,
  runStep,
  show,
  type StepOptions,
  traces,
} from "./steps.ts";

const ROOT = resolve(import.meta.dirname ?? ".", "../..");
const DENO = Deno.execPath();

/** Longer than the slowest machine needs, shorter than the 30 minutes a run may take. */
const STEP_LIMIT_MS = 4 * 60_000;
const TESTS_LIMIT_MS = 12 * 60_000;

/** Runs Deno with these arguments in the project's folder, showing what it prints. */
function deno(args: readonly string[], options: Partial<StepOptions> = {}): ReturnType<typeof runStep> {
  return runStep(DENO, args, { cwd: ROOT, limitMs: STEP_LIMIT_MS, env: {}, ...options });
}

/** A step without tests of its own: one passed or one failed. */
async function gate(name: string, run: () => Promise<boolean>): Promise<Count> {
  say(`\n== ${name}`);
  if (await run()) return { passed: 1, failed: 0 };
  say(`FAILED: ${name}`);
  return { passed: 0, failed: 1 };
}

const succeeds = async (args: readonly string[], options?: Partial<StepOptions>) =>
  (await deno(args, options)).code === 0;

/**
 * Runs the tests that these arguments select, with a temporary folder of their own, and looks at what they leave.
 */
async function tests(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Count> {
  say(`\n== ${name}`);
  const temporary = await Deno.makeTempDir({ prefix: "claudeminder-tests-" });
  const tracesBefore = traces(temporary);
  try {
    // Disks that tests mount go with the last process, also where a run is broken off.
    const apart = await canMount() ? ["unshare", "--mount"] : [];
    const [program = DENO, ...before] = [...apart, DENO];
    const ran = await runStep(program, [...before, "test", "--allow-all", "--no-check", ...args], {
      cwd: ROOT,
      limitMs: TESTS_LIMIT_MS,
      env: { ...env, TMPDIR: temporary },
    });
    const count = countOf(ran);
    const left = [...ran.left, ...traces(temporary).difference(tracesBefore)];
    if (left.length > 0) say(`FAILED: ${name} left behind: ${left.join(", ")}`);
    if (count.passed + count.failed === 0) say(`FAILED: ${name} ran no test`);
    const extra = (left.length > 0 ? 1 : 0) + (count.passed + count.failed === 0 ? 1 : 0);
    return { passed: count.passed, failed: count.failed + extra };
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}

async function main(): Promise<number> {
  const runtime = await runtimeForBuilds();
  const counts = [
    await gate("Debian packages", async () => {
      const missing = await missingPackages();
      if (missing.length > 0) say(`Missing; install them: apt-get install ${missing.join(" ")}`);
      return missing.length === 0;
    }),
    await gate("deno fmt --check", () => succeeds(["fmt", "--check", "--quiet"])),
    await gate("deno lint", () => succeeds(["lint", "--quiet"])),
    await gate("deno check", () => succeeds(["check", "--quiet"])),
    await tests("tests", ["--parallel", "--ignore=tests/e2e", "tests"], runtime),
  ];
  const build = await gate("deno task build", () => succeeds(["task", "--quiet", "build"], { env: runtime }));
  counts.push(build);
  // An older program in dist/ is not what is to be tested.
  if (build.failed === 0) {
    const program = join(ROOT, "dist", "claudeminder-x86_64-unknown-linux-gnu");
    const env = { ...runtime, CLAUDEMINDER_PROGRAM: program };
    counts.push(await tests("tests of the compiled program", ["tests/e2e"], env));
  }
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  say(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function say(text: string): void {
  show(`${text}\n`);
}

if (import.meta.main) {
  endStepsWhenTold();
  try {
    Deno.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    Deno.exitCode = error.status;
  }
  // Signal listeners would keep the process alive.
  Deno.exit();
}
