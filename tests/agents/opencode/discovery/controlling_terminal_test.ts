// @ts-types="../../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { terminalIn } from "../../../../src/agents/opencode/discovery/controlling_terminal.ts";

Deno.test("terminalIn() reads the terminal from the process's own line", () => {
  const line = (name: string, device: number) =>
    `13024 (${name}) S 1 13020 10405 ${device} -1 4194304 81048 0`;
  const cases: readonly [number, string][] = [
    [0, ""],
    [(136 << 8) + 3, "pts/3"],
    [(136 << 8) + 255, "pts/255"],
    [(136 << 8) + 4 + (1 << 20), "pts/260"],
    [(137 << 8) + 1, "pts/257"],
    [(4 << 8) + 1, "tty1"],
    [(4 << 8) + 64, "ttyS0"],
    [(5 << 8) + 1, ""],
  ];
  for (const [device, expected] of cases) {
    for (const name of ["opencode", "a) S 1 2 3 4 5", "((("]) {
      assertEquals(terminalIn(line(name, device)), expected);
    }
  }
  for (const text of ["", "13024 (x)", "13024 (x) S"]) assertEquals(terminalIn(text), "");
});
