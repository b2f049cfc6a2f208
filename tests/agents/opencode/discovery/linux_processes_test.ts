/** Finds processes in /proc: in a made-up one, with a clock that the test drives, and in the real one. */
// @ts-types="../../../std_types/assert.d.ts"
import { assert, assertEquals, assertLess } from "@std/assert";
import { join } from "node:path";
import type { KernelFiles } from "../../../../src/host/host.ts";
import { denoHost } from "../../../../src/host/deno_host.ts";
import { terminalIn } from "../../../../src/agents/opencode/discovery/controlling_terminal.ts";
import { createLinuxProcessScan } from "../../../../src/agents/opencode/discovery/linux_processes.ts";
import { until } from "../../../e2e/desktop.ts";

interface Process {
  comm: string;
  /** Inodes of its sockets, as far as they may be seen. */
  sockets: readonly number[];
}

const tableRow = (port: number, inode: number) =>
  `  0: 0100007F:${
    port.toString(16).toUpperCase().padStart(4, "0")
  } 00000000:0000 0A 0:0 00:0 0 0 0 ${inode} 1`;

/** A made-up /proc, and what was read of it. */
function fakeProc() {
  const processes = new Map<number, Process>();
  const listening = new Map<number, number>();
  const read: string[] = [];
  let now = 1_000_000;
  const processOf = (path: string) => processes.get(Number(/^\/proc\/(\d+)\//.exec(path)?.[1]));
  const kernel: KernelFiles = {
    list(path) {
      read.push(path);
      if (path === "/proc") return [...processes.keys()].map(String).concat("self", "net", "cpuinfo");
      return ["0", ...(processOf(path)?.sockets ?? []).map(String)];
    },
    read(path) {
      // As the kernel counts: threads there are, and the one made last.
      if (path === "/proc/loadavg") {
        return `0.1 0.2 0.3 1/${processes.size + 3} ${Math.max(0, ...processes.keys())}\n`;
      }
      read.push(path);
      if (path === "/proc/net/tcp") {
        return [...listening].map(([port, inode]) => tableRow(port, inode)).join("\n");
      }
      if (path === "/proc/net/tcp6") return "";
      const found = processOf(path);
      return found === undefined ? null : `${found.comm}\n`;
    },
    readLink: (path) => path.endsWith("/0") ? "/dev/null" : `socket:[${path.split("/").at(-1)}]`,
  };
  const scan = createLinuxProcessScan({ now: () => now, pid: 1, kernel });
  return {
    processes,
    listening,
    scan,
    /** Scans after so many ms; what was read meanwhile. */
    after(ms: number) {
      now += ms;
      read.length = 0;
      const { listeners, nextAt } = scan.scan();
      return {
        listeners: listeners.map(({ pid, port }) => [pid, port]),
        nextMs: nextAt - now,
        read: [...read],
      };
    },
  };
}

const TABLES = ["/proc/net/tcp", "/proc/net/tcp6"];

Deno.test("scan() reads names of new processes only, and tables only for a new OpenCode with sockets", () => {
  const proc = fakeProc();
  for (let pid = 2; pid < 200; pid++) proc.processes.set(pid, { comm: "bash", sockets: [] });
  assertEquals((proc.after(0)).read.length, 1 + 198);
  let reads = 0;
  let lists = 0;
  for (let second = 0; second < 3_600; second++) {
    const { read } = proc.after(1_000);
    reads += read.length;
    lists += read.filter((path) => path === "/proc").length;
  }
  // Twelve reads while it doubles, then every five minutes: less than one a second.
  assertLess(reads / 3_600, 2);
  assertEquals(lists, 0, "while nothing comes or goes, nothing is listed");

  proc.processes.set(500, { comm: "opencode", sockets: [77] });
  proc.listening.set(4096, 77);
  const { listeners, read } = proc.after(1_000);
  assertEquals(listeners, [[500, 4096]]);
  assertEquals(read.filter((path) => TABLES.includes(path)), TABLES);
  const calm = proc.after(1_000);
  assertEquals(calm.listeners, [[500, 4096]]);
  assertEquals(calm.read.filter((path) => TABLES.includes(path)), []);
  proc.processes.delete(500);
  assertEquals((proc.after(1_000)).listeners, []);
  assert(proc.scan.scan() === proc.scan.scan(), "what was found holds until something is due");
});

Deno.test("scan() knows OpenCode under each of its names, and nothing else", () => {
  const proc = fakeProc();
  const names = [
    ...["opencode", "opencode.exe", ".opencode", ".opencode-wrapp"],
    ...["opencode-cli", "opencode-cli.ex", ".opencode-cli", ".opencode-cli-w"],
  ];
  const others = ["opencode-eventd", "opencode-client", "opencoder", "node", "Xopencode", ""];
  for (const [index, comm] of [...names, ...others].entries()) {
    proc.processes.set(100 + index, { comm, sockets: [1000 + index] });
    proc.listening.set(5000 + index, 1000 + index);
  }
  // This program may be called so, too.
  proc.processes.set(1, { comm: "opencode", sockets: [999] });
  proc.listening.set(4999, 999);
  assertEquals((proc.after(0)).listeners.map(([pid]) => pid), names.map((_, index) => 100 + index));
});

Deno.test("scan() finds a process that becomes OpenCode only after it was seen", () => {
  const proc = fakeProc();
  proc.processes.set(500, { comm: "bash", sockets: [77] });
  proc.listening.set(4096, 77);
  proc.after(0);
  proc.processes.set(500, { comm: "opencode", sockets: [77] });
  assertEquals((proc.after(1_000)).listeners, [[500, 4096]]);
  // A child that was seen between fork and exec is no OpenCode.
  proc.processes.set(501, { comm: "opencode", sockets: [] });
  proc.after(1_000);
  proc.processes.set(501, { comm: "sh", sockets: [78] });
  proc.listening.set(4097, 78);
  assertEquals((proc.after(1_000)).listeners, [[500, 4096]]);
});

Deno.test("scan() soon reads again what is starting, and ever less often what never listens", () => {
  for (const startMs of [300, 1_500, 4_000, 8_000]) {
    const proc = fakeProc();
    proc.processes.set(500, { comm: "opencode", sockets: [77] });
    let at = 0;
    let found = proc.after(0);
    while (found.listeners.length === 0) {
      assert(found.nextMs > 0);
      at += found.nextMs;
      if (at >= startMs) proc.listening.set(4096, 77);
      found = proc.after(found.nextMs);
    }
    assertLess(at - startMs, 1_000, `found ${at - startMs} ms late after ${startMs} ms`);
  }
  const proc = fakeProc();
  proc.processes.set(500, { comm: "opencode", sockets: [77] });
  let tables = 0;
  for (let second = 0; second < 3_600; second++) {
    tables += (proc.after(1_000)).read.filter((path) => path === TABLES[0]).length;
  }
  assertLess(tables, 160);
  // Without any socket they are not worth reading at all.
  proc.processes.set(500, { comm: "opencode", sockets: [] });
  for (let second = 0; second < 100; second++) {
    assertEquals((proc.after(1_000)).read.filter((path) => TABLES.includes(path)), []);
  }
});

Deno.test("recheck() makes the next scan read again", () => {
  const proc = fakeProc();
  proc.processes.set(500, { comm: "opencode", sockets: [77] });
  proc.listening.set(4096, 77);
  assertEquals((proc.after(0)).listeners, [[500, 4096]]);
  proc.listening.clear();
  assertEquals((proc.after(1_000)).listeners, [[500, 4096]]);
  proc.scan.recheck(500);
  assertEquals((proc.after(1_000)).listeners, []);
  proc.listening.set(4444, 77);
  assertEquals((proc.after(1_000)).listeners, [[500, 4444]]);
});

Deno.test("scan() finds a real process of that name with its port, and terminalIn() its terminal", async () => {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-scan-" });
  const program = join(folder, "opencode");
  await Deno.symlink(Deno.execPath(), program);
  const script = join(folder, "listen.js");
  await Deno.writeTextFile(
    script,
    `const listener = Deno.listen({ hostname: "::1", port: 0 });
    Deno.writeTextFileSync(${JSON.stringify(join(folder, "pid"))}, Deno.pid + " " + listener.addr.port);
    await new Promise(() => setInterval(() => {}, 1000));`,
  );
  // util-linux' script(1) gives it a terminal.
  const child = new Deno.Command("script", {
    args: ["-qec", `exec ${program} run -A --no-config ${script}`, "/dev/null"],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let pid = 0;
  try {
    let text = "";
    await until(
      async () => (text = await Deno.readTextFile(join(folder, "pid")).catch(() => "")) !== "",
      "the process",
    );
    const [first, port] = text.split(" ").map(Number);
    pid = first ?? 0;
    const { listeners } = createLinuxProcessScan(denoHost()).scan();
    assertEquals(listeners.filter((listener) => listener.pid === pid), [{
      pid,
      address: "::1",
      port: port ?? 0,
    }]);
    const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
    const shown = await new Deno.Command("ps", { args: ["-o", "tty=", "-p", String(pid)] }).output();
    assertEquals(terminalIn(stat), new TextDecoder().decode(shown.stdout).trim());
    assert(terminalIn(stat).startsWith("pts/"), terminalIn(stat));
  } finally {
    if (pid > 0) Deno.kill(pid, "SIGKILL");
    await child.status;
    await Deno.remove(folder, { recursive: true });
  }
});
