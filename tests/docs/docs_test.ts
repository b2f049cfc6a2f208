/** That the files say what packaging/docs/docs.ts makes from the code. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { generated } from "../../packaging/docs/docs.ts";
import { ROOT } from "../../packaging/source_version.ts";

for (const { path, text } of generated) {
  Deno.test(`${path} says what the code says`, async () => {
    const now = Deno.readTextFileSync(join(ROOT, path));
    const made = await text(now);
    // Of a long file, only the first line that differs is shown.
    const lines = now.split("\n"), madeLines = made.split("\n");
    const line = madeLines.findIndex((each, index) => each !== lines[index]);
    assert(
      now === made,
      `${path} is out of date: run \`deno task docs\`. Line ${line + 1} has to be: ${madeLines[line]}`,
    );
  });
}

Deno.test("the README's table is not written where there is no place for it", () => {
  assertThrows(() => generated[0]?.text("# A README without the mark"), Error, "<!-- settings -->");
});

/** Paths of a folder of the project and of all files and folders below it; folders end with "/". */
function pathsIn(folder: string): readonly string[] {
  const paths = [...Deno.readDirSync(join(ROOT, folder))].flatMap(({ name, isDirectory }) =>
    isDirectory ? pathsIn(`${folder}${name}/`) : [`${folder}${name}`]
  );
  return [folder, ...paths];
}

const page = Deno.readTextFileSync(join(ROOT, "CONTRIBUTING.md"));
const paths = ["src/", "tests/", "packaging/", ".ci/"].flatMap(pathsIn);

Deno.test("CONTRIBUTING.md names files and folders that are there", () => {
  const named = [...page.matchAll(/`([\w./]+(?:\/|\.ts|\.txt|\.sh))`/g)].map((match) => match[1] ?? "")
    .filter((name) => !/NAME|CODE|ROOM|dist/.test(name));
  assert(named.length > 100);
  assertEquals(named.filter((name) => !paths.some((path) => `/${path}`.endsWith(`/${name}`))), []);
});

Deno.test("CONTRIBUTING.md names functions, types and fields that are there", () => {
  const code = paths.filter((path) => path.endsWith(".ts"))
    .map((path) => Deno.readTextFileSync(join(ROOT, path))).join("\n");
  const named = [...page.matchAll(/`([a-z]+[A-Z]\w*|[A-Z]+[a-z]\w*)(?:\(\))?`/g)].map((match) =>
    match[1] ?? ""
  );
  assert(named.length > 10);
  assertEquals(named.filter((name) => !new RegExp(`\\b${name}\\b`).test(code)), []);
});
