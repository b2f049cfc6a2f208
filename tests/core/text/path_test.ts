// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { below, placeOf } from "../../../src/core/text/path.ts";

Deno.test("below() has one kind of strokes, that of the system that the folder is of", () => {
  const cases: readonly (readonly [readonly [string, ...string[]], string])[] = [
    [["/home/ann", ".claude", ".credentials.json"], "/home/ann/.claude/.credentials.json"],
    [["/home/a\\b", "c"], "/home/a\\b/c"],
    [["relative", "c"], "relative/c"],
    [["/x"], "/x"],
    [["C:\\Users\\Ann", ".claude", "a.json"], "C:\\Users\\Ann\\.claude\\a.json"],
    [["C:/Users/Ann/.claude", "a.json"], "C:\\Users\\Ann\\.claude\\a.json"],
    [["d:\\", "a/b"], "d:\\a\\b"],
    [["\\\\server\\share", "a/b"], "\\\\server\\share\\a\\b"],
    [["C:", "a"], "C:/a"],
  ];
  for (const [[folder, ...names], path] of cases) assertEquals(below(folder, ...names), path);
});

Deno.test("placeOf() parts a path at its last stroke, of the kind that its system has", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["/a/b\\c", "/a", "b\\c"],
    ["/a", "", "a"],
    ["a", "", "a"],
    ["C:\\a\\b", "C:\\a", "b"],
    ["C:\\a/b", "C:\\a", "b"],
    ["\\\\server\\a", "\\\\server", "a"],
  ];
  for (const [path, folder, name] of cases) assertEquals(placeOf(path), { folder, name }, path);
});
