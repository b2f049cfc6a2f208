/**
 * The compiled program as a person has it: a login, an endpoint, a panel, and everything that goes wrong with them, seen in icon,
 * tooltip and menu over D-Bus.
 */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { end, julyBody, markedRefreshToken, markedToken, newAccount } from "../support/program.ts";
import { compiledProgram } from "./compiled.ts";
import { until } from "./desktop.ts";
import { click, iconIs, labels, looks, menuSays, onDesktop } from "./seen.ts";

Deno.env.set("CLAUDEMINDER_PROGRAM", await compiledProgram());

for (const driver of ["sni", "systray2"] as const) {
  Deno.test(`the program under a real panel, through ${driver}: every state is seen`, () =>
    onDesktop(driver, async (seen) => {
      const { account, desktop, panel } = seen;
      const { endpoint } = account;
      await account.signIn();
      const program = account.start("run", "--tray", driver);

      await iconIs(seen, looks(81, "orange"));
      if (driver === "sni") {
        const tooltip = await panel.property(await panel.item(), "ToolTip") as readonly unknown[];
        assertEquals(tooltip[2], "claudeminder: 15.0% | Fable 81% | Reset in 2h 5m");
        assertMatch(
          String(tooltip[3]),
          /Session: 15%.*\nWeek: 48%.*\nWeek · Fable: 81%.*\nExtra usage: \$408\.43\nupdated/,
        );
      }
      for (
        const line of [
          /15%.*Session · resets in 2h 5m/,
          /48%.*Week · /,
          /81%.*Fable.*stops you first/,
          /\$408\.43/,
          /^updated \d+ s ago from the endpoint$/,
        ]
      ) {
        await menuSays(seen, line);
      }

      endpoint.answer = () => Response.json(julyBody({ fable: 96 }));
      await click(seen, /^Refresh now$/);
      await iconIs(seen, looks(96, "red"));
      await menuSays(seen, /96%.*Fable/);

      endpoint.answer = () => Response.json({ error: { type: "authentication_error" } }, { status: 401 });
      await click(seen, /^Refresh now$/);
      await menuSays(seen, /the server refuses the token: sign in/);
      await menuSays(seen, /^Sign in \.\.\.$/);
      await iconIs(seen, looks(96, "red", "signed-out"));

      endpoint.answer = () => Response.json(julyBody({ fable: 42 }));
      const signedIn = performance.now();
      await account.signIn({ token: "second-token" });
      await menuSays(seen, /42%.*Fable/);
      assert(performance.now() - signedIn < 5000, "a new token is used without a restart, soon");
      assert(!(await labels(seen)).some((label) => label.startsWith("Sign in")));

      endpoint.answer = () => new Response(null, { status: 429, headers: { "retry-after": "0" } });
      await click(seen, /^Refresh now$/);
      await menuSays(seen, /^rate limited, next try \d\d:\d\d$/);
      await menuSays(seen, /^Refresh now · next try \d\d:\d\d$/);
      await iconIs(seen, looks(48, "green", "rate-limited"));
      const asked = endpoint.asked.length;
      await click(seen, /^Refresh now/);
      assertEquals(endpoint.asked.length, asked, "a refusal is respected");

      endpoint.answer = () => endpoint.hang();
      await account.signIn({ token: "third-token" });
      await menuSays(seen, /^offline since \d\d:\d\d: no answer in time$/);
      await iconIs(seen, looks(48, "green", "offline"));
      await account.stopEndpoint();
      await menuSays(seen, /^offline since \d\d:\d\d: the connection was refused$/);
      endpoint.answer = () => Response.json(julyBody({ fable: 77 }));
      account.startEndpoint();
      await click(seen, /^Refresh now$/);
      await menuSays(seen, /77%.*Fable/);

      await desktop.stopPanel();
      await desktop.startPanel("xfce4-panel");
      await iconIs(seen, looks(77, "orange"));

      await click(seen, /^15 minutes$/);
      await menuSays(seen, /^Snoozed until \d\d:\d\d$/);
      // What is shown is not on the disk yet where that is slow.
      const isSaved = async () =>
        JSON.parse(await Deno.readTextFile(account.stateFile)).snoozedUntil !== null;
      await until(isSaved, "the snooze to be saved");
      await end(program, "SIGKILL");
      await until(async () => (await panel.items()).length === 0, "the icon to go");
      const again = account.start("run", "--tray", driver);
      await menuSays(seen, /^Snoozed until \d\d:\d\d$/);
      await menuSays(seen, /77%.*Fable/);
      await click(seen, /^Quit$/);
      assertEquals((await again.status).code, 0);
      await until(async () => (await panel.items()).length === 0, "the icon to go");
    }));
}

Deno.test("the program opens the login page while signed out, and the settings", () =>
  onDesktop("sni", async (seen) => {
    const { account } = seen;
    // In the place of the person's browser and editor: a program that notes what it is given.
    const opener = `${account.folder}/bin/xdg-open`;
    await Deno.mkdir(`${account.folder}/bin`);
    await Deno.writeTextFile(opener, `#!/bin/sh\nprintf '%s\\n' "$@" >>'${account.folder}/opened'\n`, {
      mode: 0o755,
    });
    account.env.PATH = `${account.folder}/bin:${account.env.PATH}`;
    const opened = () => Deno.readTextFile(`${account.folder}/opened`).catch(() => "");
    const program = account.start("run");
    await menuSays(seen, /^signed out: sign in with `claude`$/);
    await click(seen, /^Sign in \.\.\.$/);
    await until(async () => await opened() === "https://claude.ai/login\n", "the login page");
    await click(seen, /^Open settings$/);
    await until(async () => (await opened()).endsWith(`${account.configFile}\n`), "the settings");
    await account.writeSettings("[icon]\nstyle = 5\n");
    await menuSays(seen, /^Settings: Cannot read config ".*": icon\.style must be one of .*, got 5$/);
    await account.writeSettings('[icon]\nstyle = "bar"\n');
    await account.signIn();
    await iconIs(seen, { ...looks(81, "orange"), style: "bar" });
    assertEquals((await end(program)).code, 0);
  }));

Deno.test("the program tells no token: not in logs, files, output, D-Bus or RPC, whatever happens", () =>
  onDesktop("sni", async (seen) => {
    const { account, panel } = seen;
    const { endpoint } = account;
    await account.signIn();
    const program = account.start("run", "--log-level", "debug");
    const collected: string[] = [];
    const answers: readonly (() => Response)[] = [
      () => Response.json(julyBody()),
      () => Response.json({ error: { type: "x", message: markedToken } }, { status: 401 }),
      () => new Response(`<html>${markedToken}`, { status: 200 }),
      () => Response.json({ five_hour: { utilization: markedToken } }),
      () => new Response(markedToken, { status: 503, headers: { "x-echo": markedToken } }),
    ];
    await iconIs(seen, looks(81, "orange"));
    for (const answer of answers) {
      endpoint.answer = answer;
      for (
        const args of [
          ["refresh_usage"],
          ["status", "--json"],
          ["call", "tray.get"],
          ["call", "config.get"],
          ["doctor", "--json"],
          ["doctor"],
        ]
      ) {
        collected.push(JSON.stringify(await account.run(...args)));
      }
      const item = await panel.item();
      const target = { ...item, interface: "org.freedesktop.DBus.Properties" };
      collected.push(JSON.stringify(await panel.call(target, "GetAll", ["s", "org.kde.StatusNotifierItem"])));
      collected.push(JSON.stringify(await panel.menu(item)));
    }
    // Characters that no header can carry make the runtime's own message show the header's value.
    await account.signIn({ token: `${markedToken}\u0001` });
    collected.push(JSON.stringify(await account.run("refresh_usage")));
    await Deno.writeTextFile(account.credentialsFile, `{"claudeAiOauth": {"accessToken": "${markedToken}", `);
    collected.push(
      JSON.stringify(await account.run("refresh_usage")),
      JSON.stringify(await account.run("doctor")),
    );
    collected.push(JSON.stringify(await end(program)));
    for (
      const args of [["get_usage"], ["status"], ["doctor", "--json"], [
        "--config",
        "/nonexistent/x",
        "get_usage",
      ]]
    ) {
      collected.push(JSON.stringify(await account.run(...args, "--log-level", "debug")));
    }
    collected.push(
      ...await filesBelow(`${account.folder}/state`),
      ...await filesBelow(`${account.folder}/run`),
    );
    assert(
      collected.length > 40 &&
        endpoint.asked.some((headers) => headers.get("authorization")?.includes(markedToken)),
    );
    for (const text of collected) {
      assert(!text.includes("MARKED"), `a token in: ${text.slice(0, 300)}`);
      assert(!text.includes(markedRefreshToken));
    }
  }));

Deno.test("the program answers its own commands where SSL_CERT_FILE names nothing", async () => {
  // A compiled program keeps its first answer to whom to trust, unlike one that runs from its source.
  await using account = await newAccount({ SSL_CERT_FILE: "/nonexistent.pem" });
  const program = account.start("run", "--headless");
  await until(async () => (await account.run("call", "system.ping")).code === 0, "answers");
  assertMatch((await account.run("status")).stdout, /^claudeminder: signed out/);
  assertEquals((await account.run("quit")).code, 0);
  assertEquals((await end(program)).code, 0);
});

async function filesBelow(folder: string): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) texts.push(...await filesBelow(path));
    else if (entry.isFile) texts.push(`${path}\n${await Deno.readTextFile(path)}`);
  }
  return texts;
}
