import { assertEquals } from "@std/assert";
import { renamedAccount } from "../../../src/core/history/account_in_history.ts";

const cases: readonly (readonly [known: readonly string[], account: string, before: string | null])[] = [
  [["ann"], "ann/org", "ann"],
  [["/org"], "ann/org", "/org"],
  [["ann/org", "ann"], "ann/org", null],
  [["ann/other"], "ann/org", null],
  [["ann/other", "ann"], "ann/org", "ann"],
  // Either of them may be meant.
  [["ann", "/org"], "ann/org", null],
  [["ann/org"], "ann", null],
  [[], "ann/org", null],
];

for (const [known, account, before] of cases) {
  Deno.test(`renamedAccount(): ${account} was ${before} among ${known.join(", ") || "none"}`, () => {
    assertEquals(renamedAccount(known, account), before);
  });
}
