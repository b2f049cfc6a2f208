/** Tries a rule on samples: each rule must be able to fail. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Rule } from "./import_rules.ts";
import { readModule } from "./modules.ts";

/** What a rule says of a house that consists of these files. */
export function verdict(rule: Rule, files: Readonly<Record<string, string>>): readonly string[] {
  return rule(Object.entries(files).map(([path, text]) => readModule({ path, text })));
}

/** Each is one file, by path and text, that keeps or breaks the rule. */
export interface Samples {
  readonly keep: readonly (readonly [string, string])[];
  readonly break: readonly (readonly [string, string])[];
}

/** `others` are files that are there too. */
export function tellsWhatBreaksIt(
  name: string,
  rule: Rule,
  samples: Samples,
  others: Readonly<Record<string, string>> = {},
): void {
  Deno.test(`${name}() tells what breaks it from what does not`, () => {
    for (const [path, text] of samples.keep) {
      assertEquals(verdict(rule, { ...others, [path]: text }), [], `${path}: ${text}`);
    }
    for (const [path, text] of samples.break) {
      const found = verdict(rule, { ...others, [path]: text });
      assert(found.length > 0, `not found in ${path}: ${text}`);
      assertStringIncludes(found[0] ?? "", path);
    }
  });
}
