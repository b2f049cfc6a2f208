/** The demo's agents, followed by what follows real ones. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import type { Instance } from "../../src/core/agents/opencode/instance.ts";
import type { OpencodeSession } from "../../src/core/agents/opencode/opencode_session.ts";
import { instancesAfter } from "../../src/core/agents/opencode/opencode_report.ts";
import { createDemo } from "../../src/demo/demo_host.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { loadSettings } from "../../src/storage/settings_file.ts";
import { createOpencodeServers } from "../../src/agents/opencode/opencode_servers.ts";

const limitMs = 40_000;

interface Watched extends AsyncDisposable {
  readonly opencode: ReturnType<typeof createOpencodeServers>;
  readonly port: number;
  /** The instance, as soon as it is as wanted. */
  when(what: string, wanted: (instance: Instance) => boolean): Promise<Instance>;
  /** Ends the demo and the follower. */
  end(): Promise<void>;
  instances(): readonly Instance[];
}

async function watchDemo(): Promise<Watched> {
  const ended = new AbortController();
  const demo = await createDemo(denoHost());
  const settings = await loadSettings(demo.host, "/demo/config.toml");
  assert(settings.kind === "settings");
  const { ports } = settings.settings.opencode;
  let instances: readonly Instance[] = [];
  let changed = Promise.withResolvers<void>();
  const opencode = createOpencodeServers({
    host: demo.host,
    platform: { listeners: { kind: "proc" }, terminal: () => null },
    settings: () => ({ ports, passwordEnv: settings.settings.opencode.password_env }),
    report(report) {
      instances = instancesAfter(instances, report, demo.host.now());
      changed.resolve();
      changed = Promise.withResolvers();
    },
    known: (key) => instances.find((instance) => instance.key === key) ?? null,
  });
  const running = Promise.all([demo.play(ended.signal), opencode.run(ended.signal)]);
  const end = async () => {
    ended.abort();
    await running;
  };
  return {
    opencode,
    port: ports[0] ?? 0,
    instances: () => instances,
    end,
    async when(what, wanted) {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(new Error(`Never seen: ${what}`)), limitMs);
      const over = new Promise<void>((resolve) => late.signal.addEventListener("abort", () => resolve()));
      try {
        while (true) {
          late.signal.throwIfAborted();
          const [only] = instances;
          if (only !== undefined && wanted(only)) return only;
          await Promise.race([changed.promise, over]);
        }
      } finally {
        clearTimeout(timer);
      }
    },
    [Symbol.asyncDispose]: end,
  };
}

function session(instance: Instance, title: string): OpencodeSession | undefined {
  return Object.values(instance.sessions).find(({ info }) => info.title.startsWith(title));
}

function tools(instance: Instance, title: string): readonly string[] {
  return Object.values(session(instance, title)?.tools ?? {}).map(({ name, arg }) => `${name} ${arg}`.trim());
}

/** Found by their port, they work, ask, take an answer and become idle, and are gone with the demo. */
async function answered(): Promise<void> {
  await using demo = await watchDemo();
  const found = await demo.when("a picture", ({ fullStateAt: picturedAt }) => picturedAt !== null);
  assertEquals([demo.instances().length, found.port, found.pid, found.version], [
    1,
    demo.port,
    null,
    "1.18.33",
  ]);
  assertEquals(found.directory, "/demo/shop");

  const busy = await demo.when(
    "a busy subagent",
    (now) => session(now, "Collect")?.status.kind === "busy" && tools(now, "Collect").length > 0,
  );
  assertEquals(session(busy, "Collect")?.info.parent, session(busy, "Ship")?.info.id);
  assertEquals(tools(busy, "Ship"), ["bash npm test", "task Collect the changes"]);
  assertEquals(tools(busy, "Collect"), ["grep BREAKING"]);
  const { todos } = session(busy, "Ship") ?? {};
  assertEquals([todos?.current, todos?.pending], ["Run the tests", 2]);

  const waits = await demo.when("a permission", ({ permissions }) => Object.keys(permissions).length > 0);
  const [permission] = Object.values(waits.permissions);
  assert(permission !== undefined);
  assertEquals(permission.wish, { kind: "run", command: "git push" });
  assertEquals(permission.session, session(waits, "Ship")?.info.id);
  const { key } = waits;
  const once = {
    kind: "permission",
    id: permission.id,
    directory: permission.directory,
    reply: "once",
  } as const;
  assertEquals(await demo.opencode.answer(key, once), { kind: "done" });
  assertEquals(await demo.opencode.answer(key, once), { kind: "already-answered" });
  await demo.when(
    "the push",
    (now) => Object.keys(now.permissions).length === 0 && tools(now, "Ship").includes("bash git push"),
  );

  const asks = await demo.when("a question", ({ questions }) => Object.keys(questions).length > 0);
  const [question] = Object.values(asks.questions);
  assert(question !== undefined);
  // The second project is another directory of the same server.
  assertEquals(question.directory, "/demo/website");
  assertEquals(question.items.flatMap(({ options }) => options.map(({ label }) => label)), ["Blue", "Green"]);
  const { id, directory } = question;
  const none = { kind: "question", id, directory, answers: [] } as const;
  assertEquals(await demo.opencode.answer(key, none), { kind: "failed", why: "refused" });
  const blue = { kind: "question", id, directory, answers: [["Blue"]] } as const;
  assertEquals(await demo.opencode.answer(key, blue), { kind: "done" });
  await demo.when("a retry", (now) => session(now, "A new")?.status.kind === "retry");

  const idle = await demo.when(
    "rest",
    ({ sessions }) => Object.values(sessions).every(({ status }) => status.kind === "idle"),
  );
  assertEquals(session(idle, "Ship")?.todos.completed, 3);
  assertEquals(session(idle, "Ship")?.lastRun?.how, "done");
  await demo.when("the next round", (now) => session(now, "Ship")?.status.kind === "busy");

  await demo.end();
  assertEquals(demo.instances(), []);
  await Deno.connect({ hostname: "127.0.0.1", port: demo.port }).then(
    (connection) => {
      connection.close();
      throw new Error("the simulated server is still there");
    },
    (error) => assert(error instanceof Deno.errors.ConnectionRefused),
  );
}

/** They stop at what is rejected, and go on by themselves where nobody answers. */
async function rejectedAndLeftAlone(): Promise<void> {
  await using demo = await watchDemo();
  const waits = await demo.when("a permission", ({ permissions }) => Object.keys(permissions).length > 0);
  const [permission] = Object.values(waits.permissions);
  assert(permission !== undefined);
  const { id, directory } = permission;
  const reject = { kind: "permission", id, directory, reply: "reject" } as const;
  assertEquals(await demo.opencode.answer(waits.key, reject), { kind: "done" });
  const stopped = await demo.when("its end", (now) => session(now, "Ship")?.status.kind === "idle");
  assertEquals([session(stopped, "Ship")?.todos.completed, tools(stopped, "Ship")], [1, []]);
  await demo.when("a question", ({ questions }) => Object.keys(questions).length > 0);
  await demo.when("a retry without an answer", (now) => session(now, "A new")?.status.kind === "retry");
}

// Both at once: they take their time.
Deno.test("createDemo() has agents that work and ask, and do what they are told or, after a while, what they asked for", async () => {
  await Promise.all([answered(), rejectedAndLeftAlone()]);
});

Deno.test("createDemo() knows nothing of the processes of this machine", async () => {
  const demo = await createDemo(denoHost());
  try {
    assertEquals(demo.host.kernel.list("/proc"), []);
    assertEquals(demo.host.kernel.read("/proc/self/stat"), null);
    assertEquals(demo.host.kernel.readLink("/proc/self/exe"), null);
  } finally {
    await demo.play(AbortSignal.abort());
  }
});
