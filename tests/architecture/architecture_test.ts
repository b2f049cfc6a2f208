/** The house keeps its rules, which stand in tests/architecture/: who may import whom, what each file is, and what no change may break. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import * as imports from "./import_rules.ts";
import * as files from "./module_rules.ts";
import { readModule } from "./modules.ts";
import { reasonsAreValues } from "./reason_rule.ts";
import { ROOMS } from "./rooms.ts";
import * as safety from "./safety_rules.ts";
import * as tests from "./test_rules.ts";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");

/** Paths of the TypeScript files below a folder of the project. */
function filesBelow(folder: string): readonly string[] {
  return [...Deno.readDirSync(join(ROOT, folder))].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory
      ? filesBelow(path)
      : path.endsWith(".ts") && !path.endsWith(".d.ts")
      ? [path]
      : [];
  });
}

const all = [...["src", "packaging", "tests"].flatMap(filesBelow), "build.ts"].sort()
  .map((path) => readModule({ path, text: Deno.readTextFileSync(join(ROOT, path)) }));
const house = all.filter(({ path }) => !path.startsWith("tests/"));
const program = all.filter(({ path }) => path.startsWith("src/"));

Deno.test("the house is read whole", () => {
  assert(program.length >= 7, "src/ has fewer files than interfaces");
  assert(program.some(({ imports }) => imports.length > 0), "no import was found");
  const paths = all.map(({ path }) => path);
  for (const path of ["src/main.ts", "packaging/bundle.ts", "tests/architecture/architecture_test.ts"]) {
    assert(paths.includes(path), `${path} was not found`);
  }
});

Deno.test("each room of the table is there", () => {
  for (
    const place of ROOMS.flatMap(({ holds, mayImport, not, butFor }) => [holds, mayImport, not, butFor])
      .flat()
  ) {
    assert(place === "deno.json" || all.some(({ path }) => path.startsWith(place)), `${place} is not there`);
  }
});

const RULES = [
  [program, imports.importsFollowTheTable, "importsFollowTheTable"],
  [program, imports.importsHaveNoCycle, "importsHaveNoCycle"],
  [program, imports.roomsHaveNoCycle, "roomsHaveNoCycle"],
  [house, files.opensWithItsPurpose, "opensWithItsPurpose"],
  [house, files.isOneThing, "isOneThing"],
  [program, files.hasContentAndName, "hasContentAndName"],
  [program, files.namesAreUnique, "namesAreUnique"],
  [program, files.nothingIsLoose, "nothingIsLoose"],
  [program, files.denoIsBehindTheHost, "denoIsBehindTheHost"],
  [program, files.childrenPassOnePlace, "childrenPassOnePlace"],
  [program, files.timesHaveOnePlace, "timesHaveOnePlace"],
  [program, files.signalsAreKept, "signalsAreKept"],
  [program, files.providersAreInterchangeable, "providersAreInterchangeable"],
  [program, files.agentSourcesAreInterchangeable, "agentSourcesAreInterchangeable"],
  [program, reasonsAreValues, "reasonsAreValues"],
  [program, safety.coreIsPure, "coreIsPure"],
  [program, safety.tokensAreNotRenewed, "tokensAreNotRenewed"],
  [program, safety.onlyKnownAddresses, "onlyKnownAddresses"],
  [program, safety.credentialsAreNotWritten, "credentialsAreNotWritten"],
  [all, tests.testsStandInRooms, "testsStandInRooms"],
  [all, tests.testsAreOneThing, "testsAreOneThing"],
  [all, tests.testsSayWhatTheyTest, "testsSayWhatTheyTest"],
] as const;

for (const [modules, rule, name] of RULES) {
  Deno.test(`${name}() holds`, () => assertEquals(rule(modules), [], rule(modules).join("\n")));
}
