/** The steps of the gate, which `check.ts` and `run_all.ts` put together: format, lint, types, and tests with what they leave. */
import { resolve } from "node:path";
import { canMount } from "../support/disks.ts";
import { type Count, countOf, shortReport } from "./short_report.ts";
import { endStepsWhenTold, Interrupted, runStep, traces } from "./steps.ts";

export const ROOT = resolve(import.meta.dirname ?? ".", "../..");
const DENO = Deno.execPath();

/** Longer than the slowest machine needs, shorter than the 30 minutes a run may take. */
const STEP_LIMIT_MS = 4 * 60_000;
const TESTS_LIMIT_MS = 12 * 60_000;

type Variables = Readonly<Record<string, string>>;

/** How a step without tests of its own ended. */
export interface Outcome {
  readonly name: string;
  /** What is wrong; null if nothing is. */
  readonly wrong: string | null;
  readonly seconds: number;
}

/** Runs a step. `run` returns what is wrong, null if nothing is. */
export async function outcomeOf(name: string, run: () => Promise<string | null>): Promise<Outcome> {
  const start = performance.now();
  const wrong = await run();
  return { name, wrong, seconds: (performance.now() - start) / 1000 };
}

/** Runs Deno with these arguments as a step; what it prints is said if it fails. */
function deno(name: string, args: readonly string[]): Promise<Outcome> {
  return outcomeOf(name, async () => {
    const options = { cwd: ROOT, limitMs: STEP_LIMIT_MS, env: {}, show: () => {} };
    const { code, output } = await runStep(DENO, args, options);
    return code === 0 ? null : output;
  });
}

export const format = () => deno("deno fmt --check", ["fmt", "--check"]);
export const lint = () => deno("deno lint", ["lint", "--quiet"]);
export const types = () => deno("deno check", ["check", "--quiet"]);

/** The build; what it says is shown in any case, since it names the targets that cannot be built here. */
export function build(env: Variables): Promise<Outcome> {
  return outcomeOf("deno task build", async () => {
    const options = { cwd: ROOT, limitMs: STEP_LIMIT_MS, env, show };
    const { code } = await runStep(DENO, ["task", "--quiet", "build"], options);
    return code === 0 ? null : "See above.";
  });
}

/** Says how a step ended; it counts as one test. */
export function said({ name, wrong, seconds }: Outcome): Count {
  const result = wrong === null ? "ok" : "FAILED";
  say(`${name}: ${result} (${seconds.toFixed(1)} s)${wrong === null ? "" : `\n${wrong}`}`);
  return wrong === null ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * Runs the tests that these arguments select, with a temporary folder of their own. A process, or a file in that folder, that
 * they leave behind is a failure too.
 */
export async function tests(name: string, args: readonly string[], env: Variables = {}): Promise<Count> {
  say(`\n${name}`);
  // A short name: the path of a Unix socket has room for 107 bytes.
  const temporary = await Deno.makeTempDir({ prefix: "cm-" });
  const tracesBefore = traces(temporary);
  const report = shortReport(show);
  try {
    // Disks that tests mount go with the last process, also where a run is broken off.
    const apart = await canMount() ? ["unshare", "--mount"] : [];
    const [program = DENO, ...before] = [...apart, DENO];
    const ran = await runStep(program, [...before, "test", "--allow-all", "--no-check", ...args], {
      cwd: ROOT,
      limitMs: TESTS_LIMIT_MS,
      env: { ...env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      show: report.add,
    });
    report.end();
    const count = countOf(ran);
    const left = [...ran.left, ...traces(temporary).difference(tracesBefore)];
    if (left.length > 0) say(`${name}: FAILED: left behind: ${left.join(", ")}`);
    if (count.passed + count.failed === 0) say(`${name}: FAILED: no test ran`);
    const extra = (left.length > 0 ? 1 : 0) + (count.passed + count.failed === 0 ? 1 : 0);
    return { passed: count.passed, failed: count.failed + extra };
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}

/** Runs a gate to its end, says `N passed, N failed` and ends this process with the status that says the same. */
export async function runGate(run: () => Promise<Count>): Promise<never> {
  endStepsWhenTold();
  let status: number;
  try {
    const { passed, failed } = await run();
    say(`\n${passed} passed, ${failed} failed`);
    status = failed === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    status = error.status;
  }
  // Signal listeners would keep the process alive.
  Deno.exit(status);
}

/** Prints without a line's end of its own. */
function show(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) written += Deno.stdout.writeSync(bytes.subarray(written));
}

function say(text: string): void {
  show(`${text}\n`);
}
