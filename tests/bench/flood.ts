/**
 * The bench of servers that send more than anybody could read: how long the program takes to answer meanwhile, to end, and what
 * is left in memory. By itself: `deno run -A tests/bench/flood.ts`.
 */
import { type Flood, floods } from "../together/flood_servers.ts";
import { compiledProgram } from "../e2e/compiled.ts";
import { floodServers, followingProgram, isAsBefore, pause } from "../together/flood_stage.ts";
import { residentMb } from "./process.ts";
import { type Figure, figureTable, keeps } from "./table.ts";

const FLOOD_MS = 3_000;
/** By then all is as before. */
const AFTER_MS = 3_000;
/** When what a start leaves behind has been collected. */
const SETTLED_MS = 4_000;
const SERVERS = 20;

/** Of the compiled program, beside one server for each kind of flood and twenty at once of two kinds; takes two minutes. */
export async function floodFigures(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const flood of floods) figures.push(...await figuresOf(flood, 1));
  for (const flood of ["statuses", "directories"] as const) figures.push(...await figuresOf(flood, SERVERS));
  return figures;
}

async function figuresOf(flood: Flood, count: number): Promise<readonly Figure[]> {
  await using servers = await floodServers(count);
  await using program = await followingProgram(servers.ports, await compiledProgram());
  while (!isAsBefore(await program.list(), servers.ports)) await pause(50);
  await pause(SETTLED_MS);
  const before = residentMb(program.pid);
  const over = new AbortController();
  const slowest = program.slowestAnswer(over.signal);
  servers.pour(flood, FLOOD_MS);
  await pause(FLOOD_MS);
  over.abort();
  const answerMs = await slowest;
  await pause(AFTER_MS);
  const after = residentMb(program.pid);
  const isBack = isAsBefore(await program.list(), servers.ports);
  servers.pour(flood, FLOOD_MS);
  await pause(FLOOD_MS / 2);
  const endMs = await program.end();
  const name = `${count === 1 ? "a flood" : `${count} floods`} of ${flood}`;
  return [
    { name: `${name}: slowest answer`, unit: "ms", value: answerMs, floor: null, limit: 100 },
    { name: `${name}: time to end`, unit: "ms", value: endMs, floor: null, limit: 2_000 },
    { name: `${name}: memory after`, unit: "MB", value: after, floor: before, limit: 20 },
    {
      name: `${name}: servers not as before`,
      unit: "instances",
      value: isBack ? 0 : 1,
      floor: null,
      limit: 0,
    },
  ];
}

if (import.meta.main) {
  const figures = await floodFigures();
  await Deno.stdout.write(new TextEncoder().encode(`${figureTable(figures)}\n`));
  Deno.exit(figures.every(keeps) ? 0 : 1);
}
