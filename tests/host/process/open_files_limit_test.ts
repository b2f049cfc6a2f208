/** The limit on open files, each time in a process of its own. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { denoHost } from "../../../src/host/deno_host.ts";

const host = denoHost();

const cases: readonly (readonly [string, string, string])[] = [
  ["towards the hard one", "ulimit -Sn 512; ulimit -Hn 1000", "1000 1000"],
  ["no further than it needs", "ulimit -Sn 512; ulimit -Hn 10000", "8192 10000"],
];
for (const [name, limits, expected] of cases) {
  Deno.test(`raiseOpenFiles() raises the soft limit ${name}`, async () => {
    const file = await Deno.makeTempFile({ suffix: ".ts" });
    try {
      // `deno run` itself has raised it by then, so it is lowered again.
      await Deno.writeTextFile(
        file,
        `
        import { raiseOpenFiles } from ${
          JSON.stringify(import.meta.resolve("../../../src/host/process/open_files_limit.ts"))
        };
        new Deno.Command("prlimit", { args: ["--pid=" + Deno.pid, "--nofile=512:"] }).outputSync();
        const shown = () => /open files +(\\d+ +\\d+)/.exec(Deno.readTextFileSync("/proc/self/limits"))?.[1];
        const before = shown();
        await raiseOpenFiles();
        console.log(before, shown());`,
      );
      const { stdout } = await host.run({
        program: "/bin/sh",
        args: ["-c", `${limits}; exec "$@"`, "sh", Deno.execPath(), "run", "-A", "--no-check", file],
      });
      const [soft, hard] = expected.split(" ");
      assertEquals(stdout.trim().split(/\s+/), ["512", hard, soft, hard]);
    } finally {
      await Deno.remove(file);
    }
  });
}
