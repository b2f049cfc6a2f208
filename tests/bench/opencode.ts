/**
 * The bench of following OpenCode: simulated servers in another process, the program's own tasks in this one, beside a
 * collector that asks for the same things one after the other. By itself: `deno run -A tests/bench/opencode.ts`.
 */
import { join } from "node:path";
import * as z from "zod";
import { V8_FLAGS } from "../../packaging/compile_program.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { createLinuxProcessScan } from "../../src/agents/opencode/discovery/linux_processes.ts";
import {
  collectOnce,
  cpuMs,
  preciseNow,
  quantile,
  type Servers,
  sleep,
  startServers,
  watchAll,
  type Watched,
} from "./opencode_stage.ts";
import { residentMb } from "./process.ts";
import { type Figure, figureTable, keeps } from "./table.ts";

const EVENTS = 200;
/** Longer than changes are collected for a write: each event is one by itself. */
const EVENT_MS = 60;
const BURST = 200;
const BURST_MS = 5;
const COLLECTED = 5;
/** What a collector without events waits between two rounds. */
const COLLECTOR_MS = 2_000;
const FLOOD_MS = 5_000;
const IDLE_MS = 20_000;

/** All figures of following OpenCode; takes two minutes. */
export async function opencodeFigures(): Promise<readonly Figure[]> {
  return [...await smallFigures(), ...await largeFigures(), ...await idleFigures(), ...await churnFigures()];
}

/** Five instances with three sessions each: what a busy person has. */
async function smallFigures(): Promise<readonly Figure[]> {
  await using servers = await startServers(5, 3, 3);
  const sequential = await collectOnce(servers.ports);
  await using all = await watchAll(servers.ports);
  const latencies = await fileLatencies(servers, all, EVENTS, () => sleep(EVENT_MS));
  const burst = await fileLatencies(servers, all, BURST, () => sleep(BURST_MS));
  const collected = await collectorLatencies(servers);
  const flood = await floodFigures(servers, all);
  return [
    { name: "5 x 3 sessions, first picture", unit: "ms", value: all.pictureMs, floor: null, limit: 100 },
    { name: "5 x 3 sessions, asked one by one", unit: "ms", value: sequential, floor: null, limit: null },
    {
      name: "event to state file, median",
      unit: "ms",
      value: quantile(latencies, 0.5),
      floor: null,
      limit: null,
    },
    {
      name: "event to state file, 99 %",
      unit: "ms",
      value: quantile(latencies, 0.99),
      floor: null,
      limit: 50,
    },
    {
      name: "event of a burst to state file, worst",
      unit: "ms",
      value: quantile(burst, 1),
      floor: null,
      limit: 100,
    },
    {
      name: "event to collector, median",
      unit: "ms",
      value: quantile(collected, 0.5),
      floor: null,
      limit: null,
    },
    ...flood,
  ];
}

/** 20,000 deltas a second on one stream, while the others go on. */
async function floodFigures(servers: Servers, all: Watched): Promise<readonly Figure[]> {
  const [flooded = 0, ...others] = servers.ports;
  servers.order({ kind: "flood", port: flooded, perSecond: 20_000, ms: FLOOD_MS });
  await sleep(500);
  const before = cpuMs();
  const begin = performance.now();
  const quiet = { ...servers, ports: others };
  const latencies = await fileLatencies(quiet, all, 25, () => sleep(100));
  // It comes after all deltas sent before it.
  const own = await fileLatencies({ ...servers, ports: [flooded] }, all, 5, () => sleep(100));
  const cpu = (cpuMs() - before) / (performance.now() - begin) * 100;
  await sleep(FLOOD_MS - (performance.now() - begin));
  return [
    { name: "20,000 deltas a second, processor", unit: "% of a core", value: cpu, floor: null, limit: 30 },
    {
      name: "event of another to state file meanwhile, worst",
      unit: "ms",
      value: quantile(latencies, 1),
      floor: null,
      limit: 100,
    },
    {
      name: "event among the deltas to state file, worst",
      unit: "ms",
      value: quantile(own, 1),
      floor: null,
      limit: 100,
    },
  ];
}

/** Fifty instances with twenty sessions each: more than anybody has. */
async function largeFigures(): Promise<readonly Figure[]> {
  await using servers = await startServers(50, 20, 5);
  const sequential = await collectOnce(servers.ports);
  const before = residentMb(Deno.pid);
  await using all = await watchAll(servers.ports);
  const { pictureMs } = all;
  const latencies = await fileLatencies(servers, all, 100, () => sleep(EVENT_MS));
  const growth = residentMb(Deno.pid) - before;
  return [
    { name: "50 x 20 sessions, first picture", unit: "ms", value: pictureMs, floor: null, limit: 1_000 },
    { name: "50 x 20 sessions, asked one by one", unit: "ms", value: sequential, floor: null, limit: null },
    { name: "50 x 20 sessions, memory", unit: "MB", value: growth, floor: null, limit: 40 },
    {
      name: "50 x 20 sessions, event to state file, 99 %",
      unit: "ms",
      value: quantile(latencies, 0.99),
      floor: null,
      limit: null,
    },
  ];
}

/** What looking and following cost while nothing happens. */
async function idleFigures(): Promise<readonly Figure[]> {
  await using servers = await startServers(5, 3, 0);
  await using _ = await watchAll(servers.ports);
  const scan = createLinuxProcessScan(denoHost());
  // As after an hour: names are read again ever less often.
  for (let look = 0; look < 10; look++) scan.scan();
  const before = cpuMs();
  const begin = performance.now();
  while (performance.now() - begin < IDLE_MS) {
    scan.scan();
    servers.order({ kind: "heartbeat" });
    await sleep(1_000);
  }
  const cpu = (cpuMs() - before) / (performance.now() - begin) * 100;
  return [
    // Heartbeats come ten times as often as they do.
    {
      name: "5 idle instances and /proc, processor",
      unit: "% of a core",
      value: cpu,
      floor: null,
      limit: null,
    },
  ];
}

/** What is left of instances that come and go; in a process of its own, with V8 set as in the program. */
async function churnFigures(): Promise<readonly Figure[]> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-check", V8_FLAGS, churnScript],
    stdin: "null",
    stderr: "inherit",
  });
  const { success, stdout } = await command.output();
  if (!success) throw new Error("Instances that come and go were not followed to the end");
  return z.array(figureSchema).parse(JSON.parse(new TextDecoder().decode(stdout)));
}

const churnScript = join(import.meta.dirname ?? ".", "opencode_churn.ts");

/** Reads what opencode_churn.ts prints. */
const figureSchema = z.object({
  name: z.string(),
  unit: z.enum(["MB", "files", "instances"]),
  value: z.number(),
  floor: z.null(),
  limit: z.number(),
});

/** In ms, from the sending of an event to the file that shows it. */
async function fileLatencies(
  servers: Pick<Servers, "ports" | "order">,
  all: Watched,
  count: number,
  pause: () => Promise<void>,
): Promise<readonly number[]> {
  const latencies: number[] = [];
  for (let event = 0; event < count; event++) {
    const port = servers.ports[event % servers.ports.length] ?? 0;
    const shown = Promise.withResolvers<number>();
    const stop = all.onWrite((text) => {
      const sentAt = timesIn(text).findLast((at) => at > askedAt);
      if (sentAt !== undefined) shown.resolve(preciseNow() - sentAt);
    });
    const askedAt = preciseNow();
    servers.order({ kind: "title", port, session: "ses_0" });
    latencies.push(await shown.promise);
    stop();
    await pause();
  }
  return latencies;
}

/** The times that stand as titles in a state file. */
function timesIn(text: string): readonly number[] {
  return [...text.matchAll(/"title":"(\d+\.?\d*)"/g)].map(([, time]) => Number(time)).sort((a, b) => a - b);
}

/** From a change to the round that shows it, in ms, of a collector that asks every 2 s. */
async function collectorLatencies(servers: Servers): Promise<readonly number[]> {
  const [port = 0] = servers.ports;
  const latencies: number[] = [];
  for (let event = 0; event < COLLECTED; event++) {
    const phase = event / COLLECTED * COLLECTOR_MS;
    // What has changed `phase` before the next round is shown at its end.
    latencies.push(phase + await collectOnce(servers.ports.toSorted((a) => a === port ? 1 : -1)));
  }
  return latencies;
}

if (import.meta.main) {
  const figures = await opencodeFigures();
  await Deno.stdout.write(new TextEncoder().encode(`${figureTable(figures)}\n`));
  Deno.exit(figures.every(keeps) ? 0 : 1);
}
