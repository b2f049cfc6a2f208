/** `doctor` as a whole: the shape of its JSON, its exit status, and that no secret and no home folder is in it. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { withoutHome } from "../../../src/commands/doctor/doctor.ts";
import { json, newAccount } from "../../support/program.ts";
import { newStage, said } from "./stage.ts";

Deno.test("doctor --json has the documented shape, on one line", async () => {
  await using account = await newAccount({ XDG_CURRENT_DESKTOP: "XFCE", XDG_SESSION_TYPE: "x11" });
  await account.signIn();
  const run = await account.run("doctor", "--json");
  const report = json(run);
  assertEquals(Object.keys(report), ["about", "versions", "checks"]);
  const { about, versions, checks } = report as {
    about: string;
    versions: Record<string, unknown>;
    checks: Record<string, unknown>[];
  };
  assertMatch(about, /^claudeminder \d+\.\d+\.\d+ \(.+\), Deno 2\.\d+\.\d+, V8 \d\S+, linux \w+$/);
  assertEquals(Object.keys(versions), [
    ...["program", "origin", "deno", "v8", "os", "osRelease", "arch", "system", "desktop", "session"],
    ...["trayHost", "trayHelper", "notifications", "notificationAbilities", "opencode"],
  ]);
  assertEquals([versions.desktop, versions.session, versions.trayHost], ["XFCE", "x11", null]);
  for (const check of checks) {
    assertEquals(Object.keys(check), ["name", "result", "detail", "remedy"]);
    assert(["ok", "warning", "problem"].includes(String(check.result)));
    // Whoever is told of something wrong is told what to do.
    assert(check.result === "ok" || typeof check.remedy === "string", JSON.stringify(check));
  }
  assert(!run.stdout.includes(account.folder), run.stdout);
  const { stdout, code } = await account.run("doctor");
  assert(stdout.includes(`${account.folder}/.claude/.credentials.json`), "on a terminal paths are whole");
  assertMatch(stdout.split("\n")[1] ?? "", /^ {2}.*linux \d.*, XFCE \(x11\)$/);
  // There is no tray here.
  assertEquals([code, run.code], [1, 1]);
});

Deno.test("doctor ends with 0 when there is no problem, warnings or not", async () => {
  await using stage = await newStage();
  await stage.signIn();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => new Response());
  stage.usageUrl = `http://127.0.0.1:${server.addr.port}/usage`;
  const others = async () => (await stage.json()).checks.filter(({ result }) => result === "problem");
  assertEquals((await others()).map(({ name }) => name), ["tray"]);
  // Systems without a choice of trays have one.
  stage.platform = { os: "macos" };
  await Deno.chmod(stage.credentialsFile, 0o644);
  const { code, checks } = await stage.json();
  assertEquals([code, checks.some(({ result }) => result === "warning")], [0, true]);
  await server.shutdown();
});

Deno.test("withoutHome() puts ~ for the home folder, and for nothing else", () => {
  const rows = [
    ["/home/ann/.config/x", "/home/ann", "~/.config/x"],
    ["`chmod 600 /home/ann/x` (/home/ann)", "/home/ann/", "`chmod 600 ~/x` (~)"],
    ["/home/anna/x, /home/ann-2, /mnt/home/ann/x", "/home/ann", "/home/anna/x, /home/ann-2, /mnt/home/ann/x"],
    ["/rooted /root/a", "/root", "/rooted ~/a"],
    ["C:\\Users\\Ann\\x C:/Users/Ann/y", "C:\\Users\\Ann", "~\\x ~/y"],
    ["/etc/x", "/", "/etc/x"],
  ] as const;
  for (const [text, home, expected] of rows) assertEquals(withoutHome(text, home), expected);
});

Deno.test("doctor tells no secret, wherever one stands, on a terminal, as JSON and in what is logged", async () => {
  const login = "http://MARKED-user:MARKED-password@127.0.0.1:9";
  await using account = await newAccount({
    CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-oat01-MARKED-environment",
    OPENCODE_AUTH_CONTENT:
      '{"anthropic": {"type": "oauth", "access": "MARKED-opencode", "refresh": "MARKED"}}',
    OPENCODE_SERVER_PASSWORD: "MARKED-server-password",
    HTTPS_PROXY: login,
    all_proxy: login,
    XDG_CURRENT_DESKTOP: "XFCE",
  });
  const held = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("MARKED-body"),
  );
  const { port } = held.addr;
  await Deno.mkdir(`${account.env.XDG_RUNTIME_DIR}/claudeminder`, { mode: 0o700 });
  const address = { url: `http://127.0.0.1:${port}`, token: "MARKED-server-token", pid: 1 };
  await Deno.writeTextFile(
    `${account.env.XDG_RUNTIME_DIR}/claudeminder/server.json`,
    JSON.stringify(address),
  );
  account.endpoint.answer = () => new Response("MARKED-answer", { headers: { "x-echo": "MARKED" } });

  const loopback = account.env.CLAUDEMINDER_USAGE_URL ?? "";
  const settings: readonly string[] = [
    "",
    `[usage]\nproxy = "${login}"\n`,
    `[usage]\nproxy = "ftp://MARKED-user:MARKED-password@127.0.0.1"\n`,
    `[usage]\nproxy = ["${login}"]\n`,
    `[usage]\nproxy = "${login}\n`,
    `[usage]\nca_file = "/nonexistent"\npins = ["MARKED-pin"]\n`,
  ];
  const credentials: readonly (() => Promise<void>)[] = [
    () => account.signIn(),
    () => account.signIn({ token: "sk-ant-oat01-MARKED\u0001", expiresAt: 1 }),
    () => Deno.writeTextFile(account.credentialsFile, '{"claudeAiOauth": {"accessToken": "sk-MARKED'),
  ];
  const told: string[] = [];
  for (const [index, text] of settings.entries()) {
    await account.writeSettings(text);
    await credentials[index % credentials.length]?.();
    for (const url of [loopback, "https://MARKED-user:MARKED@endpoint.invalid/usage?key=MARKED-key"]) {
      account.env.CLAUDEMINDER_USAGE_URL = url;
      for (const args of [["doctor"], ["doctor", "--json"]]) {
        const run = await account.run(...args, "--log-level", "debug");
        assertEquals(run.code, 1);
        assert(run.stdout.length > 500);
        told.push(run.stdout, run.stderr);
      }
    }
  }
  await Deno.writeTextFile(
    account.configFile,
    `[opencode]\nports = [${port}]\npassword_env = "OPENCODE_SERVER_PASSWORD"\n`,
  );
  const { stdout, stderr } = await account.run("doctor", "--log-level", "debug");
  assertMatch(stdout, /port \d+ of opencode\.ports belongs to something else/);
  told.push(stdout, stderr);
  for (const text of told) assert(!/MARKED/.test(text), text);
  // The endpoint was asked for its front page only, and for nothing of a person.
  assert(account.endpoint.asked.length > 0);
  for (const headers of account.endpoint.asked) assertEquals(headers.get("authorization"), null);
  await held.shutdown();
});

Deno.test("doctor goes on where the settings cannot be used, and sends nothing then", async () => {
  await using stage = await newStage();
  let asked = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
    asked++;
    return new Response();
  });
  stage.usageUrl = `http://127.0.0.1:${server.addr.port}/usage`;
  await stage.write(stage.configFile, "[usage]\npoll_minutes = 0\n");
  const { code, checks } = await stage.json();
  assertEquals(code, 1);
  assertEquals(
    checks.map(({ name }) => name).join(),
    "settings,tray,notifications,autostart,running,loopback,status-line,files,state",
  );
  assertMatch(checks[0]?.detail ?? "", /usage\.poll_minutes must be at least 1, got 0$/);
  assertEquals(checks[0]?.remedy, "mend the file: ~/.config/claudeminder/config.toml");
  assertEquals(asked, 0);
  await server.shutdown();
});

Deno.test("doctor says where settings are not, and that the defaults hold", async () => {
  await using stage = await newStage();
  assertEquals((await stage.checks("settings")).map(said), ["ok: ~/.config/claudeminder/config.toml"]);
  await Deno.remove(stage.configFile);
  assertEquals((await stage.checks("settings")).map(said), [
    "ok: ~/.config/claudeminder/config.toml is not there: the defaults hold",
  ]);
});

Deno.test("doctor leaves a state that makes no sense to the program, as it is", async () => {
  await using stage = await newStage();
  const file = `${stage.stateFolder}/state.json`;
  const state = async () => (await stage.checks("state")).map(said);
  assertEquals(await state(), ["ok: ~/.local/state/claudeminder/state.json is not there yet"]);
  await stage.write(file, "nonsense");
  assertEquals(await state(), [
    "warning: ~/.local/state/claudeminder/state.json makes no sense" +
    " -> nothing need be done: at its next start the program sets it aside and goes on without it",
  ]);
  assertEquals(await Deno.readTextFile(file), "nonsense");
  assertEquals([...Deno.readDirSync(stage.stateFolder)].map(({ name }) => name), ["state.json"]);
  await Deno.remove(file);
  await Deno.mkdir(file);
  assertMatch(
    (await state()).join(),
    /^warning: Cannot read ~\/\.local\/state\/claudeminder\/state\.json: .* -> mend the file: /,
  );
});

Deno.test("doctor goes on where one check breaks, without repeating what the error says", async () => {
  await using stage = await newStage();
  stage.host = {
    httpClient() {
      throw new RangeError("MARKED");
    },
  };
  await stage.write(stage.configFile, "");
  const text = await stage.text();
  const fault =
    "could not be checked \\(RangeError\\)\n {9}-> this is a fault of the program: please report it";
  for (const name of ["own port", "OpenCode"]) {
    assertMatch(text, new RegExp(`\nPROBLEM {2}${name}: ${fault}`));
  }
  assertMatch(text, /\nok {7}running: no\n/);
  assert(!text.includes("MARKED"));
});
