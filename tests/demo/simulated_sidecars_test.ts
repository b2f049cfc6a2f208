/** The demo's sidecars: what their programs answer, and how they end. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertRejects } from "@std/assert";
import { createStore } from "../../src/app/store.ts";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { initialState } from "../../src/core/state.ts";
import { createDemo } from "../../src/demo/demo_host.ts";
import { createDemoSidecars, demoSidecarSettings } from "../../src/demo/simulated_sidecars.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import type { StayingProgram, StayingPrograms } from "../../src/host/staying_program.ts";
import { linuxPlatform } from "../../src/platform/linux.ts";
import { createSidecars } from "../../src/sidecars/running_sidecars.ts";
import { loadSettings } from "../../src/storage/settings_file.ts";
import { parseSettings } from "../../src/core/settings.ts";
import { parse } from "smol-toml";

const real = denoHost();

/** The demo's programs, whose time passes when the test says so. */
function onClock(): { readonly programs: StayingPrograms; pass(): void } {
  const sleeping: (() => void)[] = [];
  const sleep = (_: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      sleeping.push(resolve);
      signal?.addEventListener("abort", () => resolve());
    });
  return {
    programs: createDemoSidecars({ serve: real.serve, sleep }),
    pass: () => sleeping.splice(0).forEach((wake) => wake()),
  };
}

async function start(programs: StayingPrograms, program: string): Promise<[StayingProgram, string]> {
  const port = await real.freePort("127.0.0.1");
  const command = { program, args: ["--port", `${port}`], env: {}, stdin: "null" } as const;
  return [await programs.start(command), `http://127.0.0.1:${port}`];
}

async function health(url: string): Promise<unknown> {
  const response = await fetch(`${url}/health`).catch(() => null);
  await response?.body?.cancel();
  return response?.status ?? "nobody";
}

async function printed(stream: ReadableStream<Uint8Array>): Promise<string> {
  return await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).text();
}

Deno.test("the demo's settings are settings, with the two programs that there are", async () => {
  const parsed = parseSettings(parse(demoSidecarSettings));
  const sidecars = parsed.kind === "settings" ? parsed.settings.sidecar : [];
  assertEquals(sidecars.map(({ name }) => name), ["agents", "search"]);
  const { programs } = onClock();
  for (const { command: [program = ""] } of sidecars) {
    const [running] = await start(programs, program);
    running.signal("terminate");
    assertEquals(await running.ended, { code: null, signal: "SIGTERM" });
  }
  await assertRejects(() => start(programs, "another"), Error, "No such program");
});

Deno.test("the demo's agents stay well until they are ended, and then nobody answers", async () => {
  const { programs, pass } = onClock();
  const [agents, url] = await start(programs, "agent-server");
  for (let round = 0; round < 3; round++) {
    assertEquals(await health(url), 200);
    pass();
  }
  assertEquals(await (await fetch(`${url}/shutdown`, { method: "POST" })).json(), {
    status: "shutting down",
  });
  assertEquals([await health(url), agents.living().length], [200, 1]);
  agents.signal("terminate");
  await agents.ended;
  assertEquals([await health(url), agents.living()], ["nobody", []]);
});

Deno.test("the demo's search falls ill at its first start, and crashes at its second", async () => {
  const { programs, pass } = onClock();
  const [ill, url] = await start(programs, "search-index");
  assertEquals(await health(url), 200);
  pass();
  await printedOnce(ill.stderr);
  assertEquals(await health(url), 503);
  ill.signal("kill");
  const [crashing] = await start(programs, "search-index");
  pass();
  assertEquals(await crashing.ended, { code: 1, signal: null });
  assertEquals(await printed(crashing.stdout), "Reading the index\n");
  assertEquals(await printed(crashing.stderr), "The index is damaged at block 7\n");
});

Deno.test("the demo's search is started again by what keeps real sidecars running, and both are ended at its end", async () => {
  const demo = await createDemo(real);
  const loaded = await loadSettings(demo.host, "/demo/config.toml");
  assert(loaded.kind === "settings");
  const store = createStore(initialState(loaded.settings, nothingSaved));
  const seen: string[] = [];
  const restarted = Promise.withResolvers<void>();
  const phases = () => store.state().sidecars.map(({ name, phase }) => `${name} ${phase.kind}`);
  store.subscribe(({ type }) => {
    if (type !== "sidecar") return;
    for (const phase of phases()) if (!seen.includes(phase)) seen.push(phase);
    const isWell = phases().every((phase) => phase.endsWith(" healthy"));
    if (isWell && seen.includes("search restarting")) restarted.resolve();
  });
  const sidecars = createSidecars({
    host: demo.host,
    platform: linuxPlatform(() => "/demo", "x86_64"),
    store,
    stateFolder: "/demo",
    random: (bytes) => crypto.getRandomValues(bytes),
  });
  const ended = new AbortController();
  const running = Promise.all([demo.play(ended.signal), sidecars.run(ended.signal)]);
  await restarted.promise;
  ended.abort();
  await running;
  const wanted = ["starting", "healthy", "unhealthy", "stopping", "restarting"].map((phase) =>
    `search ${phase}`
  );
  assertEquals(wanted.filter((phase) => !seen.includes(phase)), []);
  assertEquals(phases(), ["agents stopped", "search stopped"]);
});

async function printedOnce(stream: ReadableStream<Uint8Array>): Promise<void> {
  const reader = stream.getReader();
  await reader.read();
  reader.releaseLock();
}
