/** `autostart` and `uninstall` of the program as a process, with a home of its own. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { dirname, join } from "node:path";
import { ownFolders, sharedFiles } from "../../src/commands/uninstall.ts";
import { defaultSettings } from "../../src/core/settings.ts";
import { type Account, json, newAccount, test } from "../support/program.ts";

const isCompiled = Deno.env.get("CLAUDEMINDER_PROGRAM") !== undefined;
const entryOf = ({ folder }: Account) => join(folder, "config/autostart/claudeminder.desktop");

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function register(account: Account, exe: string): Promise<void> {
  await Deno.mkdir(dirname(entryOf(account)), { recursive: true });
  await Deno.writeTextFile(
    entryOf(account),
    `[Desktop Entry]\nType=Application\nExec="${exe}" run --autostart\n`,
  );
}

test("autostart enable refuses from the source, where deno would be started", async (account) => {
  if (isCompiled) return;
  const { code, stdout, stderr } = await account.run("autostart", "enable");
  assertEquals([code, stdout], [1, ""]);
  assertMatch(stderr, /^autostart: this runs from its source; .*\n$/);
  assert(!await exists(entryOf(account)));
});

test("autostart status says what holds, and disable ends it", async (account) => {
  const says = async (wish: string) => (await account.run("autostart", wish)).stdout;
  assertEquals(await says("status"), "disabled\n");
  await register(account, "/gone/claudeminder");
  assertEquals(await says("status"), "enabled for /gone/claudeminder, which is not there\n");
  const { checks } = json(await account.run("doctor", "--json")) as { checks: Record<string, string>[] };
  assertEquals(checks.find(({ name }) => name === "autostart"), {
    name: "autostart",
    result: "warning",
    detail: "enabled for /gone/claudeminder, which is not there",
    remedy: "run `claudeminder autostart enable`, or start the program once",
  });
  await register(account, "/bin/sh");
  assertEquals(await says("status"), "enabled for another path: /bin/sh\n");
  assertEquals(await says("disable"), "disabled\n");
  assert(!await exists(entryOf(account)));
  assertEquals(await says("disable"), "disabled\n");
  assertEquals((await account.run("autostart", "perhaps")).code, 2);
});

test("uninstall ends the running program and takes away what it has registered, no data", async (account) => {
  await register(account, "/bin/sh");
  const program = account.start("run", "--headless");
  while ((await account.run("call", "system.ping")).code !== 0);
  const { code, stdout, stderr } = await account.run("uninstall");
  assertEquals([code, stderr], [0, ""]);
  const { folder, env } = account;
  const others = /^left (?:the program itself, |\/tmp\/opencode-monitor\.log)/;
  // The log stands in a folder of all programs: another one may have written it.
  const lines = stdout.trimEnd().split("\n").filter((line) => !others.test(line));
  assertEquals(lines, [
    `ended the running program, process ${program.pid}`,
    `start at login: taken away, ${entryOf(account)}`,
    ...[
      join(folder, "config/claudeminder"),
      join(folder, "state/claudeminder"),
      `${env.XDG_RUNTIME_DIR}/claudeminder`,
    ]
      .map((path) => `left ${path}; \`uninstall --purge\` deletes it`),
  ]);
  assertEquals((await program.status).code, 0);
  assert(await exists(account.stateFile) && await exists(account.configFile));
  assert(!await exists(entryOf(account)));
});

test("uninstall --purge leaves nothing of the program, and all that is not its own", async (account) => {
  const { folder } = account;
  await register(account, "/bin/sh");
  const others = [
    "config/autostart/other.desktop",
    "config/other/x",
    "state/other/x",
    "run/other",
    "kept/secret",
  ];
  for (const path of [...others, "state/claudeminder/run/old"]) {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    await Deno.writeTextFile(join(folder, path), "x");
  }
  // A link out of the folder is taken away, and not followed.
  await Deno.symlink(join(folder, "kept"), join(folder, "state/claudeminder/link"));
  account.start("run", "--headless");
  while ((await account.run("call", "system.ping")).code !== 0);
  const { code, stdout, stderr } = await account.run("uninstall", "--purge");
  assertEquals([code, stderr], [0, ""]);
  for (const path of ["config/claudeminder", "state/claudeminder", "run/claudeminder"]) {
    assert(!await exists(join(folder, path)), path);
    assert(stdout.includes(`deleted ${join(folder, path)}\n`), stdout);
  }
  for (const path of others) assert(await exists(join(folder, path)), path);
  assert(await exists(account.credentialsFile), "another program's");
  assertMatch(
    (await account.run("uninstall", "--purge")).stdout,
    /^claudeminder is not running\n.*there was none\n/,
  );
});

test("uninstall --purge leaves settings in a place that the person has named", async (account) => {
  const own = join(account.folder, "mine.toml");
  await Deno.writeTextFile(own, "");
  const { code, stdout } = await account.run("--config", own, "uninstall", "--purge");
  assertEquals(code, 0);
  assertMatch(stdout, new RegExp(`\nleft the settings where you have put them, ${own}\n`));
  assert(await exists(own));
});

Deno.test("sharedFiles() names what stands where others look for it", () => {
  const { opencode } = defaultSettings;
  const files = (change: Partial<typeof opencode>) =>
    sharedFiles({ ...defaultSettings, opencode: { ...opencode, ...change } });
  const log = "/tmp/opencode-monitor.log";
  const logs = [log, `${log}.1`, `${log}.2`];
  assertEquals(files({}), ["/tmp/opencode-state.json", "/tmp/opencode-usage.json", ...logs]);
  assertEquals(files({ state_file: "/a/b", usage_file: "", enabled: false }), ["/a/b", ...logs]);
  const metrics = { textfile: "/n/c.prom" };
  assertEquals(
    sharedFiles({ ...defaultSettings, opencode: { ...opencode, state_file: "", usage_file: "" }, metrics }),
    [
      "/n/c.prom",
      ...logs,
    ],
  );
});

test("uninstall --purge takes the person's own state files, a link as what it is, and nobody else's", async (account) => {
  const { folder, configFile } = account;
  const [state, usage, target] = ["state.json", "usage.json", "target"].map((name) => join(folder, name));
  const settings = (first: string | undefined, second: string | undefined) =>
    Deno.writeTextFile(
      configFile,
      `[opencode]\nenabled = false\nstate_file = "${first}"\nusage_file = "${second}"\n`,
    );
  for (const path of [state, target]) await Deno.writeTextFile(path ?? "", "x");
  await Deno.symlink(target ?? "", usage ?? "");
  await settings(state, usage);
  const { code, stdout } = await account.run("uninstall", "--purge");
  assertEquals(code, 0);
  assertEquals(
    stdout.split("\n").filter((line) => line.startsWith(`deleted ${folder}/`)).length,
    1 + 2,
    stdout,
  );
  assertEquals([await exists(state ?? ""), await exists(target ?? "")], [false, true]);
  await assertRejects(() => Deno.lstat(usage ?? ""), Deno.errors.NotFound);
  if (Deno.uid() !== 0) return;
  await Deno.mkdir(dirname(configFile), { recursive: true });
  await settings(target, "");
  await Deno.chown(target ?? "", 12_345, 12_345);
  assertEquals((await account.run("uninstall", "--purge")).stdout.includes(target ?? ""), false);
  assert(await exists(target ?? ""), "another user's");
});

test("uninstall says that settings which cannot be used may name more", async (account) => {
  await Deno.writeTextFile(account.configFile, "log_level = 5\n");
  const { code, stderr } = await account.run("uninstall");
  assertEquals([code, stderr], [
    0,
    `${account.configFile} cannot be used: state files that it names elsewhere are not looked for\n`,
  ]);
});

Deno.test("uninstall says its lines in Vietnamese", async () => {
  await using account = await newAccount({ LANG: "vi_VN.UTF-8" });
  assertMatch(
    (await account.run("uninstall")).stdout,
    /^claudeminder không chạy\nchạy khi đăng nhập máy: không có gì để gỡ\ncòn giữ /,
  );
});

Deno.test("ownFolders() gives the deepest folders of the program's name, each once, and no other", () => {
  const rows: readonly (readonly [readonly string[], readonly string[]])[] = [
    [
      [
        "/h/.config/claudeminder/config.toml",
        "/h/.local/state/claudeminder",
        "/h/.local/state/claudeminder/run",
      ],
      ["/h/.config/claudeminder", "/h/.local/state/claudeminder"],
    ],
    [["/home/claudeminder/.config/claudeminder/config.toml"], ["/home/claudeminder/.config/claudeminder"]],
    [["C:\\U\\claudeminder\\state", "C:\\U\\claudeminder\\run"], ["C:\\U\\claudeminder"]],
    [["/x/not-claudeminder/state", "/x/claudeminder2"], []],
  ];
  for (const [paths, folders] of rows) assertEquals(ownFolders(paths), folders);
});
