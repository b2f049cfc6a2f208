/**
 * The bench of the history: two years of three simulated accounts in one file, how large it is, how fast it answers, and what it costs the
 * program beside one without a history. By itself: `deno run -A tests/bench/history.ts`.
 */
import { dirname, join } from "node:path";
import * as z from "zod";
import { denoHost } from "../../src/host/deno_host.ts";
import { connectRunning, type RpcClient } from "../../src/server/rpc_client.ts";
import { openHistory } from "../../src/storage/history/history_file.ts";
import { compiled, compiledProgram } from "../e2e/compiled.ts";
import { type Account, newAccount } from "../support/program.ts";
import { simulatedHistory } from "../support/simulated_history.ts";
import { residentMb, timeToEnd } from "./process.ts";
import { type Figure, figureTable, keeps, median } from "./table.ts";

const ACCOUNTS = ["ann/one", "bob/two", "carl/three"];
const DAYS = 730;
const RUNS = 9, STARTS = 7;
/** How long a program is left alone until its memory is looked at. */
const SETTLE_MS = 20_000;
const host = denoHost();

/** Of the compiled program; takes two minutes. */
export async function historyFigures(): Promise<readonly Figure[]> {
  Deno.env.set("CLAUDEMINDER_PROGRAM", await compiledProgram());
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-history-" });
  try {
    const made = `${folder}/history.sqlite`;
    await makeHistory(made);
    return [
      {
        name: `history of two years, ${ACCOUNTS.length} accounts`,
        unit: "MB",
        value: Deno.statSync(made).size / 1e6,
        floor: null,
        limit: 20,
      },
      ...await queryFigures(made, folder),
      ...await costFigures(made),
      ...await startFigures(made),
    ];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function makeHistory(file: string): Promise<void> {
  const now = Date.now();
  const { history } = await openHistory(host, file);
  for (const rows of simulatedHistory({ accounts: ACCOUNTS, days: DAYS, end: now })) history.add(rows);
  history.thin(now);
  history.close();
}

/** How long a question takes, in a program of the same flags. */
async function queryFigures(made: string, folder: string): Promise<readonly Figure[]> {
  const entry = join(import.meta.dirname ?? ".", "history_query.ts");
  const program = await compiled({ entry, out: folder, name: "history-query" });
  const { stdout } = await timeToEnd(program, [made], {});
  return asked.parse(JSON.parse(stdout)).map(([resolution, value]): Figure => ({
    name: `30 days of three accounts by the ${resolution}`,
    unit: "ms",
    value,
    floor: null,
    limit: 20,
  }));
}

/** A program with that history and a reading of its own in it, beside one that keeps none and is asked for something else. */
async function costFigures(made: string): Promise<readonly Figure[]> {
  await using with_ = await programWith(made, true);
  await using without = await programWith(made, false);
  await until(async () => points(await with_.rpc.call("usage.history", { account: "Claude Code" })) > 0);
  await without.rpc.call("status.get");
  await pause(SETTLE_MS);
  const idle = { with: residentMb(with_.pid), without: residentMb(without.pid) };
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const begin = performance.now();
    await with_.rpc.call("usage.history", { resolution: "hour", account: ACCOUNTS[1] });
    times.push(performance.now() - begin);
    await without.rpc.call("status.get");
  }
  await pause(SETTLE_MS);
  const memory = (name: string, of: { readonly with: number; readonly without: number }): Figure => ({
    ...{ name, unit: "MB", value: of.with, floor: of.without },
    limit: 3,
  });
  const after = { with: residentMb(with_.pid), without: residentMb(without.pid) };
  return [
    memory("memory with a history, beside none", idle),
    { ...memory(`memory after ${RUNS} weeks by the hour over RPC`, after), limit: null },
    {
      name: "a week by the hour over RPC",
      unit: "ms",
      value: median(times),
      floor: null,
      limit: null,
    },
  ];
}

/** How long the program takes from its start until it answers, with that history and without one. */
async function startFigures(made: string): Promise<readonly Figure[]> {
  const times: Record<"with" | "without", number[]> = { with: [], without: [] };
  for (let run = 0; run < STARTS; run++) {
    for (const which of ["with", "without"] as const) {
      const begin = performance.now();
      await using _ = await programWith(made, which === "with");
      times[which].push(performance.now() - begin);
    }
  }
  return [{
    name: "start with a history, beside none",
    unit: "ms",
    value: median(times.with),
    floor: median(times.without),
    limit: 10,
  }];
}

interface RunningProgram extends AsyncDisposable {
  readonly pid: number;
  readonly rpc: RpcClient;
}

async function programWith(made: string, enabled: boolean): Promise<RunningProgram> {
  const account = await newAccount();
  await account.signIn();
  await account.writeSettings(`[history]\nenabled = ${enabled}`);
  const folder = dirname(account.stateFile);
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  await Deno.copyFile(made, `${folder}/history.sqlite`);
  const { pid } = account.start("run", "--headless");
  const rpc = await connected(account);
  return {
    pid,
    rpc,
    async [Symbol.asyncDispose]() {
      rpc.close();
      await account[Symbol.asyncDispose]();
    },
  };
}

async function connected({ env }: Account): Promise<RpcClient> {
  const file = `${env.XDG_RUNTIME_DIR}/claudeminder/server.json`;
  let found: RpcClient | null = null;
  await until(async () => (found = await connectRunning(host, file)) !== null);
  if (found === null) throw new Error("The program does not answer");
  return found;
}

const asked = z.array(z.tuple([z.string(), z.number()]));
const answered = z.object({ limits: z.array(z.object({ points: z.array(z.unknown()) })) });

function points(answer: unknown): number {
  return answered.parse(answer).limits.reduce((sum, limit) => sum + limit.points.length, 0);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!await isSo()) await pause(2);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

if (import.meta.main) {
  const figures = await historyFigures();
  Deno.stdout.writeSync(new TextEncoder().encode(`${figureTable(figures)}\n`));
  Deno.exit(figures.every(keeps) ? 0 : 1);
}
