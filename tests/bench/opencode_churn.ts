/**
 * What is left of OpenCode instances that come and go: twelve hours of them, one a minute, in as little time as it takes. Prints the
 * figures as JSON; opencode.ts starts it as a process of its own, in which V8 is set as in the compiled program.
 */
import type { Listener } from "../../src/platform/platform.ts";
import { isWhole, sleep, startServers, watchNone } from "./opencode_stage.ts";
import { residentMb } from "./process.ts";
import type { Figure } from "./table.ts";

const MINUTES = 720;
/** By then all code has run often, and the heap has its size. */
const WARM_MINUTES = 120;
/** How many are there at a time. */
const ALIVE = 4;
/** Twice as many, so that a server has come back at its port long before the next instance is seen there. */
const PORTS = 2 * ALIVE;
/** V8 collects when a program has nothing to do, for which these minutes are too short. */
const COLLECT_MINUTES = 60;
/** How long instances and connections may take to end. */
const SETTLE_MS = 6_000;

/** What is held while nobody is there. */
interface Held {
  /** Resident, in MB. */
  readonly memory: number;
  readonly files: number;
}

/** 720 instances of three sessions, of which one works. */
async function churn(): Promise<readonly Figure[]> {
  await using servers = await startServers(PORTS, 3, 1);
  await using all = await watchNone();
  const { instances } = all.watched;
  const filesBefore = openFiles();
  let alive: readonly Listener[] = [];

  /** Whoever is not among these any more ends, and its connections with it. */
  function become(next: readonly Listener[]): void {
    for (const listener of alive) {
      if (!next.includes(listener)) servers.order({ kind: "restart", port: listener.port });
    }
    alive = next;
    all.listen(alive);
  }

  async function heldByNobody(): Promise<Held> {
    become([]);
    await settled(() => instances.size === 0 && openFiles() <= filesBefore);
    collectGarbage();
    return { memory: residentMb(Deno.pid), files: openFiles() };
  }

  async function live(from: number, to: number): Promise<void> {
    for (let minute = from; minute <= to; minute++) {
      // Each is another process, whatever its port.
      const port = servers.ports[minute % PORTS] ?? 0;
      const key = `${port}:${100_000 + minute}`;
      become([...alive.slice(1 - ALIVE), { pid: 100_000 + minute, address: "127.0.0.1", port }]);
      const isThere = () => instances.has(key) && isWhole(all, alive.length);
      await all.watched.until(isThere, `the picture of instance ${minute}`);
      if (minute % COLLECT_MINUTES === 0) collectGarbage();
    }
  }

  await live(1, WARM_MINUTES);
  const warm = await heldByNobody();
  await live(WARM_MINUTES + 1, MINUTES);
  const end = await heldByNobody();
  const [memory, files] = [end.memory - warm.memory, end.files - warm.files];
  return [
    { name: "12 hours of instances, memory", unit: "MB", value: memory, floor: null, limit: 5 },
    { name: "12 hours of instances, open files", unit: "files", value: files, floor: null, limit: 0 },
    { name: "12 hours of instances, left", unit: "instances", value: instances.size, floor: null, limit: 0 },
  ];
}

/** Waits until it holds, or for so long that it never will. */
async function settled(condition: () => boolean): Promise<void> {
  const begin = performance.now();
  while (!condition() && performance.now() - begin < SETTLE_MS) await sleep(20);
}

function openFiles(): number {
  return [...Deno.readDirSync("/proc/self/fd")].length;
}

/** @throws when this process was not started with --expose-gc: what can be collected is not held. */
function collectGarbage(): void {
  const collect: unknown = Reflect.get(globalThis, "gc");
  if (typeof collect !== "function") throw new Error("Start it with --v8-flags=--expose-gc");
  collect();
}

if (import.meta.main) {
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(await churn())));
  Deno.exit(0);
}
