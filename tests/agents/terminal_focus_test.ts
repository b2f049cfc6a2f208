/** Which window belongs to a session: what is read of /proc, and which of several windows is chosen. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertGreaterOrEqual, assertLess } from "@std/assert";
import { focusTerminal, namesOf, parentIn, windowOf } from "../../src/agents/terminal_focus.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { linuxPlatform } from "../../src/platform/linux.ts";
import { macosPlatform } from "../../src/platform/macos.ts";

Deno.test("parentIn() reads the parent, whatever the process calls itself", () => {
  const rest = "34816 77 4194304 120 0 0 0 1 0 0 0 20 0 1 0 55 2400 200";
  const cases: readonly [string, number | null][] = [
    [`77 (bash) S 42 77 77 ${rest}`, 42],
    [`77 (my shell) S 42 77 77 ${rest}`, 42],
    [`77 (a) S 9 (b)) R 42 77 77 ${rest}`, 42],
    [`77 (() Z 42 77 77 ${rest}`, 42],
    [`77 ()) D 42 77 77 ${rest}`, 42],
    [`77 (new\nline) t 42 77 77 ${rest}\n`, 42],
    [`1 (systemd) S 0 1 1 ${rest}`, 0],
    ["77 (bash) S -1 77 ", null],
    ["77 (bash) S", null],
    ["77 (bash", null],
    ["77 S 42 77 77", null],
    ["", null],
  ];
  for (const [stat, parent] of cases) assertEquals(parentIn(stat), parent, stat);
});

Deno.test("parentIn() reads this kernel's own files", async () => {
  assertEquals(parentIn(await Deno.readTextFile("/proc/self/stat")), Deno.ppid);
});

const window = (id: number, pid: number, title = "") => ({ id, pid, title });

Deno.test("windowOf() takes the nearest process that has a window", () => {
  const windows = [window(1, 10), window(2, 20), window(3, 99)];
  const cases: readonly [readonly number[], number | undefined][] = [
    [[30, 20, 10], 2],
    [[30, 10, 20], 1],
    [[10], 1],
    [[30, 31], undefined],
    [[], undefined],
  ];
  for (const [pids, id] of cases) assertEquals(windowOf(pids, windows, ["x"])?.id, id);
});

Deno.test("windowOf() tells the windows of one process apart by their titles, else takes the uppermost", () => {
  const session = {
    pid: 1,
    tty: "pts/1",
    title: "Mend the parser of dates (all of them), please",
    directory: "/home/ann/code/app/",
  };
  const names = namesOf(session, "/home/ann");
  const choose = (...titles: readonly string[]) =>
    windowOf([10], titles.map((title, index) => window(index, 10, title)), names)?.id;
  const other = "vim";
  const cases: readonly [readonly string[], number][] = [
    [[other, other], 1],
    [["", ""], 1],
    [["bash on /dev/pts/1", other], 0],
    [["bash on pts/12", other], 1],
    [["OC | Mend the parser of dates (all of them...", other], 0],
    [["Mend the parser of dates (all of them), please", other], 0],
    [["OC | Mend the parser of numbers", other], 1],
    [["ann@pc: /home/ann/code/app", other], 0],
    [["ann@pc: ~/code/app", other], 0],
    [["main.ts - app - Editor", other], 0],
    [["…/code/app", other], 0],
    [["~/code/app/tests", other], 1],
    [["~/code/app2", other], 1],
    [["~/code/my-app", other], 1],
    [["~/code/app.old", other], 1],
    // The surer name wins over the uppermost, and the uppermost of two that fit alike.
    [["pts/1", "~/code/app"], 0],
    [["app", "app", other], 1],
  ];
  for (const [titles, id] of cases) assertEquals(choose(...titles), id, titles.join(" | "));
  assertEquals(windowOf([10], [window(0, 10, "x(y"), window(1, 10)], ["x(y"])?.id, 0);
});

Deno.test("namesOf() gives what is known, and nothing that is in every title", () => {
  assertEquals(namesOf({ pid: 1, tty: "" }, ""), []);
  assertEquals(namesOf({ pid: 1, tty: " ", title: "", directory: "/" }, "/home/ann"), []);
  assertEquals(namesOf({ pid: 1, tty: "", directory: "/home/annette/x" }, "/home/ann"), [
    "/home/annette/x",
    "x",
  ]);
  assertEquals(namesOf({ pid: 1, tty: "", directory: "/srv/x" }, ""), ["/srv/x", "x"]);
});

Deno.test("focusTerminal() runs the system's command, and takes its failure as an end", async () => {
  const platform = macosPlatform(() => "/Users/ann");
  const run: string[] = [];
  const host = {
    ...denoHost(),
    run(command: { readonly program: string; readonly args: readonly string[] }) {
      run.push(command.args.at(-1) ?? "");
      return Promise.reject(new Error("there is no such program"));
    },
  };
  await focusTerminal({ host, platform }, { pid: 7, tty: "ttys001" });
  await focusTerminal({ host, platform }, { pid: 7, tty: "pts/1" });
  assertEquals(run, ["ttys001"]);
});

Deno.test("focusTerminal() does nothing where there is no display, no process or no server", async () => {
  const platform = linuxPlatform(() => "/home/ann", "x86_64");
  const session = { pid: Deno.pid, tty: "pts/1" };
  for (const display of [undefined, "", "wayland-0", ":65533", "localhost:1"]) {
    const host = { ...denoHost(), env: (name: string) => name === "DISPLAY" ? display : undefined };
    await focusTerminal({ host, platform }, session);
    await focusTerminal({ host, platform }, { ...session, pid: null });
    await focusTerminal({ host, platform }, { ...session, pid: 2 ** 30 });
  }
});

/** An X server that lets everybody in, or not even that, and takes its time for each answer, which says nothing. */
function slowServer(answerMs: number) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const setup = new Uint8Array(8 + 40);
  setup.set([1, 0, 11, 0, 0, 0, 10, 0]);
  let connections = 0;
  const serving = (async () => {
    for await (const connection of listener) {
      connections++;
      try {
        const bytes = new Uint8Array(4096);
        for (
          let reply = setup;
          await connection.read(bytes) !== null;
          reply = Uint8Array.of(1, ...Array(31).fill(0))
        ) {
          if (answerMs < Infinity) await new Promise((resolve) => setTimeout(resolve, answerMs));
          if (answerMs < Infinity) await connection.write(reply);
        }
      } catch {
        // The other side has closed the connection.
      } finally {
        connection.close();
      }
    }
  })();
  return {
    display: `127.0.0.1:${listener.addr.port - 6000}`,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      listener.close();
      await serving;
    },
  };
}

Deno.test("focusTerminal() waits for a display that is silent or slow, but not for long", async () => {
  const platform = linuxPlatform(() => "/home/ann", "x86_64");
  for (const answerMs of [Infinity, 450]) {
    await using server = slowServer(answerMs);
    const host = { ...denoHost(), env: (name: string) => name === "DISPLAY" ? server.display : undefined };
    const began = performance.now();
    await focusTerminal({ host, platform }, { pid: Deno.pid, tty: "" });
    const took = performance.now() - began;
    assertEquals(server.connections(), 1);
    assertLess(took, 1_700);
    assertGreaterOrEqual(took, 400);
  }
});
