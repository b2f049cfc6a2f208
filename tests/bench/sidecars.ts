/**
 * The bench of sidecars: what they cost the program while they are well, and what is lost on the way when something passes through it.
 * Real programs, each figure beside the same without sidecars, or without the program between. By itself:
 * `deno run -A tests/bench/sidecars.ts`.
 */
import { stringify } from "smol-toml";
import { denoHost } from "../../src/host/deno_host.ts";
import { connectRunning, type RpcClient } from "../../src/server/rpc_client.ts";
import { keepConnection } from "../../src/sidecars/json_rpc/json_rpc_connection.ts";
import { compiledProgram } from "../e2e/compiled.ts";
import { healthServer, naughty, rpcServer, type SidecarInput } from "../sidecars/fixtures/real_sidecars.ts";
import { newAccount } from "../support/program.ts";
import { peakMb, residentMb, TICKS_PER_SECOND, used } from "./process.ts";
import { type Figure, figureTable, keeps, median } from "./table.ts";

const MANY = 20;
/** For so long a start keeps the program awake, and threads that it has needed. */
const START_MS = 35_000;
/** By then all that was loaded to answer has been collected. */
const LOADED_MS = 10_000;
const IDLE_MS = 60_000;
const CALLS = 300;
const CHUNKS = 10_000;
const PRINTED_MB = 100;

/** Of the compiled program; takes two minutes. */
export async function sidecarFigures(): Promise<readonly Figure[]> {
  Deno.env.set("CLAUDEMINDER_PROGRAM", await compiledProgram());
  return [...await idleFigures(), ...await callFigures(), ...await outputFigures()];
}

/** Twenty that are well, of each kind, beside none, and beside twenty that nobody has started. */
async function idleFigures(): Promise<readonly Figure[]> {
  // As they are by default, not as in tests.
  const usual = { health_interval_seconds: 5, shutdown: { type: "signal" } } as const;
  const many = (make: (name: string) => SidecarInput) =>
    Array.from({ length: MANY }, (_, index) => make(`sidecar-${index}`));
  await using none = await programWith([]);
  await using unused = await programWith(many((name) => naughty(name, "stays", { start: "on-demand" })));
  await using http = await programWith(
    many((name) => healthServer(name, [], { ...usual, start: "with-app" })),
  );
  await using process = await programWith(many((name) => naughty(name, "stays", { start: "with-app" })));
  const all = { none, unused, http, process };
  for (const { rpc, names } of [http, process]) {
    await Promise.all(names.map((name) => rpc.call("sidecar.ensureRunning", { name })));
  }
  await pause(START_MS);
  const before = mapped(all, ({ pid }) => used(pid));
  await pause(IDLE_MS);
  const after = mapped(all, ({ pid }) => used(pid));
  const memory = mapped(all, ({ pid }) => residentMb(pid));
  const cpu = (which: keyof typeof all) =>
    (after[which].cpuTicks - before[which].cpuTicks) / TICKS_PER_SECOND / (IDLE_MS / 1000) * 100;
  const wakeUps = (which: keyof typeof all) => after[which].wakeUps - before[which].wakeUps;
  const figures = (
    which: keyof typeof all,
    what: string,
    limits: { readonly cpu: number; readonly memory: number; readonly wakeUps: number | null },
  ): readonly Figure[] => [
    {
      name: `${what}, processor`,
      unit: "% of a core",
      value: cpu(which),
      floor: cpu("none"),
      limit: limits.cpu,
    },
    { name: `${what}, memory`, unit: "MB", value: memory[which], floor: memory.none, limit: limits.memory },
    {
      name: `${what}, woken up in a minute`,
      unit: "times",
      value: wakeUps(which),
      floor: wakeUps("none"),
      limit: limits.wakeUps,
    },
  ];
  return [
    ...figures("unused", `${MANY} sidecars that nobody uses`, { cpu: 0.05, memory: 2, wakeUps: 30 }),
    ...figures("process", `${MANY} sidecars that stay`, { cpu: 0.5, memory: 10, wakeUps: null }),
    ...figures("http", `${MANY} sidecars asked over HTTP`, { cpu: 0.5, memory: 10, wakeUps: null }),
  ];
}

/** Calls and a stream of a sidecar that speaks JSON-RPC, beside the same without the program between. */
async function callFigures(): Promise<readonly Figure[]> {
  await using program = await programWith([rpcServer("rpc", { health: { type: "jsonrpc" } })]);
  const { rpc } = program;
  const { port } = Object(await rpc.call("sidecar.ensureRunning", { name: "rpc" }));
  const direct = keepConnection({
    host: denoHost(),
    name: "rpc",
    address: { hostname: "127.0.0.1", port },
    token: null,
    note: () => {},
  });
  try {
    const times = { through: [] as number[], direct: [] as number[] };
    for (let call = 0; call < CALLS; call++) {
      const params = { number: call };
      times.direct.push(await timed(() => direct.call("dashboard.getData", params)));
      times.through.push(
        await timed(() => rpc.call("sidecar.call", { name: "rpc", method: "dashboard.getData", params })),
      );
    }
    const directly = await streamedDirectly(direct);
    const through = await streamedThrough(rpc);
    const wrong = through.numbers.filter((number, index) => number !== index).length +
      Math.abs(CHUNKS - through.numbers.length);
    return [
      {
        name: "a call to a sidecar",
        unit: "ms",
        value: median(times.through),
        floor: median(times.direct),
        limit: 5,
      },
      {
        name: `a stream of ${CHUNKS} chunks`,
        unit: "ms",
        value: through.ms,
        floor: directly.ms,
        limit: null,
      },
      { name: "chunks lost or out of order", unit: "chunks", value: wrong, floor: null, limit: 0 },
    ];
  } finally {
    direct.close();
  }
}

interface Streamed {
  readonly ms: number;
  /** Of the chunks, as they came. */
  readonly numbers: readonly unknown[];
}

async function streamedDirectly(direct: ReturnType<typeof keepConnection>): Promise<Streamed> {
  const numbers: unknown[] = [];
  const ms = await timed(() =>
    direct.call("dashboard.tailLogs", { count: CHUNKS }, {
      chunk: (_event, data) => void numbers.push(Object(data).number),
    })
  );
  return { ms, numbers };
}

/** Until the last one has come out of the stream of events. */
async function streamedThrough(rpc: RpcClient): Promise<Streamed> {
  const numbers: unknown[] = [];
  const over = new AbortController();
  const open = Promise.withResolvers<void>();
  const reading = (async () => {
    for await (const event of rpc.events(over.signal)) {
      open.resolve();
      const { type, data } = Object(event);
      if (type !== "sidecar" || data.event !== "dashboard.tailLogs.chunk") continue;
      if (numbers.push(Object(data.data).number) === CHUNKS) return;
    }
  })();
  await open.promise;
  const ms = await timed(async () => {
    await rpc.call("sidecar.call", {
      name: "rpc",
      method: "dashboard.tailLogs",
      params: { count: CHUNKS },
    });
    await Promise.race([reading, pause(10_000)]);
  });
  over.abort();
  await reading.catch(() => {});
  return { ms, numbers };
}

/** A hundred megabytes of lines, into the files and the last lines in memory, beside a reader that drops them. */
async function outputFigures(): Promise<readonly Figure[]> {
  const chatty = naughty("chatty", `prints ${PRINTED_MB}`);
  await using program = await programWith([chatty]);
  const { rpc, pid } = program;
  await rpc.call("sidecar.list");
  await pause(LOADED_MS);
  const before = residentMb(pid);
  const through = await timed(async () => {
    await rpc.call("sidecar.start", { name: "chatty" });
    for (;;) {
      const { lines } = Object(await rpc.call("sidecar.logs", { name: "chatty" }));
      if (Object(lines.at(-1)).text === "printed") return;
      await pause(20);
    }
  });
  const peak = peakMb(pid);
  const [python = "", ...args] = chatty.command;
  const directly = await timed(async () => {
    const command = new Deno.Command(python, { args: [...args, "ends"], stdin: "null", stdout: "piped" });
    const child = command.spawn();
    for await (const _ of child.stdout);
    await child.status;
  });
  return [
    {
      name: `${PRINTED_MB} MB of output, memory at most`,
      unit: "MB",
      value: peak,
      floor: before,
      limit: 20,
    },
    { name: `${PRINTED_MB} MB of output`, unit: "ms", value: through, floor: directly, limit: null },
  ];
}

interface ProgramWithSidecars extends AsyncDisposable {
  readonly pid: number;
  readonly rpc: RpcClient;
  readonly names: readonly string[];
}

async function programWith(sidecars: readonly SidecarInput[]): Promise<ProgramWithSidecars> {
  const account = await newAccount();
  await account.signIn();
  await account.writeSettings(stringify({ sidecar: [...sidecars] }));
  const { pid } = account.start("run", "--headless");
  for (;;) {
    const rpc = await connectRunning(
      denoHost(),
      `${account.env.XDG_RUNTIME_DIR}/claudeminder/server.json`,
    );
    if (rpc !== null) {
      // Each has answered once, so that what answers is loaded in all of them.
      await rpc.call("system.ping");
      return {
        pid,
        rpc,
        names: sidecars.map(({ name }) => name),
        async [Symbol.asyncDispose]() {
          rpc.close();
          await account[Symbol.asyncDispose]();
        },
      };
    }
    await pause(20);
  }
}

function mapped<Key extends string, From, To>(
  all: Readonly<Record<Key, From>>,
  to: (from: From) => To,
): Record<Key, To> {
  const entries = Object.entries(all) as [Key, From][];
  return Object.fromEntries(entries.map(([key, from]) => [key, to(from)])) as Record<Key, To>;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

if (import.meta.main) {
  const figures = await sidecarFigures();
  await Deno.stdout.write(new TextEncoder().encode(`${figureTable(figures)}\n`));
  Deno.exit(figures.every(keeps) ? 0 : 1);
}
