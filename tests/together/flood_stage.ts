/**
 * The program as a process, following servers that send it more than anybody could read, and how it bears that: how long it
 * takes to answer, to end, and what it has in memory.
 */
import { join } from "node:path";
import * as z from "zod";
import { V8_FLAGS } from "../../packaging/compile_program.ts";
import type { Flood, Order } from "./flood_servers.ts";

const root = join(import.meta.dirname ?? ".", "../..");

export interface Servers extends AsyncDisposable {
  readonly ports: readonly number[];
  /** Every server sends so for so long. */
  pour(flood: Flood, ms: number): void;
}

export async function floodServers(count: number): Promise<Servers> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--quiet",
      "--no-check",
      join(root, "tests/together/flood_servers.ts"),
      String(count),
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n")) text += (await output.read()).value ?? "";
  const input = child.stdin.getWriter();
  return {
    ports: z.array(z.number()).parse(JSON.parse(text)),
    pour(flood, ms) {
      const order: Order = { flood, ms };
      void input.write(new TextEncoder().encode(`${JSON.stringify(order)}\n`));
    },
    async [Symbol.asyncDispose]() {
      await input.close();
      await output.cancel();
      await child.status;
    },
  };
}

/** What is known of the servers, in the program's own words. */
const listed = z.object({
  result: z.object({
    instances: z.array(z.object({
      port: z.number(),
      state: z.string(),
      sessions: z.array(z.object({ session: z.string(), status: z.string() })),
      permissions: z.array(z.object({ permission: z.string() })),
      more: z.object({ sessions: z.number(), permissions: z.number(), questions: z.number() }),
    })),
  }),
});
export type Listed = z.infer<typeof listed>["result"]["instances"];

export interface Program extends AsyncDisposable {
  readonly pid: number;
  readonly folder: string;
  list(): Promise<Listed>;
  /** Asks again and again until the signal aborts; in ms, the longest time that an answer took. */
  slowestAnswer(signal: AbortSignal): Promise<number>;
  /** Sends SIGTERM; in ms, the time until it has ended. */
  end(): Promise<number>;
}

/** With a folder of its own, headless. `program`: a compiled one; else it runs from its source, set up as a compiled one is. */
export async function followingProgram(ports: readonly number[], program?: string): Promise<Program> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-flood-" });
  const run = join(folder, "run");
  await Deno.mkdir(run, { mode: 0o700 });
  await Deno.mkdir(join(folder, "config/claudeminder"), { recursive: true });
  const settings = [
    `[opencode]\nports = ${JSON.stringify(ports)}`,
    `state_file = ${JSON.stringify(join(folder, "state.json"))}`,
    `usage_file = ""`,
  ];
  await Deno.writeTextFile(join(folder, "config/claudeminder/config.toml"), `${settings.join("\n")}\n`);
  const source = ["run", "-A", "--quiet", "--no-check", V8_FLAGS, join(root, "src/main.ts")];
  const child = new Deno.Command(program ?? Deno.execPath(), {
    args: [...(program === undefined ? source : []), "run", "--headless"],
    env: {
      HOME: folder,
      PATH: Deno.env.get("PATH") ?? "",
      XDG_CONFIG_HOME: join(folder, "config"),
      XDG_STATE_HOME: join(folder, "state"),
      XDG_DATA_HOME: join(folder, "data"),
      XDG_RUNTIME_DIR: run,
      CLAUDEMINDER_USAGE_URL: "http://127.0.0.1:9/usage",
      DENO_DIR: Deno.env.get("DENO_DIR") ?? join(Deno.env.get("HOME") ?? "", ".cache/deno"),
      DENO_NO_UPDATE_CHECK: "1",
    },
    clearEnv: true,
    cwd: folder,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const address = async () => {
    const file = join(run, "claudeminder/server.json");
    for (let wait = 0; wait < 60_000; wait += 50) {
      const text = await Deno.readTextFile(file).catch(() => "");
      if (text !== "") return z.object({ url: z.string(), token: z.string() }).parse(JSON.parse(text));
      await pause(50);
    }
    throw new Error(`${file} did not come`);
  };
  const { url, token } = await address();
  const call = async (method: string): Promise<unknown> => {
    const response = await fetch(`${url}/rpc`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method }),
    });
    return await response.json();
  };
  let isEnded = false;
  const running: Program = {
    pid: child.pid,
    folder,
    // This machine may run others, too.
    list: async () =>
      listed.parse(await call("opencode.list")).result.instances.filter(({ port }) => ports.includes(port)),
    async slowestAnswer(signal) {
      let slowest = 0;
      while (!signal.aborted) {
        for (const method of ["system.ping", "opencode.list", "tray.get"]) {
          const begin = performance.now();
          await call(method);
          slowest = Math.max(slowest, performance.now() - begin);
        }
        await pause(20);
      }
      return slowest;
    },
    async end() {
      const begin = performance.now();
      isEnded = true;
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 300_000);
      await child.status;
      clearTimeout(late);
      return performance.now() - begin;
    },
    async [Symbol.asyncDispose]() {
      if (!isEnded) await running.end();
      await Deno.remove(folder, { recursive: true });
    },
  };
  return running;
}

/** Whether everything is as the servers have it while they are calm. */
export function isAsBefore(all: Listed, ports: readonly number[]): boolean {
  return all.length === ports.length &&
    all.every(({ state, sessions, permissions, more }) =>
      state === "connected" &&
      JSON.stringify(sessions) === '[{"session":"real_1","status":"busy"}]' &&
      JSON.stringify(permissions) === '[{"permission":"per_real"}]' &&
      more.sessions + more.permissions + more.questions === 0
    );
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
