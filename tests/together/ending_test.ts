/** How the program and its commands (src/main.ts) end: when nobody reads any more, and in spite of what hangs. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { type Account, test } from "../support/program.ts";

async function started(account: Account): Promise<Deno.ChildProcess> {
  const program = account.start("run", "--headless");
  while ((await account.run("call", "system.ping")).code !== 0) await new Promise((go) => setTimeout(go, 50));
  return program;
}

/** Ms until it has ended; fails after 10 s. */
async function endOf(child: Deno.ChildProcess): Promise<number> {
  const started = performance.now();
  const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  const { signal } = await child.status;
  clearTimeout(timer);
  assert(signal !== "SIGKILL", "it had to be killed");
  return performance.now() - started;
}

const watching: readonly (readonly string[])[] = [["events"], ["status", "--watch", "--json"]];
for (const command of watching) {
  test(`${command.join(" ")} ends when its reader has gone, though there is nothing to print`, async (account) => {
    await started(account);
    const child = account.start(...command);
    const reader = child.stdout.getReader();
    await reader.read();
    // All that there is to print just now.
    for (let next = reader.read(), more = true; more;) {
      const quiet = new Promise<null>((go) => setTimeout(() => go(null), 700));
      if (await Promise.race([next, quiet]) === null) more = false;
      else next = reader.read();
    }
    await reader.cancel();
    assert(await endOf(child) < 3_000);
    assertEquals((await child.status).code, 0);
    await child.stderr.cancel();
  });
}

test("events can be ended while its reader takes nothing", async (account) => {
  await started(account);
  const child = account.start("events");
  const { url, token } = JSON.parse(
    await Deno.readTextFile(`${account.env.XDG_RUNTIME_DIR}/claudeminder/server.json`),
  );
  const headers = { authorization: `Bearer ${token}` };
  // Something to print, over and over, until its pipe is full.
  for (const limit = performance.now() + 20_000; !isBlocked(child);) {
    assert(performance.now() < limit, "it never had to wait for its reader");
    const params = { minutes: 1 + Math.random() };
    const call = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "alerts.snooze", params });
    const answer = await fetch(`${url}/rpc`, { method: "POST", headers, body: call });
    assertEquals(answer.status, 200, await answer.text());
  }
  child.kill("SIGTERM");
  assert(await endOf(child) < 2_000);
  await child.stdout.cancel();
  await child.stderr.cancel();
});

/** Whether one of its threads writes to a pipe that is full. */
function isBlocked({ pid }: Deno.ChildProcess): boolean {
  return [...Deno.readDirSync(`/proc/${pid}/task`)].some(({ name }) => {
    try {
      return Deno.readTextFileSync(`/proc/${pid}/task/${name}/wchan`).includes("pipe_write");
    } catch {
      return false;
    }
  });
}

/** What the program reads, by where it is in the account's folder, and what can be tried at once. */
const read: readonly (readonly [string, readonly string[]])[] = [
  ["what is another program's", [
    ".claude/.credentials.json",
    ".claude.json",
    ".claude/settings.json",
    "data/opencode/auth.json",
    "config/autostart/claudeminder.desktop",
  ]],
  ["the settings", ["config/claudeminder/config.toml"]],
  ["the state", ["state/claudeminder/state.json"]],
  ["the state's lock", ["state/claudeminder/state.json.lock"]],
  ["the log and the address of the running program", [
    "state/claudeminder/claudeminder.log",
    "run/claudeminder/server.json",
  ]],
];

async function putPipe(account: Account, place: string): Promise<void> {
  const path = `${account.folder}/${place}`;
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true, mode: 0o700 });
  await Deno.remove(path).catch(() => {});
  assertEquals((await new Deno.Command("mkfifo", { args: [path] }).output()).code, 0);
}

for (const [name, places] of read) {
  test(`a pipe in the place of ${name} keeps nothing waiting`, async (account) => {
    for (const place of places) await putPipe(account, place);
    for (const command of [["status"], ["get_usage"]]) {
      const child = account.start(...command);
      const output = child.output();
      assert(await endOf(child) < 5_000);
      const { stdout, stderr } = await output;
      assert(stdout.length + stderr.length > 0);
    }
    const program = account.start("run", "--headless");
    const output = program.output();
    // It runs, or has said why it cannot.
    let hasEnded = false;
    program.status.then(() => hasEnded = true);
    while (!hasEnded && (await account.run("call", "system.ping")).code !== 0);
    if (!hasEnded) program.kill("SIGTERM");
    assert(await endOf(program) < 2_000);
    await output;
  });
}

test("a pipe, or what never ends, in the place of certificates or of the display's key keeps nothing waiting", async (account) => {
  await putPipe(account, "pipe");
  await Deno.symlink("/dev/zero", `${account.folder}/zeros`);
  await Deno.writeTextFile(`${account.folder}/huge`, "");
  await Deno.truncate(`${account.folder}/huge`, 2 ** 36);
  for (const name of ["DENO_CERT", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "XAUTHORITY"]) {
    for (const odd of ["pipe", "zeros", "huge"]) {
      account.env[name] = `${account.folder}/${odd}`;
      const child = account.start("status");
      const output = child.output();
      assert(await endOf(child) < 5_000, `${name}: ${odd}`);
      await output;
    }
    delete account.env[name];
  }
});

test("what killed processes have left is gone soon after the next start", async (account) => {
  const shared = `${account.folder}/shared`;
  const linked = `${account.folder}/dots`;
  await Deno.mkdir(linked);
  await Deno.writeTextFile(
    `${linked}/c.toml`,
    `[opencode]\nports = []\nstate_file = "${shared}/s.json"\nusage_file = ""\n`,
  );
  await Deno.remove(account.configFile);
  await Deno.symlink(`${linked}/c.toml`, account.configFile);
  const folders = [shared, linked, "config", "state", "run"].map((name) =>
    name.startsWith("/") ? name : `${account.folder}/${name}/claudeminder`
  );
  const leftovers = folders.map((folder) => `${folder}/.a.claudeminder-4000001-0123abcd.tmp`);
  for (const [index, path] of leftovers.entries()) {
    await Deno.mkdir(folders[index] ?? "", { recursive: true, mode: 0o700 });
    await Deno.writeTextFile(path, "half");
  }
  await started(account);
  const isThere = (path: string) => Deno.lstat(path).then(() => true, () => false);
  for (
    const limit = performance.now() + 10_000;
    (await Promise.all(leftovers.map(isThere))).includes(true);
  ) {
    assert(performance.now() < limit, "something was left");
    await new Promise((go) => setTimeout(go, 20));
  }
});
