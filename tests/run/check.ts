/**
 * `deno task check`, the gate of every commit: format, lint, types and all tests that need no desktop and no compiled program.
 * `deno task check:fast` takes of the tests only those of core/ and of the rules of the house, and fewer made-up cases of each.
 */
import { format, lint, runGate, said, tests, types } from "./gate.ts";
import { total } from "./short_report.ts";

const FAST_TESTS = ["tests/architecture", "tests/core", "tests/docs"];

async function check() {
  const steps = total([said(await format()), said(await lint()), said(await types())]);
  // Who has a mistake of this kind wants to know it now.
  if (steps.failed > 0) return steps;
  return total([steps, await tests("tests", ["--parallel", "--ignore=tests/e2e", "tests"])]);
}

async function checkFast() {
  const steps = [said(await format()), said(await lint())];
  const few = { CLAUDEMINDER_TEST_CASES: "few" };
  const [checked, tested] = await Promise.all([types(), tests("tests", ["--parallel", ...FAST_TESTS], few)]);
  return total([...steps, said(checked), tested]);
}

await runGate(Deno.args.includes("--fast") ? checkFast : check);
