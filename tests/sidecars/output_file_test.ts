/** Files with what programs print, on a real disk. */
import { assertEquals } from "@std/assert";
import { configure, reset } from "@logtape/logtape";
import { denoHost } from "../../src/host/deno_host.ts";
import { outputFile } from "../../src/sidecars/output_file.ts";
import { smallDisk, withDisks } from "../support/disks.ts";
import { namesIn, withFolder } from "../support/test_folder.ts";

const { files } = denoHost();
const megabyte = 1 << 20;

/** So many bytes in lines of 1,024. */
function lines(count: number, letter: string): Uint8Array {
  return new TextEncoder().encode(`${letter.repeat(1023)}\n`.repeat(count / 1024));
}

/** A clock that the test moves. */
function clock() {
  let now = 0;
  return { monotonic: () => now, advance: (ms: number) => now += ms };
}

/** The warnings of `work`. */
async function warningsOf(work: () => Promise<void>): Promise<readonly string[]> {
  const told: string[] = [];
  await configure({
    sinks: { told: ({ level, message }) => void (level === "warning" && told.push(message.join(""))) },
    loggers: [{ category: "claudeminder", sinks: ["told"] }, { category: ["logtape", "meta"], sinks: [] }],
  });
  try {
    await work();
  } finally {
    await reset();
  }
  return told;
}

Deno.test("outputFile() has what was printed, byte for byte, and goes on where an earlier run has ended", () =>
  withFolder(async (folder) => {
    const path = `${folder}/logs/sidecars/a.stdout.log`;
    const odd = new Uint8Array([0xff, 0x1b, 0x0a]);
    await outputFile({ ...clock(), files }, path).write(odd);
    await outputFile({ ...clock(), files }, path).write(new TextEncoder().encode("next\n"));
    assertEquals(await Deno.readFile(path), new Uint8Array([...odd, ...new TextEncoder().encode("next\n")]));
  }));

Deno.test("outputFile() keeps three files of 5 MB, and cuts no line", () =>
  withFolder(async (folder) => {
    const path = `${folder}/a.log`;
    const file = outputFile({ ...clock(), files }, path);
    // Parts that fit in no file evenly.
    for (let part = 0; part < 26; part++) {
      await file.write(lines(768 * 1024, String.fromCharCode(97 + part)));
    }
    assertEquals(namesIn(folder), ["a.log", "a.log.1", "a.log.2"]);
    const texts = ["a.log", "a.log.1", "a.log.2"].map((name) => Deno.readTextFileSync(`${folder}/${name}`));
    assertEquals(texts.map(({ length }) => length <= 5 * megabyte), [true, true, true]);
    assertEquals(texts.slice(1).map(({ length }) => length), [5 * megabyte, 5 * megabyte]);
    for (const text of texts) assertEquals([/^(.)\1{1022}\n/.test(text), text.endsWith("\n")], [true, true]);
    // Nothing of what is kept is missing.
    const letters = [...texts.toReversed().join("").matchAll(/(.)\n/g)].map(([, letter]) => letter);
    assertEquals(letters, letters.toSorted());
    assertEquals(letters.at(-1), "z");
  }));

Deno.test("outputFile() cuts a line that is longer than a file", () =>
  withFolder(async (folder) => {
    const file = outputFile({ ...clock(), files }, `${folder}/a.log`);
    for (let part = 0; part < 100; part++) await file.write(new Uint8Array(megabyte / 8).fill(0x78));
    const sizes = namesIn(folder).map((name) => Deno.statSync(`${folder}/${name}`).size);
    assertEquals(sizes, [2.5 * megabyte, 5 * megabyte, 5 * megabyte]);
  }));

Deno.test(
  "outputFile() tells once that a disk is full, goes on, and writes again when there is room",
  withDisks,
  () =>
    withFolder(async (folder) => {
      await using disk = await smallDisk(`${folder}/disk`, "size=1m");
      const time = clock();
      const path = `${disk.path}/a.log`;
      const file = outputFile({ ...time, files }, path);
      const warnings = await warningsOf(async () => {
        await disk.fill();
        for (let part = 0; part < 5; part++) {
          await file.write(lines(8192, "a"));
          time.advance(10_000);
        }
        await Deno.remove(`${disk.path}/filler`);
        await file.write(lines(8192, "b"));
      });
      assertEquals(warnings.length, 1, warnings.join("\n"));
      assertEquals(warnings[0]?.startsWith(`${path} is not written: `), true);
      assertEquals((await Deno.readTextFile(path)).endsWith("b\n"), true);
    }),
);

Deno.test("outputFile() tries a disk that fails again after a while, and not at each part", async () => {
  const time = clock();
  let tries = 0;
  const failing = {
    stat: () => Promise.resolve(null),
    rename: () => Promise.resolve(),
    append() {
      tries++;
      return Promise.reject(new Error("it does not answer"));
    },
  };
  const warnings = await warningsOf(async () => {
    const file = outputFile({ ...time, files: failing }, "/logs/a.log");
    for (let part = 0; part < 100; part++) {
      await file.write(new Uint8Array(10));
      time.advance(1000);
    }
  });
  assertEquals([tries, warnings], [10, ["/logs/a.log is not written: it does not answer"]]);
});
