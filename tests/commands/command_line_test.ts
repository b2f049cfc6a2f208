// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { settingsFileIn } from "../../src/commands/command_line.ts";
import { eventdArguments, isEventd } from "../../src/commands/opencode_eventd.ts";

const given: readonly [readonly string[], string | undefined][] = [
  [[], undefined],
  [["--config", "a.toml", "status"], "a.toml"],
  [["status", "--config=a=b.toml"], "a=b.toml"],
  [["--config", "a", "--config", "b"], "b"],
  [["--config"], undefined],
  // A web page can put anything into a link: it stands behind "--".
  [["link", "--", "claudeminder:", "--config=//evil/c.toml"], undefined],
  [["link", "--", "--config", "c.toml"], undefined],
];
for (const [args, file] of given) {
  Deno.test(`settingsFileIn() finds ${file ?? "nothing"} in ${JSON.stringify(args)}`, () =>
    assertEquals(settingsFileIn(args), file));
}

Deno.test("isEventd() knows the name as a command, a path and a Windows program", () => {
  for (const name of ["opencode-eventd", "/usr/bin/opencode-eventd", "C:\\x\\opencode-eventd.exe"]) {
    assertEquals(isEventd(name), true, name);
  }
  for (const name of ["claudeminder", "/opencode-eventd/claudeminder", "my-opencode-eventd", ""]) {
    assertEquals(isEventd(name), false, name);
  }
});

Deno.test("eventdArguments() runs without an icon, and leaves questions about the program alone", () => {
  const run = ["run", "--headless", "--tray", "none", "--eventd"];
  assertEquals(eventdArguments(["--background"]), [...run, "--background"]);
  assertEquals(eventdArguments([]), run);
  assertEquals(eventdArguments([...run, "--config", "c"]), [...run, "--config", "c"]);
  assertEquals(eventdArguments(["--help"]), ["--help"]);
  assertEquals(eventdArguments(["--version"]), ["--version"]);
});
