/**
 * `deno task test`: format, lint, types, the build and all tests, and at the end one line `N passed, N failed` in which each of
 * the steps before the tests counts as one.
 */
import { join } from "node:path";
import { runtimeForBuilds } from "../e2e/compiled.ts";
import { build, format, lint, outcomeOf, ROOT, runGate, said, tests, types } from "./gate.ts";
import { missingPackages } from "./packages.ts";
import { total } from "./short_report.ts";

async function all() {
  const runtime = await runtimeForBuilds();
  const counts = [
    said(
      await outcomeOf("Debian packages", async () => {
        const missing = await missingPackages();
        return missing.length === 0 ? null : `Missing; install them: apt-get install ${missing.join(" ")}`;
      }),
    ),
    said(await format()),
    said(await lint()),
    said(await types()),
    await tests("tests", ["--parallel", "--ignore=tests/e2e", "tests"], runtime),
  ];
  const built = said(await build(runtime));
  counts.push(built);
  // An older program in dist/ is not what is to be tested.
  if (built.failed === 0) {
    const program = join(ROOT, "dist", "claudeminder-x86_64-unknown-linux-gnu");
    const env = { ...runtime, CLAUDEMINDER_PROGRAM: program };
    counts.push(await tests("tests of the compiled program", ["tests/e2e"], env));
  }
  return total(counts);
}

await runGate(all);
