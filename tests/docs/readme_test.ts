/** The README says what src/core/settings.ts and src/commands/command_line.ts hold. */
// @ts-types="../std_types/assert.d.ts"
import { assert } from "@std/assert";
import { dirname, join } from "node:path";
import { commandsEn } from "../../src/core/language/en/command_messages.ts";

const root = dirname(dirname(import.meta.dirname ?? "."));
const readme = Deno.readTextFileSync(join(root, "README.md"));

Deno.test("the README's pictures and pages are there", () => {
  const targets = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? "");
  assert(targets.length >= 5);
  for (const target of targets) Deno.statSync(join(root, target));
});

Deno.test("the README names every command that there is, and only those", async () => {
  const { runCli } = await import("../../src/commands/command_line.ts");
  let help = "";
  const out = (text: string) => void (help += text);
  const commands = () => Promise.reject(new Error("help needs no command"));
  await runCli(["--help"], commands, { version: "0", words: commandsEn, out, err: out });
  const listed = [...help.matchAll(/^ {2}([a-z_]+)(?= )/gm)].map((match) => match[1] ?? "").filter((name) =>
    name !== "help"
  );
  assert(listed.length > 10);
  for (const name of listed) {
    assert(
      new RegExp(`\\b${name}\\b`).test(readme.split("## Commands")[1] ?? ""),
      `README.md, "Commands", does not name the command ${name}: add it there`,
    );
  }
});
