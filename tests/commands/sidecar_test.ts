/** The commands about sidecars, against the running program and real sidecars. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { agentServer, healthServer, naughty, python } from "../sidecars/fixtures/real_sidecars.ts";
import { onSidecars } from "../sidecars/sidecar_stage.ts";
import { stringify } from "smol-toml";
import { livingWith } from "../support/living_processes.ts";
import { test } from "../support/program.ts";

const quick = { shutdown: { type: "signal" } } as const;

Deno.test("sidecar start, stop and restart wait until it is so, and say where it runs; list shows all", () =>
  onSidecars([agentServer("agents", quick), naughty("plain", "stays")], async ({ account, pidsOf, call }) => {
    const { run } = account;
    assertEquals(
      (await run("sidecar", "list")).stdout,
      "NAME     STATE         UPTIME   ADDRESS   RESTARTS\n" +
        "agents   not started   -        -         0\n" +
        "plain    not started   -        -         0\n",
    );
    const started = await run("sidecar", "start", "agents");
    assertEquals([started.code, started.stderr], [0, ""]);
    assertMatch(started.stdout, /^agents runs: http:\/\/127\.0\.0\.1:\d+\n$/);
    const [pid = 0] = pidsOf("agents");
    assertEquals((await run("sidecar", "start", "agents")).stdout, started.stdout);
    assertEquals(pidsOf("agents"), [pid]);

    const restarted = await run("sidecar", "restart", "agents");
    assertMatch(restarted.stdout, /^agents runs: http:\/\/127\.0\.0\.1:\d+\n$/);
    assert(pidsOf("agents").length === 1 && !pidsOf("agents").includes(pid));
    const plain = await run("sidecar", "restart", "plain");
    assertEquals(plain.stdout, `plain runs: process ${pidsOf("plain")[0]}\n`);

    const list = await run("sidecar", "list", "--json");
    assertEquals(list.code, 0);
    const known = await call("sidecar.list") as { sidecars: readonly { name: string; pid: number }[] };
    assertEquals(
      JSON.parse(list.stdout).sidecars.map(({ name, pid }: { name: string; pid: number }) => [name, pid]),
      known.sidecars.map(({ name, pid }) => [name, pid]),
    );

    for (let times = 0; times < 2; times++) {
      assertEquals(await run("sidecar", "stop", "agents"), {
        code: 0,
        stdout: "agents has ended\n",
        stderr: "",
      });
      assertEquals(pidsOf("agents"), []);
    }
    const unknown = 'There is no sidecar "agent"; there are agents, plain\n';
    for (const command of ["start", "stop", "restart", "logs"]) {
      const refused = await run("sidecar", command, "agent");
      assertEquals([refused.code, refused.stdout], [1, ""], command);
      assert(refused.stderr.endsWith(unknown), refused.stderr);
    }
    for (
      const wrong of [[], ["list", "more"], ["start"], ["logs", "agents", "--lines", "201"], [
        "end",
        "agents",
      ]]
    ) {
      assertEquals((await run("sidecar", ...wrong)).code, 2, wrong.join(" "));
    }
  }));

Deno.test("sidecar logs follows over restarts, with every line once, until the program ends", () =>
  onSidecars(
    [naughty("talks", "prints 0.0036", { start: "with-app" })],
    async ({ account, reaches, endProgram }) => {
      await reaches("talks", ({ state }) => state === "healthy");
      const last = await account.run("sidecar", "logs", "talks", "--lines", "2");
      assertEquals([last.code, last.stdout.trim().split(/\s+/)], [0, ["35", "printed"]]);
      const following = account.start("sidecar", "logs", "talks", "--follow");
      const followed = linesOf(following.stdout);
      await followed.until((lines) => lines.includes("printed"));
      assertEquals((await account.run("sidecar", "restart", "talks")).code, 0);
      const lines = await followed.until((lines) => lines.filter((line) => line === "printed").length === 2);
      const once = ["up", ...Array.from({ length: 36 }, (_, number) => `${number}`), "printed"];
      assertEquals(lines.map((line) => line.trim()), [...once, ...once]);
      await endProgram();
      assertEquals((await following.status).code, 1);
      const said = (await Array.fromAsync(decoded(following.stderr))).join("");
      assertEquals(said, "claudeminder has ended\n");

      const kept = await account.run("sidecar", "logs", "talks", "--lines", "3");
      assertEquals([kept.code, kept.stdout.trim().split(/\s+/)], [0, ["34", "35", "printed"]]);
      const none = await account.run("sidecar", "logs", "other");
      assertEquals([none.code, none.stderr], [1, 'There is no sidecar "other"; there are talks\n']);
      const late = await account.run("sidecar", "logs", "talks", "--follow");
      assertEquals([late.code, late.stdout, late.stderr], [1, "", "claudeminder is not running\n"]);
    },
  ));

Deno.test("sidecar logs shows what an earlier run of the program has kept, and says where there is nothing", () =>
  onSidecars([naughty("older", "stays"), naughty("silent", "stays")], async ({ account }) => {
    const logs = `${account.folder}/state/claudeminder/logs/sidecars`;
    await Deno.mkdir(logs, { recursive: true, mode: 0o700 });
    await Deno.writeTextFile(`${logs}/older.stderr.log`, "first\nsecond\n", { mode: 0o600 });
    assertEquals(await account.run("sidecar", "logs", "older", "--lines", "1"), {
      code: 0,
      stdout: "second\n",
      stderr: "",
    });
    const silent = await account.run("sidecar", "logs", "silent");
    assertEquals(silent, { code: 0, stdout: "", stderr: '"silent" has printed nothing yet\n' });
    account.env.LANG = "vi_VN.UTF-8";
    const vietnamese = await account.run("sidecar", "logs", "none");
    assertEquals(vietnamese.stderr, 'Không có chương trình phụ "none"; hiện có older, silent\n');
  }));

Deno.test("sidecar logs says how many lines it has missed of a flood", () =>
  onSidecars([], async ({ account, set, reaches }) => {
    const sign = `${account.folder}/sign`;
    const flood = naughty("floods", "prints 5", { start: "with-app" });
    const script = 'echo ready; sign=$1; shift; until [ -e "$sign" ]; do sleep 0.05; done; exec "$@"';
    await set([{ ...flood, command: ["sh", "-c", script, "sh", sign, ...flood.command] }]);
    await reaches("floods", ({ state }) => state === "healthy");
    const following = account.start("sidecar", "logs", "floods", "--follow");
    const followed = linesOf(following.stdout);
    await followed.until((lines) => lines.includes("ready"));
    await Deno.writeTextFile(sign, "");
    const lines = await followed.until((lines) => lines.includes("printed"));
    const missed = lines.flatMap((line) => /^\.\.\. (\d+) more, see the file \.\.\.$/.exec(line)?.[1] ?? []);
    const all = lines.length - missed.length + missed.reduce((sum, count) => sum + Number(count), 0);
    assertEquals(all, 50_003);
    following.kill("SIGINT");
    assertEquals((await following.status).code, 0);
    await following.stderr.cancel();
  }));

Deno.test("sidecar logs marks errors on a terminal, and nothing that is printed controls it", () =>
  onSidecars([{
    ...naughty("colours", "stays", { start: "with-app" }),
    command: [
      "sh",
      "-c",
      String.raw`printf '\033[31mred\033[0m \033]0;title\007\n'; echo wrong >&2; exec sleep 1000`,
    ],
  }], async ({ account, reaches }) => {
    await reaches("colours", ({ state }) => state === "healthy");
    const { stdout } = await account.run("sidecar", "logs", "colours");
    assertEquals(stdout.split("\n").sort().map((line) => line.trim()), ["", "red", "wrong"]);
    const shown = await onTerminal(account.env, "sidecar", "logs", "colours");
    assertEquals(shown.split(/\r?\n/).sort().map((line) => line.trimEnd()), ["", "  red", "! wrong"]);
  }));

test("sidecar start that waits says that the program has ended, when it is killed", async ({ folder, run, start, writeSettings }) => {
  await writeSettings(stringify({ sidecar: [healthServer("never", ["listen_after=100"], quick)] }));
  const program = start("run", "--headless");
  /** Until the table says it. */
  const listed = async (state: string) => {
    while (!(await run("sidecar", "list")).stdout.includes(state));
  };
  await listed("not started");
  const starting = start("sidecar", "start", "never");
  await listed("never   starting");
  program.kill("SIGKILL");
  const [{ code }, said] = await Promise.all([
    starting.status,
    Array.fromAsync(decoded(starting.stderr)),
    starting.stdout.cancel(),
  ]);
  assertEquals([code, said.join("")], [1, "claudeminder has ended\n"]);
  // Its guard has ended them.
  while (livingWith(`HOME=${folder}\0`).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
});

test("without the program the sidecar commands say so, but for logs", async ({ run }) => {
  for (const args of [["list"], ["list", "--json"], ["start", "a"], ["stop", "a"], ["restart", "a"]]) {
    const refused = await run("sidecar", ...args);
    assertEquals(refused, { code: 1, stdout: "", stderr: "claudeminder is not running\n" });
  }
  assertEquals(await run("sidecar", "logs", "a"), {
    code: 1,
    stdout: "",
    stderr: 'There is no sidecar "a": the settings have none\n',
  });
});

Deno.test("doctor says how sidecars are while the program runs", () =>
  onSidecars([
    healthServer("well", [], { start: "with-app", ...quick }),
    naughty("broken", "crashes 0", { start: "with-app", max_restarts: 1 }),
    naughty("later", "stays"),
  ], async ({ account, reaches }) => {
    const { url, port } = await reaches("well", ({ state }) => state === "healthy");
    await reaches("broken", ({ state }) => state === "failed");
    const { stdout, code } = await account.run("doctor");
    assertEquals(code, 1);
    const lines = stdout.split("\n");
    const about = lines.flatMap((line, at) => / sidecar: /.test(line) ? [[line, lines[at + 1] ?? ""]] : []);
    const [well, broken, later] = about;
    assertMatch(
      well?.[0] ?? "",
      new RegExp(`^ok +sidecar: well: /usr/bin/python3; it runs, ${url}, started \\d+ s ago$`),
    );
    assertEquals(broken, [
      "PROBLEM  sidecar: broken: Given up after a restart: it ended with status 3",
      "         -> see `claudeminder sidecar logs broken`, then `claudeminder sidecar start broken`",
    ]);
    assertEquals(later?.[0], "ok       sidecar: later: /usr/bin/python3; it is started when it is needed");
    assert(port !== null);
  }));

/** What a command prints on a terminal. */
async function onTerminal(env: Record<string, string>, ...args: readonly string[]): Promise<string> {
  const compiled = Deno.env.get("CLAUDEMINDER_PROGRAM");
  const program = compiled === undefined
    ? [Deno.execPath(), "run", "-A", "--quiet", `${import.meta.dirname}/../../src/main.ts`]
    : [compiled];
  const { stdout } = await new Deno.Command(python, {
    args: ["-c", "import pty, sys; pty.spawn(sys.argv[1:])", ...program, ...args],
    env,
    clearEnv: true,
    stdin: "null",
    stderr: "inherit",
  }).output();
  return new TextDecoder().decode(stdout);
}

function decoded(stream: ReadableStream<Uint8Array>): ReadableStream<string> {
  return stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>);
}

/** The lines of a stream as they come. */
function linesOf(stream: ReadableStream<Uint8Array>) {
  const reader = decoded(stream).getReader();
  let text = "";
  const lines = () => text.split("\n").slice(0, -1);
  return {
    async until(fits: (lines: readonly string[]) => boolean): Promise<readonly string[]> {
      while (!fits(lines())) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`Ended with:\n${text}`);
        text += value;
      }
      return lines();
    },
  };
}
