/**
 * The program as a process, with sidecars in its settings: they are real programs. Tests wait for what it tells on its stream of
 * events. At the end it is ended, and nothing of it may be left: no process, and no file where files come and go.
 */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import { stringify } from "smol-toml";
import * as z from "zod";
import { denoHost } from "../../src/host/deno_host.ts";
import { connectRunning, type RpcClient, RpcError } from "../../src/server/rpc_client.ts";
import { killAllWith, livingWith } from "../support/living_processes.ts";
import { type Account, end, newAccount } from "../support/program.ts";
import { python, type SidecarInput } from "./fixtures/real_sidecars.ts";

/** One event of the sidecars, as the stream tells it. */
const told = z.looseObject({ name: z.string(), event: z.string() });
export type Told = z.output<typeof told>;
const sidecarEvent = z.object({ type: z.literal("sidecar"), data: told });

const statusShape = z.looseObject({
  name: z.string(),
  state: z.string(),
  status: z.string(),
  running: z.boolean(),
  url: z.string().nullable(),
  port: z.number().nullable(),
  pid: z.number().nullable(),
  restartCount: z.number(),
  failureCount: z.number(),
  circuitBreakerOpen: z.boolean(),
  reason: z.string().nullable(),
});
export type Status = z.output<typeof statusShape>;

export interface SidecarStage {
  readonly account: Account;
  readonly program: Deno.ChildProcess;
  /** What the stream has told of sidecars so far. */
  readonly told: readonly Told[];
  /** The sidecars of the settings from now on. */
  set(sidecars: readonly SidecarInput[]): Promise<void>;
  call(method: string, params?: unknown): Promise<unknown>;
  status(name: string): Promise<Status>;
  /** The first event that fits, of those from number `from` on; it may have been told already. */
  saw(fits: (told: Told) => boolean, from?: number, limitMs?: number): Promise<Told>;
  /** The status as soon as it fits; it is asked for at each event. */
  reaches(name: string, fits: (status: Status) => boolean): Promise<Status>;
  /** The pids of a sidecar's processes. */
  pidsOf(name: string): readonly number[];
  /** Ends the program as the system does, and says what is not as it has to be then. */
  endProgram(): Promise<void>;
}

/** How long a test waits at most for something that has to come. */
const PATIENCE_MS = 20_000;
/** How long the program may take to end all its sidecars. */
const END_MS = 10_000;
/** Says in the environment of a sidecar's processes whose they are. */
const MARK = "SIDECAR_OF_TEST";

/** Has `work` done with the program and these sidecars. */
export async function onSidecars(
  sidecars: readonly SidecarInput[],
  work: (stage: SidecarStage) => Promise<void>,
): Promise<void> {
  if (await Deno.stat(python).catch(() => null) === null) {
    throw new Error(`${python} is missing: .ci/packages.txt names the Debian packages that tests need`);
  }
  const temporary = await Deno.makeTempDir({ prefix: "claudeminder-sidecars-" });
  try {
    await using account = await newAccount({ TMPDIR: temporary });
    await account.signIn();
    try {
      await withProgram(account, sidecars, work);
    } finally {
      // A test that has failed leaves nothing behind either.
      killAllWith(homeOf(account));
    }
    assertEquals(filesIn(temporary), [], "temporary files are left");
    const run = filesIn(account.env.XDG_RUNTIME_DIR ?? "").filter((file) => !file.endsWith(".lock"));
    assertEquals(run, [], "files of the run are left");
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}

async function withProgram(
  account: Account,
  sidecars: readonly SidecarInput[],
  work: (stage: SidecarStage) => Promise<void>,
): Promise<void> {
  const set = (wanted: readonly SidecarInput[]) =>
    account.writeSettings(stringify({
      // There is no desktop that could show what is told of the usage.
      reminder: { enabled: false },
      sidecar: wanted.map((each) => marked(account, each)),
    }));
  await set(sidecars);
  const program = account.start("run", "--headless");
  const rpc = await connection(account);
  const ended = new AbortController();
  const events: Told[] = [];
  const waiting = new Set<() => void>();
  const connected = Promise.withResolvers<void>();
  const reading = (async () => {
    for await (const event of rpc.events(ended.signal)) {
      // The first one is the snapshot: nothing that happens from then on is missed.
      connected.resolve();
      const parsed = sidecarEvent.safeParse(event);
      if (!parsed.success) continue;
      events.push(parsed.data.data);
      for (const wake of waiting) wake();
    }
  })().catch(() => {
    // The stream is cut where the program has ended badly, which its exit status tells.
  }).finally(connected.resolve);
  await connected.promise;
  const nextEvent = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.add(resolve);
    return promise.finally(() => waiting.delete(resolve));
  };

  /** Tries again at each event until there is something. */
  async function found<T>(
    what: string,
    look: () => Promise<T | undefined> | T | undefined,
    limitMs = PATIENCE_MS,
  ): Promise<T> {
    const late = AbortSignal.timeout(limitMs);
    const tooLate = new Promise<void>((resolve) => late.addEventListener("abort", () => resolve()));
    for (;;) {
      const next = nextEvent();
      const seen = await look();
      if (seen !== undefined) return seen;
      await Promise.race([next, tooLate]);
      if (late.aborted) throw new Error(`Waited in vain for ${what}; told:\n${inLines(events)}`);
    }
  }

  const status = async (name: string) => statusShape.parse(await rpc.call("sidecar.status", { name }));
  const pidsOf = (name: string) => livingWith(`${MARK}=${account.folder}/${name}\0`).map(({ pid }) => pid);
  let isEnded = false;
  const endProgram = async () => {
    isEnded = true;
    const at = performance.now();
    const { code, stderr } = await end(program);
    assert(performance.now() - at < END_MS + 1_000, "it took too long to end");
    assertEquals(code, 0, stderr);
    assertEquals(livingWith(`${MARK}=${account.folder}/`), [], "processes of sidecars are left");
    const records = join(dirname(account.stateFile), "sidecars.json");
    assertEquals(await Deno.stat(records).catch(() => null), null, "records of processes are left");
  };
  try {
    await work({
      account,
      program,
      told: events,
      set,
      call: (method, params) => rpc.call(method, params),
      status,
      saw: (fits, from = 0, limitMs) =>
        found(`an event that ${fits}`, () => events.slice(from).find(fits), limitMs),
      reaches: (name, fits) =>
        found(`${name} with ${fits}`, async () => {
          const now = await status(name).catch(whereKnown);
          return now !== undefined && fits(now) ? now : undefined;
        }),
      pidsOf,
      endProgram,
    });
    if (!isEnded) await endProgram();
    assertEquals(livingWith(homeOf(account)), [], "processes are left");
  } finally {
    ended.abort();
    await reading;
    rpc.close();
  }
}

/** New settings may not be in force yet. */
function whereKnown(error: unknown): undefined {
  if (!(error instanceof RpcError)) throw error;
}

/** What all its processes have in their environment. */
function homeOf(account: Account): string {
  return `HOME=${account.folder}\0`;
}

function marked(account: Account, sidecar: SidecarInput): SidecarInput {
  return { ...sidecar, env: { [MARK]: `${account.folder}/${sidecar.name}`, ...sidecar.env } };
}

/** A connection to the program as soon as it answers. */
async function connection(account: Account): Promise<RpcClient> {
  const host = denoHost();
  const late = performance.now() + PATIENCE_MS;
  for (;;) {
    const rpc = await connectRunning(host, `${account.env.XDG_RUNTIME_DIR}/claudeminder/server.json`);
    if (rpc !== null) return rpc;
    if (performance.now() > late) throw new Error("The program does not answer");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Files, sockets and links in it, at any depth. */
function filesIn(folder: string): readonly string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(`${folder}/${name}`) : [`${folder}/${name}`]
  );
}

function inLines(events: readonly Told[]): string {
  return events.map((event) => JSON.stringify(event)).join("\n");
}
