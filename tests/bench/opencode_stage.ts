/** What the bench of following OpenCode measures: servers in another process, the program's tasks in this one, a collector. */
import { opencodeProgram } from "../../src/core/agents/opencode/opencode_program.ts";
import { join } from "node:path";
import process from "node:process";
import * as z from "zod";
import { agentsFile, agentsFileText } from "../../src/core/agents/agents_plugin_file.ts";
import type { Host } from "../../src/host/host.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import type { Listener } from "../../src/platform/platform.ts";
import { writeChangedFiles } from "../../src/tasks/paced_file_writes.ts";
import { changingListeners } from "../agents/opencode/changing_listeners.ts";
import { type Watching, watching } from "../agents/opencode/watching.ts";
import type { Order } from "./opencode_servers.ts";

/** The program's tasks at work, to the state file on a real disk. */
export interface Watched extends AsyncDisposable {
  readonly watched: Watching;
  /** All that listen from now on; resolves when that is seen. */
  listen(all: readonly Listener[]): Promise<void>;
  /** Calls `listener` with each text that stands in the state file; returns the way to stop that. */
  onWrite(listener: (text: string) => void): () => void;
}

export interface WatchedAll extends Watched {
  /** From the discovery of all to the first picture of all, in ms. */
  readonly pictureMs: number;
}

/** Nobody listens yet; who does is looked at every `everyMs`. Reports are folded into the instances, and not kept. */
export async function watchNone({ everyMs = 100 } = {}): Promise<Watched> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-bench-opencode-" });
  const real = denoHost();
  const writeListeners = new Set<(text: string) => void>();
  let changed = () => {};
  const listeners = changingListeners({ everyMs });
  const watched = watching({
    listeners: listeners.source,
    host: listeners.host,
    onReport: () => changed(),
    keepsReports: false,
  });
  const write: Host["files"]["write"] = async (path, data, mode) => {
    await real.files.write(path, data, mode);
    for (const listener of [...writeListeners]) listener(String(data));
  };
  const stop = new AbortController();
  const content = (now: number) => {
    const programs = [...watched.instances.values()].map((instance) => opencodeProgram(instance, now));
    const file = agentsFile(programs, "untitled");
    return { key: JSON.stringify(file), text: agentsFileText(file, now) };
  };
  const writing = writeChangedFiles({
    host: { ...real, files: { ...real.files, write } },
    files: [{ path: join(folder, "state.json"), content, atEnd: () => null, tell: null }],
    subscribe(listener) {
      changed = listener;
      return () => {};
    },
    nextAt: () => Infinity,
    trouble: (path, why) => {
      throw new Error(`${path}: ${why}`);
    },
  })(stop.signal);
  return {
    watched,
    listen(all) {
      listeners.set(all);
      return listeners.looked();
    },
    onWrite(listener) {
      writeListeners.add(listener);
      return () => writeListeners.delete(listener);
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await writing;
      await watched[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** On these servers, up to the first picture of all. */
export async function watchAll(ports: readonly number[]): Promise<WatchedAll> {
  // As seldom as on the systems with such a table: looking is no part of what is measured.
  const all = await watchNone({ everyMs: 2_000 });
  await all.listen(ports.map((port, index) => ({ pid: 100_000 + index, address: "127.0.0.1", port })));
  const begin = performance.now();
  await all.watched.until(() => isWhole(all, ports.length), "the first picture of all");
  return { ...all, pictureMs: performance.now() - begin };
}

/** Whether there are so many instances, each with a picture. */
export function isWhole({ watched }: Watched, count: number): boolean {
  const known = [...watched.instances.values()];
  return known.length === count && known.every(({ fullStateAt: picturedAt }) => picturedAt !== null);
}

export interface Servers extends AsyncDisposable {
  readonly ports: readonly number[];
  order(order: Order): void;
}

/** Each with so many sessions, of which so many work. */
export async function startServers(instances: number, sessions: number, busy: number): Promise<Servers> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-check", script, ...[instances, sessions, busy].map(String)],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n")) {
    const { done, value } = await reader.read();
    if (done) throw new Error("The simulated servers did not start");
    text += value;
  }
  const writer = child.stdin.getWriter();
  return {
    ports: z.array(z.number()).parse(JSON.parse(text)),
    order: (order) => void writer.write(new TextEncoder().encode(`${JSON.stringify(order)}\n`)),
    async [Symbol.asyncDispose]() {
      await writer.close();
      await reader.cancel();
      await child.status;
    },
  };
}

const script = join(import.meta.dirname ?? ".", "opencode_servers.ts");

/** One round of a collector that asks each instance after the other, and each question after the other, in ms. */
export async function collectOnce(ports: readonly number[]): Promise<number> {
  const begin = performance.now();
  for (const port of ports) await collect(port);
  return performance.now() - begin;
}

async function collect(port: number): Promise<readonly string[]> {
  const ask = async (path: string): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${port}${path}`)).json();
  await ask("/global/health");
  const sessions = z.array(z.object({ id: z.string(), title: z.string() })).parse(await ask("/session"));
  const busy = Object.keys(z.record(z.string(), z.unknown()).parse(await ask("/session/status")));
  await ask("/permission");
  await ask("/question");
  for (const id of busy) {
    await ask(`/session/${id}/todo`);
    await ask(`/session/${id}/message?limit=4`);
  }
  return sessions.map(({ title }) => title);
}

/** Epoch ms with fractions, comparable between processes. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}

/** Processor time of this process. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** `part` in [0, 1]. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
