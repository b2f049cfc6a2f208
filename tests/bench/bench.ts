/**
 * `deno task bench`: how fast and how light the compiled program is, as differences from an empty program compiled in the same
 * way and measured in the same run, on a real desktop. Takes twelve minutes. Exit status 1 when a limit is not kept.
 */
// @ts-types="../std_types/async.d.ts"
import { deadline } from "@std/async/deadline";
import { join } from "node:path";
import * as z from "zod";
import { denoHost } from "../../src/host/deno_host.ts";
import { connectSessionBus } from "../../src/dbus/bus_connection.ts";
import { compiled, compiledProgram } from "../e2e/compiled.ts";
import { type Desktop, startDesktop } from "../e2e/desktop.ts";
import { type Account, signedInAccount } from "./account.ts";
import { forecastRows, forecastTable, isNearer } from "./forecast.ts";
import { floodFigures } from "./flood.ts";
import { historyFigures } from "./history.ts";
import { sidecarFigures } from "./sidecars.ts";
import { statusLineFigures } from "./status_lines.ts";
import { opencodeFigures } from "./opencode.ts";
import {
  changedFiles,
  residentMb,
  start,
  TICKS_PER_SECOND,
  timeToEnd,
  timeToFirstOutput,
  used,
} from "./process.ts";
import { type Figure, figureTable, keeps, median } from "./table.ts";
import { targetFigures } from "./targets.ts";

const RUNS = 9;
const IDLE_MS = 60_000;
/** How long a program is left alone after much that has happened. */
const SETTLE_MS = 10_000;
/** How long one that has started is left alone before it counts as idle: for 30 s its own start keeps its search for agents awake. */
const START_MS = 35_000;
const ICONS = 1000;
/** When an icon that does not come is given up. */
const ICON_LIMIT_MS = 10_000;

interface Programs {
  readonly real: string;
  readonly empty: string;
  /** Draws icons and prints how long it takes. */
  readonly drawing: string;
}

/** Where a measure takes place. */
interface Place {
  readonly desktop: Desktop;
  readonly account: Account;
  readonly programs: Programs;
  readonly icons: IconWatch;
}

/** Tells of icons in the panel; each rejects after 10 s. */
interface IconWatch extends AsyncDisposable {
  /** The panel has taken the next icon in. */
  registered(): Promise<void>;
  /** A program says that its icon looks different now. */
  changed(): Promise<void>;
}

async function main(): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-bench-" });
  try {
    const module = (name: string) => ({
      entry: join(import.meta.dirname ?? ".", `${name}.ts`),
      out: folder,
      name,
    });
    const programs: Programs = {
      real: await compiledProgram(),
      empty: await compiled(module("empty")),
      drawing: await compiled(module("draw")),
    };
    await using desktop = await startDesktop({ panel: "xfce4-panel" });
    await using account = await signedInAccount(desktop.folder);
    await using icons = await watchIcons(desktop);
    const place: Place = { desktop, account, programs, icons };
    const figures = [
      ...await startFigures(place),
      ...await targetFigures(module("empty").entry, folder),
      ...await statusLineFigures(programs.empty),
      ...await drawingFigures(programs),
      ...await idleFigures(place),
      ...await followingFigures(),
      ...await floodedFigures(),
      ...await besideSidecarsFigures(),
      ...await withHistoryFigures(),
    ];
    say("forecasting simulated people for some minutes");
    const forecasts = forecastRows();
    say(`\n${figureTable(figures)}\n\n${forecastTable(forecasts)}`);
    return figures.every(keeps) && forecasts.every(isNearer) ? 0 : 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function watchIcons(desktop: Desktop): Promise<IconWatch> {
  const bus = await connectSessionBus({ ...denoHost(), env: (name) => desktop.env[name] });
  const waiting = { registered: new Set<() => void>(), changed: new Set<() => void>() };
  const ring = (which: keyof typeof waiting) => () => {
    for (const resolve of waiting[which]) resolve();
    waiting[which].clear();
  };
  const registered = { interface: "org.kde.StatusNotifierWatcher", member: "StatusNotifierItemRegistered" };
  await bus.hear(registered, ring("registered"));
  await bus.hear({ interface: "org.kde.StatusNotifierItem", member: "NewIcon" }, ring("changed"));
  const next = (which: keyof typeof waiting) => {
    const told = new Promise<void>((resolve) => waiting[which].add(resolve));
    return deadline(told, ICON_LIMIT_MS).catch(() => {
      throw new Error(`No icon was ${which} within ${ICON_LIMIT_MS / 1000} s`);
    });
  };
  return {
    registered: () => next("registered"),
    changed: () => next("changed"),
    [Symbol.asyncDispose]: () => bus.close(),
  };
}

/** How long a start takes: of the tray, to its icon in the panel, and of a one-shot command, to its end. */
async function startFigures({ desktop, account, programs, icons }: Place): Promise<readonly Figure[]> {
  say(`starting the program ${RUNS} times, beside an empty one`);
  const env = { ...desktop.env, ...account.env };
  const empty: number[] = [];
  const toIcon: number[] = [];
  const usage: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    empty.push(await timeToFirstOutput(programs.empty));
    const icon = icons.registered();
    const begin = performance.now();
    {
      await using _ = start(programs.real, [], env);
      await icon;
      toIcon.push(performance.now() - begin);
    }
    // A state folder of its own, so that the request budget and the last reading of other runs play no part.
    const state = await Deno.makeTempDir({ dir: desktop.folder });
    const before = account.answered();
    const { ms, stdout } = await timeToEnd(programs.real, ["get_usage"], { ...env, XDG_STATE_HOME: state });
    if (account.answered() === before || !stdout.includes("five_hour")) {
      throw new Error(`get_usage did not ask the endpoint; it printed ${stdout}`);
    }
    usage.push(ms);
  }
  return [
    {
      name: "start to icon in the panel",
      unit: "ms",
      value: median(toIcon),
      floor: median(empty),
      limit: 100,
    },
    { name: "get_usage, one request", unit: "ms", value: median(usage), floor: median(empty), limit: 2000 },
  ];
}

/** How long an icon takes to draw. */
async function drawingFigures({ drawing }: Programs): Promise<readonly Figure[]> {
  say("drawing icons");
  const { stdout } = await timeToEnd(drawing, [], {});
  const { firstMs, medianMs } = drawingSchema.parse(JSON.parse(stdout));
  return [
    { name: "the first icon drawn, 24 px", unit: "ms", value: firstMs, floor: null, limit: null },
    ...medianMs.map(([sizePx, value]): Figure => ({
      name: `icon drawn, ${sizePx} px`,
      unit: "ms",
      value,
      floor: null,
      limit: 3,
    })),
  ];
}

/** What the program costs while nothing happens, and what is left of much that happened. */
async function idleFigures({ desktop, account, programs, icons }: Place): Promise<readonly Figure[]> {
  say(`leaving the program alone for ${(START_MS + IDLE_MS) / 1000} s`);
  const icon = icons.registered();
  await using real = start(programs.real, [], { ...desktop.env, ...account.env });
  await using empty = start(programs.empty, ["stay"], desktop.env);
  await icon;
  await sleep(START_MS);
  const since = Date.now();
  const before = { real: used(real.pid), empty: used(empty.pid) };
  await sleep(IDLE_MS);
  const after = { real: used(real.pid), empty: used(empty.pid) };
  const changed = changedFiles(desktop.folder, since);
  if (changed.length > 0) say(`changed in the idle minute: ${changed.join(", ")}`);
  const idle = { real: residentMb(real.pid), empty: residentMb(empty.pid) };
  const cpu = (which: "real" | "empty") =>
    (after[which].cpuTicks - before[which].cpuTicks) / TICKS_PER_SECOND / (IDLE_MS / 1000) * 100;

  say(`showing ${ICONS} icons`);
  for (let shown = 0; shown < ICONS; shown++) {
    const changed = icons.changed();
    await account.store(shown % 100);
    await changed;
  }
  await sleep(SETTLE_MS);
  return [
    { name: "resident memory, idle", unit: "MB", value: idle.real, floor: idle.empty, limit: 30 },
    {
      name: `resident memory, after ${ICONS} icons`,
      unit: "MB",
      value: residentMb(real.pid),
      floor: residentMb(empty.pid),
      limit: 30,
    },
    {
      name: "processor, idle minute",
      unit: "% of a core",
      value: cpu("real"),
      floor: cpu("empty"),
      limit: 0.05,
    },
    {
      name: "woken up in an idle minute",
      unit: "times",
      value: after.real.wakeUps - before.real.wakeUps,
      floor: after.empty.wakeUps - before.empty.wakeUps,
      limit: 60,
    },
    {
      name: "written in an idle minute",
      unit: "bytes",
      value: after.real.writtenBytes - before.real.writtenBytes,
      floor: after.empty.writtenBytes - before.empty.writtenBytes,
      limit: 0,
    },
  ];
}

/** What the program bears of servers that send too much. */
async function floodedFigures(): Promise<readonly Figure[]> {
  say("flooding the program for two minutes");
  return await floodFigures();
}

/** What sidecars cost, and what passes through to them. */
async function besideSidecarsFigures(): Promise<readonly Figure[]> {
  say("keeping sidecars for two minutes");
  return await sidecarFigures();
}

/** What two years of history cost. */
async function withHistoryFigures(): Promise<readonly Figure[]> {
  say("keeping a history of two years for two minutes");
  return await historyFigures();
}

/** How fast OpenCode is followed, and at what cost: of the program's tasks in this process, as its servers are simulated. */
async function followingFigures(): Promise<readonly Figure[]> {
  say("following simulated OpenCode servers for two minutes");
  return await opencodeFigures();
}

/** Reads what draw.ts prints. */
const drawingSchema = z.object({ firstMs: z.number(), medianMs: z.array(z.tuple([z.number(), z.number()])) });

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function say(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

if (import.meta.main) Deno.exit(await main());
