/** `statusline`: as a process, with the running program and without it, and beside a person's own command. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { printStatusLine, wrappedIn } from "../../src/commands/print_status_line.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { onStage } from "../server/server_stage.ts";
import { newAccount } from "../support/program.ts";

const ROOT = join(import.meta.dirname ?? ".", "../..");
const said = JSON.stringify({
  session_id: "s",
  model: { display_name: "Opus 5.5" },
  context_window: { used_percentage: 4 },
});

async function statusline(env: Readonly<Record<string, string>>, args: readonly string[], input = said) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", join(ROOT, "src/main.ts"), ...args],
    env: { ...env },
    clearEnv: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input)).then(() => writer.close()).catch(() => {});
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

Deno.test("wrappedIn() knows the simple forms, and leaves the others to the command line", () => {
  const forms: readonly [readonly string[], readonly string[] | null][] = [
    [["statusline"], []],
    [["statusline", "--wrap", "cc", "-x", "--config", "a"], ["cc", "-x", "--config", "a"]],
    [["statusline", "--wrap", "--", "cc", "--", "a"], ["cc", "--", "a"]],
    [["statusline", "--wrap"], null],
    [["statusline", "--wrap", "--"], null],
    [["statusline", "--help"], null],
    [["--config", "a", "statusline"], null],
    [["status"], null],
    [[], null],
  ];
  for (const [args, wrapped] of forms) assertEquals(wrappedIn(args), wrapped);
});

Deno.test("statusline prints an empty line where no program runs, whatever it is given", async () => {
  await using account = await newAccount();
  for (const input of [said, "", "{", "x".repeat(3 << 20)]) {
    assertEquals(await statusline(account.env, ["statusline"], input), { code: 0, stdout: "\n", stderr: "" });
  }
});

Deno.test("statusline is understood with other options, and says what is wrong with others", async () => {
  await using account = await newAccount();
  const long = ["--config", account.configFile, "statusline", "--wrap", "echo", "mine"];
  assertEquals((await statusline(account.env, long)).stdout, "mine\n");
  assertEquals((await statusline(account.env, ["statusline", "--wrap"])).code, 2);
  assertMatch((await statusline(account.env, ["statusline", "--help"])).stdout, /--wrap <command\.\.\.>/);
});

Deno.test("statusline --wrap gives the command its input, its own output and its exit status", async () => {
  await using account = await newAccount();
  const wrap = (...command: readonly string[]) =>
    statusline(account.env, ["statusline", "--wrap", ...command]);
  const marks = "\x1b[31mred\x1b[0m";
  assertEquals(await wrap("sh", "-c", 'cat; printf "%s" "$1"; echo trouble >&2; exit 7', "sh", marks), {
    code: 7,
    stdout: said + marks,
    stderr: "trouble\n",
  });
  // It need not read what it is given, and sees the person's own umask and environment.
  assertEquals((await wrap("true")).code, 0);
  const umask = await new Deno.Command("sh", { args: ["-c", "umask"] }).output();
  assertEquals((await wrap("sh", "-c", "umask")).stdout, new TextDecoder().decode(umask.stdout));
  const missing = await wrap(join(account.folder, "nothing"));
  assertEquals([missing.code, missing.stdout], [1, ""]);
  assertMatch(missing.stderr, /^claudeminder: .*nothing/);
});

Deno.test("statusline --wrap ends its command when it is ended itself", async () => {
  await using account = await newAccount();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", join(ROOT, "src/main.ts"), "statusline", "--wrap", "sh", "-c"]
      .concat("echo $$; exec sleep 600"),
    env: account.env,
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const pid = Number(new TextDecoder().decode((await reader.read()).value));
  child.kill("SIGTERM");
  assertEquals((await child.status).code, 143);
  assertEquals(await Deno.stat(`/proc/${pid}`).catch(() => null), null);
  await reader.cancel();
});

Deno.test("statusline asks by the RPC where there are no Unix sockets", () =>
  onStage(async ({ file }) => {
    const lines: string[] = [];
    const env: Record<string, string> = { COLUMNS: "80", FOLDER: "/work" };
    const parts = {
      host: { ...denoHost(), env: (name: string) => env[name] },
      files: { server: file, statusLine: "/nowhere" },
      hasUnixSockets: false,
      folderVariable: "FOLDER",
      input: () => Promise.resolve(new TextEncoder().encode(said)),
      runInstead: () => Promise.resolve(5),
      out: (line: string) => void lines.push(line),
    };
    assertEquals(await printStatusLine(parts, []), 0);
    assertEquals(lines, [`${said} of /work, 80 wide`]);
    assertEquals(await printStatusLine({ ...parts, files: { ...parts.files, server: "/nowhere" } }, []), 0);
    assertEquals(lines.at(-1), "");
    assertEquals(await printStatusLine(parts, ["mine"]), 5);
    assertEquals(lines.length, 2);
  }));
