/** The running program, as other processes see it. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { denoHost } from "../../src/host/deno_host.ts";
import { newAuthority } from "../net/certificates.ts";
import { end, json, julyBody, test } from "../support/program.ts";

test("actions ask the running program, and so the endpoint only once; it cannot be started twice", async (account) => {
  const program = account.start("run", "--headless");
  const first = async () => (await account.run("call", "usage.get")).stdout;
  while (!(await first()).includes("five_hour")) await new Promise((resolve) => setTimeout(resolve, 50));
  for (const action of ["get_usage", "get_usage"]) {
    assertEquals((json(await account.run(action)).five_hour as { utilization: number }).utilization, 15);
  }
  assertMatch((await account.run("status")).stdout, /^claudeminder: 15\.0%/);
  assertEquals(account.endpoint.asked.length, 1);
  json(await account.run("refresh_usage"));
  assertEquals(account.endpoint.asked.length, 2);
  assertEquals(json(await account.run("snooze", "5")).snooze_remaining, 300);
  const focus = json(await account.run("get_usage")).focus_mode as Record<string, unknown>;
  assertEquals(focus.is_snoozed, true);
  const second = await account.run("run", "--headless");
  assertEquals([second.code, second.stdout], [3, ""]);
  const unknown = await account.run("call", "no.method");
  assertEquals([unknown.code, unknown.stdout], [1, ""]);
  assertMatch(unknown.stderr, /-32601/);
  assertEquals((await account.run("quit")).code, 0);
  assertEquals((await program.status).code, 0);
  await end(program);
  assertEquals((await account.run("quit")).code, 1);
});

test("a kill -9 loses neither figures nor snooze, and leaves no obstacle", async (account) => {
  const program = account.start("run", "--headless");
  while (!(await account.run("call", "usage.get")).stdout.includes("five_hour")) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  json(await account.run("snooze", "60"));
  await end(program, "SIGKILL");
  account.endpoint.answer = () => new Response(null, { status: 429 });
  const usage = json(await account.run("refresh_usage"));
  assertEquals([usage.stale, (usage.focus_mode as Record<string, unknown>).is_snoozed], [true, true]);
  const again = account.start("run", "--headless");
  while ((await account.run("call", "system.ping")).code !== 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assertEquals((await end(again)).code, 0);
});

test("events end with 0 when the program ends by itself, and with 1, and a word, when it is killed", async (account) => {
  for (
    const [signal, code, words] of [["SIGTERM", 0, ""], ["SIGKILL", 1, "claudeminder has ended\n"]] as const
  ) {
    const program = account.start("run", "--headless");
    while ((await account.run("call", "system.ping")).code !== 0) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const events = account.start("events");
    const said = new Response(events.stderr).text();
    const reader = events.stdout.getReader();
    await reader.read();
    await end(program, signal);
    while (!(await reader.read()).done);
    assertEquals([(await events.status).code, await said], [code, words]);
  }
});

test("a snooze until the reset ends with the session, and a longer one too", async (account) => {
  const until = async (minutes: string) =>
    Number(json(await account.run("snooze", minutes)).snooze_remaining);
  // Nothing is known of a session yet.
  const early = await account.run("snooze", "reset");
  assertEquals([early.code, json(early)], [1, { error: early.stderr.trim() }]);
  assertMatch(early.stderr, /^No session is running/);
  json(await account.run("get_usage"));
  const resetSeconds = 2 * 3600 + 5 * 60;
  for (const minutes of ["reset", "10000"]) {
    const left = await until(minutes);
    assert(left > resetSeconds - 60 && left <= resetSeconds + 31, `${minutes}: ${left}`);
  }
  account.start("run", "--headless");
  while ((await account.run("call", "system.ping")).code !== 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assertEquals(await until("5"), 300);
  assert(await until("reset") > 7000);
});

test("an alert runs the person's own command, which gets it as JSON, and is told by that", async (account) => {
  const script = `${account.folder}/told.sh`;
  await Deno.writeTextFile(script, `#!/bin/sh\ncat > "$1.part" && mv "$1.part" "$1"\n`, { mode: 0o755 });
  const told = `${account.folder}/a "b" $(c).json`;
  json(await account.run("set_config", JSON.stringify({ reminder: { command: [script, told] } })));
  account.endpoint.answer = () => Response.json(julyBody({ session: 92, fable: 10 }));
  account.start("run", "--headless");
  while (!await Deno.stat(told).catch(() => null)) await new Promise((resolve) => setTimeout(resolve, 20));
  const { title, alerts: [alert] } = JSON.parse(await Deno.readTextFile(told));
  assertEquals([title, alert.kind, alert.limit, alert.percent, alert.threshold], [
    "Claude Usage Critical",
    "threshold",
    "session",
    92,
    90,
  ]);
  // There is nobody here who could show it, but whoever has a program for it has been told.
  const kept = () => Deno.readTextFile(account.stateFile).catch(() => "");
  while (!/threshold",\s*"mark": 90/.test(await kept())) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assertEquals(json(await account.run("status", "--json")).alerts, []);
});

test("a link that is not one of the running program's does nothing", async (account) => {
  assertEquals((await account.run("link", "claudeminder:00112233445566778899aabbccddeeff")).code, 1);
  account.start("run", "--headless");
  while ((await account.run("call", "system.ping")).code !== 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const pressed = await account.run("link", "--", "claudeminder:00112233445566778899aabbccddeeff");
  assertEquals([pressed.code, pressed.stdout], [0, '{"success":false}\n']);
  for (const link of ["claudeminder:snooze", "https://example.org", "--help-me"]) {
    assertEquals((await account.run("link", "--", link)).code, 1);
  }
});

test("the newest version is asked for without a word about who asks, and its line is in the menu", async (account) => {
  const asked: Headers[] = [];
  const authority = await newAuthority("A company");
  const { cert, key } = await authority.issue(["127.0.0.1"]);
  const file = join(account.folder, "authority.pem");
  await Deno.writeTextFile(file, authority.pem);
  const at = { hostname: "127.0.0.1", port: 0, cert, key, onListen: () => {} };
  await using place = Deno.serve(at, ({ headers }) => {
    asked.push(headers);
    return Response.json({
      tag_name: "v99.0.1",
      assets: [{ browser_download_url: "https://example.org/x" }],
    });
  });
  // The pins are the usage endpoint's, the authority is everybody's.
  const pin = `sha256/${"A".repeat(43)}=`;
  await account.writeSettings(
    `[usage]\nca_file = "${file}"\npins = ["${pin}"]\n[updates]\nurl = "https://127.0.0.1:${place.addr.port}/latest"`,
  );
  const program = account.start("run", "--headless");
  const menu = async () => (await account.run("call", "tray.get")).stdout;
  while (!(await menu()).includes("claudeminder 99.0.1 is out")) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assertEquals(json(await account.run("status", "--json")).newer_version, "99.0.1");
  assertEquals((await end(program)).code, 0);
  const [headers, ...more] = asked;
  assertEquals([more.length, headers?.get("authorization"), headers?.get("cookie")], [0, null, null]);
  assertMatch(headers?.get("user-agent") ?? "", /^claudeminder\/\d+\.\d+\.\d+$/);
});

test("without a place for its state the program runs all the same, and says so", async (account) => {
  const { folder } = account;
  // Whatever is the matter with the disk: there can be no folder of that name.
  await Deno.writeTextFile(join(folder, "state"), "");
  // Each process would ask anew, over any budget.
  const alone = await account.run("get_usage");
  assertEquals([alone.code, json(alone), account.endpoint.asked.length], [
    1,
    { error: alone.stderr.trim() },
    0,
  ]);
  assertMatch(alone.stderr, /^Cannot write .*\/state\/claudeminder\/state\.json: .*\n$/);
  const program = account.start("run", "--headless");
  const problems = async () => {
    const run = await account.run("status", "--json");
    return run.code === 0 ? (json(run).problems as readonly string[]).join("\n") : "";
  };
  while (!(await problems()).includes(`Cannot write ${folder}/state/claudeminder/state.json: `)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assertMatch((await account.run("status")).stdout, /^claudeminder: 15\.0%/);
  const { code, stderr } = await end(program);
  assertEquals(code, 0);
  assertMatch(stderr, /^claudeminder: no log is kept: /);
});

test("the runtime folder is closed where it is open, and where it cannot be the program says so and does not start", async (account) => {
  const folder = join(account.env.XDG_RUNTIME_DIR ?? "", "claudeminder");
  await Deno.mkdir(folder);
  await Deno.chmod(folder, 0o777);
  const program = account.start("run", "--headless");
  while ((await account.run("call", "system.ping")).code !== 0);
  assertEquals(((await Deno.stat(folder)).mode ?? 0) & 0o777, 0o700);
  assertEquals((await end(program)).code, 0);

  await Deno.rename(folder, `${folder}-elsewhere`);
  await Deno.chmod(`${folder}-elsewhere`, 0o755);
  await Deno.symlink(`${folder}-elsewhere`, folder);
  const refused = await account.run("run", "--headless");
  assertEquals([refused.code, refused.stdout], [1, ""]);
  const remedy = `Run: chmod 700 "${await Deno.realPath(folder)}"`;
  const why = `Cannot use the folder "${folder}": its mode must be 700, it is 755. ${remedy}`;
  assertEquals(refused.stderr, `claudeminder: ${why}\n`);
});

test("events go on where they were when the program moves to another port, and begin after the id that is given", async (account) => {
  const program = account.start("run", "--headless");
  while (!(await account.run("call", "usage.get")).stdout.includes("five_hour")) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const follow = (...args: readonly string[]) => {
    const child = account.start("events", ...args);
    const got: {
      readonly id: string;
      readonly type: string;
      readonly data: { readonly minutes?: number };
    }[] = [];
    const reading = (async () => {
      let rest = "";
      for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
        const lines = (rest + part).split("\n");
        rest = lines.pop() ?? "";
        got.push(...lines.map((line) => JSON.parse(line)));
      }
    })();
    return {
      got,
      async until(isSo: () => boolean) {
        while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
      },
      snoozes: () => got.filter(({ type }) => type === "snooze-activated").map(({ data }) => data.minutes),
      async ended() {
        const { code } = await child.status;
        await reading;
        await child.stderr.cancel();
        return code;
      },
    };
  };
  const watching = follow();
  await watching.until(() => watching.got.length > 0);
  json(await account.run("snooze", "5"));
  await watching.until(() => watching.snoozes().length === 1);
  const serverFile = join(account.env.XDG_RUNTIME_DIR ?? "", "claudeminder/server.json");
  const before = await Deno.readTextFile(serverFile);
  const port = await denoHost().freePort("127.0.0.1");
  await account.writeSettings(`[dashboard]\nport = ${port}`);
  while (await Deno.readTextFile(serverFile) === before) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assertEquals(new URL(JSON.parse(await Deno.readTextFile(serverFile)).url).port, `${port}`);
  json(await account.run("snooze", "15"));
  json(await account.run("snooze", "30"));
  await watching.until(() => watching.snoozes().length === 3);
  assertEquals(watching.snoozes(), [5, 15, 30]);
  assertEquals(watching.got.filter(({ type }) => type === "snapshot").length, 1);
  const ids = watching.got.map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);

  const second = watching.got.find(({ data }) => data.minutes === 15);
  const later = follow("--after", second?.id ?? "");
  await later.until(() => later.snoozes().length > 0);
  assertEquals([later.snoozes(), later.got.some(({ type }) => type === "snapshot")], [[30], false]);
  assertEquals((await end(program)).code, 0);
  assertEquals([await watching.ended(), await later.ended()], [0, 0]);
});

test("a port that another program has is no obstacle, and is told", async (account) => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  await account.writeSettings(`[dashboard]\nport = ${port}`);
  const program = account.start("run", "--headless");
  let problems: unknown = [];
  for (;;) {
    const { stdout } = await account.run("call", "status.get");
    problems = stdout === "" ? [] : JSON.parse(stdout).problems;
    if (JSON.stringify(problems).includes("dashboard.port")) break;
  }
  const problem = (problems as readonly string[]).find((line) => line.includes("dashboard.port"));
  assertMatch(
    problem ?? "",
    new RegExp(`^Another program has port ${port} \\(dashboard\\.port\\): port \\d+ is used$`),
  );
  assertEquals((await end(program)).code, 0);
});
