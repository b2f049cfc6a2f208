/** What a real program prints, into real files and into memory. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../src/host/deno_host.ts";
import type { StayingProgram } from "../../src/host/staying_program.ts";
import { outputFiles } from "../../src/sidecars/sidecar_files.ts";
import { type SidecarOutput, sidecarOutput } from "../../src/sidecars/sidecar_output.ts";
import { end } from "../host/programs/real_program.ts";
import { namesIn, withFolder } from "../support/test_folder.ts";
import { naughty } from "./fixtures/real_sidecars.ts";

const host = denoHost();
const onUnix = { ignore: Deno.build.os === "windows" };
const quiet = { seen: () => {}, token: () => null };

/** Has `work` done with a program that runs, and its output. */
async function withProgram(
  behaviour: string,
  work: (program: StayingProgram, output: SidecarOutput, folder: string) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const [program = "", ...args] = naughty("a", behaviour).command;
    const staying = await host.programs.start({ program, args, env: {}, stdin: "null" });
    try {
      await work(staying, sidecarOutput(host, outputFiles(folder, "a")), folder);
    } finally {
      await end(staying);
    }
  });
}

Deno.test(
  "sidecarOutput() has both outputs of a program, each in its file, and its last words",
  onUnix,
  () =>
    withProgram("crashes 0.05", async (program, output, folder) => {
      const seen: string[] = [];
      await output.take(program, { ...quiet, seen: (line) => seen.push(line) });
      assertEquals(seen, ["up"]);
      assertEquals(output.last().map(({ from, text }) => [from, text]), [
        ["stdout", "up"],
        ["stderr", "cannot go on after 0.05 s"],
      ]);
      assertEquals(output.lastWords(), ["up", "cannot go on after 0.05 s"]);
      assertEquals(namesIn(`${folder}/logs/sidecars`), ["a.stderr.log", "a.stdout.log"]);
      assertEquals(await Deno.readTextFile(outputFiles(folder, "a").stdout), "up\n");
      assertEquals((Deno.statSync(outputFiles(folder, "a").stderr).mode ?? 0) & 0o777, 0o600);
      assertEquals((Deno.statSync(`${folder}/logs`).mode ?? 0) & 0o777, 0o700);
    }),
);

Deno.test(
  "sidecarOutput() takes the last words from the last start alone",
  onUnix,
  () =>
    withProgram("crashes 0", async (program, output) => {
      const line = new Response("an earlier start\n").body ?? new ReadableStream();
      await output.take({ stdout: line, stderr: new Blob([]).stream() }, quiet);
      await output.take(program, quiet);
      assertEquals(output.last().length, 2);
      assertEquals(output.lastWords(), ["cannot go on after 0 s"]);
    }),
);

Deno.test(
  "sidecarOutput() takes 100 MB, and memory stays level",
  onUnix,
  () =>
    withProgram("prints 100 ends", async (program, output, folder) => {
      // Of this test alone: others run in the same process.
      const held = () => {
        const { heapUsed, external } = Deno.memoryUsage();
        return (heapUsed + external) / 2 ** 20;
      };
      const before = held();
      let highest = before;
      let turns = 0;
      const watching = setInterval(() => {
        turns++;
        highest = Math.max(highest, held());
      }, 20);
      const at = performance.now();
      try {
        await output.take(program, quiet);
      } finally {
        clearInterval(watching);
      }
      const tookMs = performance.now() - at;
      assertEquals(output.last().at(-1)?.text, "printed");
      // Each line is counted.
      assertEquals(output.last().at(-1)?.number, 1_000_002);
      const grown = highest - before;
      assert(grown < 50, `${grown} MB more`);
      // Others had their turn meanwhile.
      assert(turns > tookMs / 20 / 4, `${turns} turns in ${tookMs} ms`);
      assertEquals(namesIn(`${folder}/logs/sidecars`), ["a.stdout.log", "a.stdout.log.1", "a.stdout.log.2"]);
    }),
);

Deno.test("sidecarOutput() has no token in lines and files, though the program says it, and in parts", () =>
  withFolder(async (folder) => {
    const output = sidecarOutput(host, outputFiles(folder, "a"));
    const said = 'begun\n{"token":"TOKEN-OF-IT"} TOKEN-OF-IT\xff\nTOKEN-OF-IT';
    const bytes = [...said].map((each) => each.charCodeAt(0));
    const stdout = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    let token: string | null = null;
    await output.take({ stdout, stderr: new Blob(["a TOKEN-OF-IT\n"]).stream() }, {
      seen(line) {
        if (line.includes('"token"')) token = "TOKEN-OF-IT";
      },
      token: () => token,
    });
    assertEquals(
      output.last().filter(({ from }) => from === "stdout").map(({ text }) => text),
      ["begun", '{"token":"***"} ***\ufffd', "***"],
    );
    const file = await Deno.readFile(outputFiles(folder, "a").stdout);
    assertEquals(
      [...file].map((byte) => String.fromCharCode(byte)).join(""),
      'begun\n{"token":"***"} ***\xff\n***',
    );
  }));
