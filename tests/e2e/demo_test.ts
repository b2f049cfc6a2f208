/** The demo, as it runs for a person: a minute in a real panel, with no account and no network. */
// @ts-types="../../types/std/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { end, newAccount } from "../program.ts";
import { compiledProgram } from "./compiled.ts";
import { startDesktop } from "./desktop.ts";
import { allLines, trayClient } from "./tray_client.ts";

Deno.env.set("CLAUDEMINDER_PROGRAM", await compiledProgram());

Deno.test("demo walks through all levels, a reset, offline, a refusal and a sign-out in about a minute", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  const { DISPLAY = "" } = desktop.env;
  await using account = await newAccount({ DISPLAY, DBUS_SESSION_BUS_ADDRESS: desktop.busAddress });
  await using panel = await trayClient(desktop);
  await account.signIn();
  const program = account.start("demo");
  const item = await panel.item();
  const wanted: readonly RegExp[] = [
    /demo: 12\.0%/,
    /demo: 57\.0%/,
    /demo: 78\.0%/,
    /demo: 93\.0%/,
    /demo: 100\.0%/,
    /demo: 2\.0%/,
    /offline since/,
    /rate limited, next try/,
    /signed out/,
  ];
  const seen = new Set<RegExp>();
  const until = performance.now() + 75_000;
  while (seen.size < wanted.length && performance.now() < until) {
    const tooltip = await panel.property(item, "ToolTip") as readonly unknown[];
    const lines = allLines(await panel.menu(item)).map(({ properties }) => String(properties.label ?? ""));
    assert(String(tooltip[2]).startsWith("claudeminder demo: "), String(tooltip[2]));
    assert(lines.includes("demo: a simulated account"), lines.join());
    for (const each of wanted) {
      if ([String(tooltip[2]), ...lines].some((text) => each.test(text))) seen.add(each);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assertEquals(wanted.filter((each) => !seen.has(each)).map(String), []);
  const { code, stdout, stderr } = await end(program);
  assertEquals([code, stdout, stderr], [0, "", ""]);
  assertEquals(account.endpoint.asked.length, 0, "the demo asked the person's own endpoint");
  assertEquals([...Deno.readDirSync(account.folder)].map((entry) => entry.name).sort(), [".claude", "run"]);
});
