/** Rules of the tests: whoever looks for the tests of a module, or for what a test tests, finds it. */
import { posix } from "node:path";
import type { Rule } from "./import_rules.ts";
import { isOneThing } from "./module_rules.ts";
import type { Module } from "./modules.ts";

const inTests = (modules: readonly Module[]) => modules.filter(({ path }) => path.startsWith("tests/"));

/** Runner, helpers and tests have rooms, as the program has. */
export const testsStandInRooms: Rule = (modules) =>
  inTests(modules).filter(({ path }) => /^tests\/[^/]+$/.test(path))
    .map(({ path }) => `${path} stands in no room: nothing is loose at the root of tests/`);

/** A test past this length is about two things. */
export const testsAreOneThing: Rule = (modules) => isOneThing(inTests(modules));

/** Tests of the whole program on a desktop: each is about something that a person does. */
const OF_THE_PROGRAM = "tests/e2e/";

/**
 * A test bears the name of the module that it tests, `usage/limit_test.ts` or, where it is about one side of it,
 * `usage/limit_order_test.ts`, and stands in the room of the same name. Else its first comment names what it tests by its path.
 */
export const testsSayWhatTheyTest: Rule = (modules) => {
  const paths = modules.map(({ path }) => path);
  return inTests(modules)
    .filter(({ path }) => path.endsWith("_test.ts") && !path.startsWith(OF_THE_PROGRAM))
    .filter(({ path, first }) => !bearsAName(path, paths) && !namesAPath(first?.value ?? "", paths))
    .map(({ path }) =>
      `${path}: no module beside which it stands has the beginning of its name. Name it after the module that it tests, or say in its first comment what it tests, as src/ROOM/FILE.ts`
    );
};

/** Whether a module has the name of a test, or the beginning of it, in the room that mirrors the test's. */
function bearsAName(test: string, paths: readonly string[]): boolean {
  const folder = posix.dirname(test);
  const name = posix.basename(test, "_test.ts");
  const rooms = [folder, folder.replace(/^tests/, "src"), folder.replace(/^tests\//, "")];
  return paths.some((path) =>
    path !== test && rooms.includes(posix.dirname(path)) &&
    `${name}_`.startsWith(`${posix.basename(path, ".ts")}_`)
  );
}

function namesAPath(comment: string, paths: readonly string[]): boolean {
  if (!comment.startsWith("/**")) return false;
  const named = [...comment.matchAll(/\b(?:src|packaging|tests)\/[\w./]*\w\/?/g)].map(([path]) => path);
  return named.length > 0 &&
    named.every((name) =>
      paths.some((path) => path === name || path.startsWith(name.endsWith("/") ? name : `${name}/`))
    );
}
