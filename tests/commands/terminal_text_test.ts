// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { coloursOf, columnsOf, terminalText } from "../../src/commands/terminal_text.ts";

Deno.test("coloursOf() goes by NO_COLOR and TERM", () => {
  const colours = (env: Record<string, string>) => coloursOf((name) => env[name]);
  assertEquals(colours({ TERM: "xterm-256color" }), "many");
  assertEquals(colours({ TERM: "linux" }), "sixteen");
  assertEquals(colours({ TERM: "xterm", COLORTERM: "truecolor" }), "many");
  assertEquals(colours({ TERM: "dumb", COLORTERM: "truecolor" }), "none");
  assertEquals(colours({ TERM: "xterm-256color", NO_COLOR: "1" }), "none");
  assertEquals(colours({ TERM: "xterm-256color", NO_COLOR: "" }), "many");
  assertEquals(colours({}), "sixteen");
});

Deno.test("terminalText() colours what there is to see, and no text in it commands the terminal", () => {
  const lines = [
    [{ text: "a", style: "strong" }, { text: "  ", style: "red" }, {
      text: "\x1b[2J\u202e",
      style: "orange",
    }],
    [],
    [{ text: "b " }],
  ] as const;
  assertEquals(
    terminalText(lines, { colours: "many" }),
    "\x1b[1ma\x1b[0m  \x1b[38;5;208m\\u001b[2J\\u202e\x1b[0m\n\nb",
  );
  assertEquals(terminalText(lines, { colours: "none" }), "a  \\u001b[2J\\u202e\n\nb");
  assertEquals(
    terminalText([[{ text: "x", style: "orange" }]], { colours: "sixteen" }),
    "\x1b[1;33mx\x1b[0m",
  );
});

Deno.test("columnsOf() has a width for a terminal that tells none", () => {
  assertEquals([0, 40, 80, 1_000, 65_535].map((columns) => columnsOf({ columns })), [
    80,
    40,
    80,
    1_000,
    1_000,
  ]);
});
