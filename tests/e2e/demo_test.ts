/** The demo, as it runs for a person: a minute in a real panel, with no account and no network. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { end, newAccount } from "../support/program.ts";
import { compiledProgram } from "./compiled.ts";
import { startDesktop, until } from "./desktop.ts";
import { allLines, trayClient } from "./tray_client.ts";

Deno.env.set("CLAUDEMINDER_PROGRAM", await compiledProgram());

Deno.test("demo walks through all levels, a reset, offline, a refusal and a sign-out in about a minute", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  const { DISPLAY = "" } = desktop.env;
  await using account = await newAccount({ DISPLAY, DBUS_SESSION_BUS_ADDRESS: desktop.busAddress });
  await using panel = await trayClient(desktop);
  await account.signIn();
  const before = filesIn(account.folder);
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
    /^agents: running · .* · port \d+/,
    /^search: not well · \d of 3 checks failed/,
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
  assertEquals(filesIn(account.folder), before, "the demo left something behind");
});

Deno.test("demo shows its agents at work, and a click in the menu answers what they ask", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  const { DISPLAY = "" } = desktop.env;
  await using account = await newAccount({ DISPLAY, DBUS_SESSION_BUS_ADDRESS: desktop.busAddress });
  await using panel = await trayClient(desktop);
  const before = filesIn(account.folder);
  const program = account.start("demo");
  const item = await panel.item();
  const lines = async () =>
    allLines(await panel.menu(item)).map(({ properties }) => String(properties.label ?? "").trim());
  const shown = (...wanted: readonly RegExp[]) =>
    until(async () => {
      const all = await lines();
      return wanted.every((each) => all.some((line) => each.test(line)));
    }, `${wanted.join(", ")} in the menu`);

  await shown(
    /^shop · /,
    /^Ship the release · busy/,
    /^↳ Collect the changes/,
    /^website: A new start page · busy/,
  );
  const push = /wants to run `git push`/;
  await shown(push, /^Ship the release · waits for you/);
  await panel.click(item, "Allow once");
  const answeredAt = performance.now();
  await until(async () => !(await lines()).some((line) => push.test(line)), "the end of the request");
  await shown(/^bash.*git push/);
  // By itself it goes on after 15 s.
  assert(performance.now() - answeredAt < 8000, "the click was no answer");
  await shown(/asks: Which colour do the buttons get\?/);
  await panel.click(item, "Green: calmer");
  await shown(/^website: A new start page · retries at .*Overloaded/);

  const { code, stdout, stderr } = await end(program);
  assertEquals([code, stdout, stderr], [0, "", ""]);
  assertEquals(filesIn(account.folder), before, "the demo left something behind");
});

/** Every file and folder in it, by its path. */
function filesIn(folder: string): readonly string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    return [path, ...isDirectory ? filesIn(path) : []];
  }).sort();
}
