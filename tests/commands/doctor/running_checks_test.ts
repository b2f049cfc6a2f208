/** What `doctor` says of the running program, of its port, and of OpenCode's servers. */
import { noEvents } from "../../server/no_events.ts";
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { denoHost } from "../../../src/host/deno_host.ts";
import type { Listener } from "../../../src/platform/platform.ts";
import { startServer } from "../../../src/server/loopback_server.ts";
import { simulatedServer } from "../../agents/opencode/simulated_server.ts";
import { newStage, said, type Stage, VERSION } from "./stage.ts";

const seen = async (stage: Stage) => (await stage.checks("running")).map(said).join();

function serverFile(stage: Stage, port: number, pid = Deno.pid): Promise<void> {
  const address = { url: `http://127.0.0.1:${port}`, token: "marked-token", pid };
  return stage.write(`${stage.runtimeFolder}/server.json`, JSON.stringify(address));
}

/** A port on which nobody listens, as far as can be known. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** The program's own server, as the running one has it. */
async function running(stage: Stage, version: string) {
  const started = await startServer(denoHost(), { file: `${stage.runtimeFolder}/server.json`, port: 0 }, {
    version,
    rpc: (body) => Promise.resolve({ jsonrpc: "2.0", id: JSON.parse(body).id, result: { pong: true } }),
    metrics: () => Promise.resolve(""),
    ...noEvents,
  });
  if (started.kind !== "started") throw new Error(started.kind);
  return { port: new URL(started.address.url).port, [Symbol.asyncDispose]: () => started.close() };
}

async function withOther(handler: () => Response | Promise<Response>, work: (port: number) => Promise<void>) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  try {
    await work(server.addr.port);
  } finally {
    await server.shutdown();
  }
}

/** A port that takes connections and says nothing, until the work is done. */
async function withSilent(work: (port: number) => Promise<void>): Promise<void> {
  const held = Promise.withResolvers<Response>();
  await withOther(() => held.promise, (port) => work(port).finally(() => held.resolve(new Response())));
}

Deno.test("doctor() says whether the program runs, on which port, and whether it is of another version", async () => {
  await using stage = await newStage();
  assertEquals(await seen(stage), "ok: no");
  {
    await using server = await running(stage, VERSION);
    assertEquals(await seen(stage), `ok: yes, process ${Deno.pid}, port ${server.port}, which answers`);
  }
  await using _other = await running(stage, "0.8.0");
  assertEquals(
    await seen(stage),
    `warning: yes, process ${Deno.pid}, but it is version 0.8.0 -> run \`claudeminder quit\`, then start the program again`,
  );
});

Deno.test("doctor() takes what a crash has left for no problem, and a file that makes no sense for one to be deleted", async () => {
  await using stage = await newStage();
  await serverFile(stage, freePort(), 4194305);
  assertEquals(await seen(stage), "ok: no; process 4194305, which ran last, ended without tidying up");
  await stage.write(`${stage.runtimeFolder}/server.json`, "{");
  assertEquals(
    await seen(stage),
    "warning: ~/run/claudeminder/server.json makes no sense -> delete ~/run/claudeminder/server.json, then start the program again",
  );
});

Deno.test("doctor() tells another program on the port that server.json names", async () => {
  await using stage = await newStage();
  const answers = [
    () => new Response("marked"),
    () => Response.json({ status: "ok" }),
    () => Response.json({ status: "ok", version: VERSION }),
    () => new Response(null, { status: 302, headers: { location: "http://127.0.0.1:9/" } }),
  ];
  for (const answer of answers) {
    await withOther(answer, async (port) => {
      await serverFile(stage, port);
      const line = await seen(stage);
      assertEquals(
        line,
        `problem: another program has port ${port}, which ~/run/claudeminder/server.json names` +
          " -> delete ~/run/claudeminder/server.json, then start the program again",
      );
    });
  }
});

Deno.test("doctor() tells a program that hangs, and which one to end", async () => {
  await using stage = await newStage();
  await withSilent(async (port) => {
    await serverFile(stage, port);
    assertEquals(
      await seen(stage),
      `problem: process ${Deno.pid} has port ${port} and does not answer -> end it with \`kill ${Deno.pid}\`, then start the program again`,
    );
    await serverFile(stage, port, 4194305);
    assertMatch(await seen(stage), /^problem: another program has port /);
  });
});

Deno.test("doctor() names no process to be ended that is not the program's", async () => {
  await using stage = await newStage();
  // The number of the one that has crashed was given again.
  const stranger = new Deno.Command("sleep", { args: ["1000"] }).spawn();
  try {
    await withSilent(async (port) => {
      await serverFile(stage, port, stranger.pid);
      const file = "~/run/claudeminder/server.json";
      assertEquals(
        await seen(stage),
        `problem: another program has port ${port}, which ${file} names -> delete ${file}, then start the program again`,
      );
      for (
        const [os, where] of [["macos", "the Activity Monitor"], ["windows", "the Task Manager"]] as const
      ) {
        stage.platform = { os };
        assertEquals(
          await seen(stage),
          `problem: port ${port}, which ${file} names, takes connections and does not answer` +
            ` -> if claudeminder stands in ${where}, end it there; delete ${file}, then start the program again`,
        );
      }
    });
  } finally {
    stranger.kill("SIGKILL");
    await stranger.status;
  }
});

Deno.test("doctor() knows the program by each of its names, as the system has them", async () => {
  await using stage = await newStage();
  const { kernel } = denoHost();
  await withSilent(async (port) => {
    await serverFile(stage, port, 77);
    const names = ["claudeminder-x8", "opencode-eventd", "my-claudeminder"];
    const found: string[] = [];
    for (const name of names) {
      stage.host = {
        kernel: { ...kernel, read: (path) => path === "/proc/77/comm" ? `${name}\n` : kernel.read(path) },
      };
      if (/kill 77/.test(await seen(stage))) found.push(name);
    }
    assertEquals(found, names.slice(0, 2));
  });
});

Deno.test("doctor() opens a port of its own, or says that none can be opened", async () => {
  await using stage = await newStage();
  assertMatch(
    (await stage.checks("loopback")).map(said).join(),
    /^ok: a port on 127\.0\.0\.1 can be opened and reached \(tried \d+\)$/,
  );
  const refused =
    "problem: no port on 127.0.0.1 can be opened and reached -> let the program listen on 127.0.0.1 in the firewall or sandbox: " +
    "one-shot commands and a second start need it";
  stage.host = { serve: () => Promise.reject(new Error("marked")) };
  assertEquals((await stage.checks("loopback")).map(said), [refused]);
  // It can be opened, and nothing gets there.
  stage.host = { serve: () => Promise.resolve({ port: freePort(), close: () => Promise.resolve() }) };
  assertEquals((await stage.checks("loopback")).map(said), [refused]);
});

/** The stage's system says that these listen. */
async function agents(stage: Stage, listeners: readonly Listener[], ports: readonly number[]) {
  const command = { program: "true", args: [] };
  stage.platform = { listeners: { kind: "command", command, everyMs: 1_000, parse: () => listeners } };
  await stage.write(
    stage.configFile,
    `[opencode]\npassword_env = "MY_SECRET"\nports = ${JSON.stringify(ports)}\n`,
  );
  const { checks, versions } = await stage.json();
  return [checks.filter(({ name }) => name === "opencode").map(said), versions.opencode] as const;
}

Deno.test("doctor() says of each OpenCode server what is the matter with it", async () => {
  await using stage = await newStage();
  await using one = simulatedServer();
  await using locked = simulatedServer({ password: "marked-secret" });
  const listener = (port: number): Listener => ({ pid: 1, address: "127.0.0.1", port });
  assertEquals(await agents(stage, [], []), [["ok: no server was found"], []]);

  const closed = freePort();
  await withOther(() => new Response("marked"), async (other) => {
    const [lines, versions] = await agents(stage, [listener(one.port), listener(locked.port)], [
      other,
      closed,
    ]);
    assertEquals(lines, [
      `ok: port ${one.port}: OpenCode ${versions[0]}`,
      `warning: port ${locked.port}: an OpenCode that wants a password, and none is set` +
      " -> put the password into the variable that opencode.password_env names, then start the program from there",
      `warning: port ${other} of opencode.ports belongs to something else -> take ${other} out of opencode.ports, or start OpenCode with that port`,
      `ok: port ${closed}: closed`,
    ]);
    assertEquals(versions.length, 1);
    // What has OpenCode's name and is none is nobody's trouble, unless it was asked for.
    assertEquals(await agents(stage, [listener(other)], []), [["ok: no server was found"], []]);
    assertMatch(versions[0] ?? "", /^\d+\.\d+\.\d+$/);
  });

  stage.env.MY_SECRET = "marked-wrong";
  assertEquals((await agents(stage, [listener(locked.port)], []))[0], [
    `warning: port ${locked.port}: an OpenCode that refuses the password` +
    " -> correct the variable that opencode.password_env names, then start the program from there",
  ]);
  stage.env.MY_SECRET = "marked-secret";
  assertMatch((await agents(stage, [listener(locked.port)], [])).join(), /^ok: port \d+: OpenCode /);
  await stage.write(stage.configFile, "[opencode]\nenabled = false\n");
  assertEquals((await stage.checks("opencode")).map(said), ["ok: not followed: opencode.enabled is off"]);
});
