// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { isSameAccount } from "../../../src/core/usage/account_name.ts";

const names: readonly (readonly [string, string, boolean])[] = [
  ["u/o", "u/o", true],
  ["u", "u/o", true],
  ["/o", "u/o", true],
  ["u/o", "u/p", false],
  ["u/o", "v/o", false],
  ["u", "v", false],
  ["/o", "u/p", false],
  ["/o", "/p", false],
  ["u", "/o", false],
  ["OpenCode", "/o", false],
  ["Claude Code max", "Claude Code max", true],
];
Deno.test("isSameAccount() as far as both names tell", () => {
  for (const [one, other, expected] of names) {
    assertEquals(
      [isSameAccount(one, other), isSameAccount(other, one)],
      [expected, expected],
      `${one} ${other}`,
    );
  }
});
