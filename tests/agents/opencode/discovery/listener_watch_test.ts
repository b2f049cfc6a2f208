// @ts-types="../../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import {
  type ListenersHost,
  watchListeners,
} from "../../../../src/agents/opencode/discovery/listener_watch.ts";
import type { Listener } from "../../../../src/platform/platform.ts";
import { fakeHost } from "../../../support/fake_host.ts";

const LOGS = "/home/ann/.local/share/opencode/log";
const T0 = Date.UTC(2026, 8, 1);

/** A machine on which the test starts OpenCode when it likes. The real code watches it, with a clock that the test drives. */
function machine({ tellsOfStarts = false } = {}) {
  const { host: { now, sleep, files, pid }, advance, settle } = fakeHost(T0 + 300);
  let processes: readonly string[] = [];
  let scans = 0;
  let tell = () => {};
  const host: ListenersHost = {
    pid,
    now,
    sleep,
    files,
    run: () => Promise.reject(new Error("No program is run")),
    sockets: { list: () => [], programOf: () => null },
    async *programStarts(signal) {
      while (tellsOfStarts && !signal.aborted) {
        yield;
        if (signal.aborted) return;
        const word = Promise.withResolvers<void>();
        tell = word.resolve;
        signal.addEventListener("abort", tell, { once: true });
        await word.promise;
      }
    },
    kernel: {
      read(path) {
        if (path === "/proc/loadavg") scans++;
        switch (path) {
          case "/proc/loadavg":
            return `0.00 0.00 0.00 1/${100 + processes.length} ${processes.at(-1) ?? 50}\n`;
          case "/proc/net/tcp":
            return "  0: 0100007F:1000 00000000:0000 0A 0:0 0:0 0 1000 0 77 1\n";
          default:
            return path.endsWith("/comm") ? "opencode\n" : null;
        }
      },
      list: (folder) => folder === "/proc" ? processes : folder.endsWith("/fd") ? ["3"] : [],
      readLink: () => "socket:[77]",
    },
  };
  const found: (readonly Listener[])[] = [];
  const ended = new AbortController();
  const watching = (async () => {
    const watch = watchListeners(host, { kind: "proc", startFolders: [LOGS] });
    for await (const listeners of watch.listeners(ended.signal)) found.push(listeners);
  })();
  return {
    found,
    advance,
    settle,
    scans: () => scans,
    start: () => processes = ["60"],
    /** The system says that programs have been started. */
    tell: () => tell(),
    write: (text: string) => files.write(`${LOGS}/opencode.log`, text),
    async [Symbol.asyncDispose]() {
      ended.abort();
      await watching;
    },
  };
}

Deno.test("watchListeners() scans at once when an OpenCode writes where it does at its start", async () => {
  await using all = machine();
  await all.advance(1_100);
  assertEquals(all.found.at(-1), []);
  all.start();
  await all.settle();
  assertEquals(all.found.at(-1), [], "nothing has told of it");
  await all.write("starting");
  await all.settle();
  assertEquals(all.found.at(-1), [{ pid: 60, address: "127.0.0.1", port: 4096 }]);
});

Deno.test("watchListeners() finds within two seconds who writes elsewhere", async () => {
  await using all = machine();
  await all.advance(10_000);
  all.start();
  await all.advance(2_000);
  assertEquals(all.found.at(-1), [{ pid: 60, address: "127.0.0.1", port: 4096 }]);
});

Deno.test("watchListeners() scans 30 times in an idle minute, and no more than 60 times more while an agent writes", async () => {
  await using all = machine();
  await all.advance(10_000);
  const before = all.scans();
  await all.advance(60_000);
  const idle = all.scans() - before;
  assertEquals(idle, 30);
  for (let event = 0; event < 600; event++) {
    await all.write(`${event}`);
    await all.advance(100);
  }
  const busy = all.scans() - before - idle;
  assert(busy > 30 && busy <= 30 + 60 + 1, `${busy} scans`);
});

Deno.test("watchListeners() scans at once when a program is started, where the system tells of it", async () => {
  await using all = machine({ tellsOfStarts: true });
  await all.advance(100_000);
  assertEquals(all.found.at(-1), []);
  all.start();
  all.tell();
  await all.settle();
  assertEquals(all.found.at(-1), [{ pid: 60, address: "127.0.0.1", port: 4096 }]);
});

Deno.test("watchListeners() scans six times in a minute in which no program is started, where the system would tell", async () => {
  await using all = machine({ tellsOfStarts: true });
  await all.advance(60_000);
  const before = all.scans();
  await all.advance(60_000);
  assertEquals(all.scans() - before, 6);
  // One of which it was not told is found all the same.
  all.start();
  await all.advance(10_000);
  assertEquals(all.found.at(-1), [{ pid: 60, address: "127.0.0.1", port: 4096 }]);
});

Deno.test("watchListeners() scans every two seconds for a while after a start, and once a second while they go on", async () => {
  await using all = machine({ tellsOfStarts: true });
  await all.advance(100_000);
  all.tell();
  await all.settle();
  let before = all.scans();
  await all.advance(20_000);
  assertEquals(all.scans() - before, 10, "a program may change its name after its start");
  before = all.scans();
  for (let start = 0; start < 1_000; start++) {
    all.tell();
    await all.advance(10);
  }
  const scans = all.scans() - before;
  assert(scans >= 10 && scans <= 20, `${scans} scans in ten seconds`);
});
