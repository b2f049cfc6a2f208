/** `status` on a real terminal: `script` gives the program one, of a width that `stty` sets. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { terminalColumns } from "../../src/core/text/terminal_width.ts";
import { type Account, test } from "../support/program.ts";

const source = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const noScript = Deno.build.os !== "linux";

/** What the terminal is sent. */
async function onTerminal(
  { env, folder }: Account,
  columns: number,
  extra: Readonly<Record<string, string>>,
): Promise<string> {
  const compiled = Deno.env.get("CLAUDEMINDER_PROGRAM");
  const program = compiled ?? `'${Deno.execPath()}' run -A --quiet '${source}'`;
  const { stdout } = await new Deno.Command("script", {
    args: ["-qc", `stty cols ${columns} rows 50; ${program} status`, "/dev/null"],
    env: { ...env, TERM: "xterm-256color", ...extra },
    clearEnv: true,
    cwd: folder,
    stdin: "null",
  }).output();
  return new TextDecoder().decode(stdout).replaceAll("\r\n", "\n");
}

// deno-lint-ignore no-control-regex
const withoutColours = (text: string) => text.replaceAll(/\x1b\[[0-9;]*m/g, "");

if (!noScript) {
  test("status on a terminal has gauges in colours, as wide as the terminal is", async (account) => {
    const wide = await onTerminal(account, 80, {});
    assertStringIncludes(wide, "\x1b[38;5;208m");
    assertStringIncludes(
      withoutColours(wide),
      "\n▶ Week · Fable  ████████│███████░░░░   81%  resets in 3d 23h (",
    );
    const narrow = withoutColours(await onTerminal(account, 40, {}));
    for (const line of narrow.split("\n")) assert(terminalColumns(line) <= 40, line);
  });

  test("status on a terminal without colours prints no order to it", async (account) => {
    for (const env of [{ NO_COLOR: "1" }, { TERM: "dumb" }]) {
      const text = await onTerminal(account, 80, env);
      assertStringIncludes(text, "▶ Week · Fable  ████████│███████░░░░   81%");
      assertEquals(withoutColours(text), text);
    }
  });
}
