/** The plugin files: when they are written, and how. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import type { Command, RunResult } from "../../src/host/host.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { type ChangingFile, type FileContent, writeChangedFiles } from "../../src/tasks/paced_file_writes.ts";
import { until } from "../e2e/desktop.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";
import { fakeHost } from "../support/fake_host.ts";

const START = 1_790_000_000_000;
const DONE: RunResult = { code: 0, stdout: "", stderr: "", timedOut: false };
const TELL: Command = { program: "open", args: ["-g", "swiftbar://x"] };

/** One file whose content is a number that a test counts up, with a hand-driven clock. */
function counting(
  options:
    & { readonly tell?: Command; readonly nextAt?: (now: number) => number }
    & { readonly everyMs?: number; readonly file?: Partial<ChangingFile> } = {},
) {
  const fake = fakeHost(START);
  const writes: { readonly at: number; readonly text: string; readonly mode: number | undefined }[] = [];
  const removed: string[] = [];
  const told: number[] = [];
  const troubles: (string | null)[] = [];
  /** When it was looked at what is to stand in it, and when a write was tried. */
  const looks: number[] = [];
  const tries: number[] = [];
  let count = 0;
  let ring = () => {};
  let isFull = false;
  const content = (now: number): FileContent => {
    looks.push(now - START);
    return { key: String(count), text: `${count} at ${now - START}` };
  };
  const file: ChangingFile = {
    path: "/tmp/state.json",
    content,
    atEnd: () => ({ key: "end", text: "end" }),
    tell: options.tell ?? null,
    ...options.file,
  };
  const stop = new AbortController();
  const running = writeChangedFiles({
    host: {
      ...fake.host,
      run: () => {
        told.push(fake.host.now() - START);
        return Promise.resolve(DONE);
      },
      files: {
        remove: (path) => Promise.resolve(void removed.push(path)),
        write(_, text, mode) {
          tries.push(fake.host.now() - START);
          if (isFull) return Promise.reject(new Error("No space left on device"));
          writes.push({ at: fake.host.now() - START, text: String(text), mode });
          return Promise.resolve();
        },
      },
    },
    files: [file],
    subscribe(listener) {
      ring = listener;
      return () => ring = () => {};
    },
    ...(options.everyMs === undefined ? {} : { everyMs: options.everyMs }),
    nextAt: options.nextAt ?? (() => Infinity),
    trouble: (_, why) => void troubles.push(why === null ? null : reasonEn(why)),
  })(stop.signal);
  return {
    fake,
    writes,
    removed,
    told,
    troubles,
    looks,
    tries,
    change() {
      count++;
      ring();
    },
    changeQuietly: () => void count++,
    ring: () => ring(),
    setFull: (full: boolean) => isFull = full,
    async end() {
      stop.abort();
      await running;
      assertEquals(fake.sleeping(), 0, "a sleep stays behind");
    },
  };
}

Deno.test("writeChangedFiles() writes at once, then only changes, with mode 0600", async () => {
  const it = counting();
  await it.fake.settle();
  assertEquals(it.writes, [{ at: 0, text: "0 at 0", mode: 0o600 }]);
  await it.fake.advance(60_000);
  it.ring();
  await it.fake.advance(60_000);
  assertEquals(it.writes.length, 1, "written without a change");
  it.change();
  await it.fake.settle();
  assertEquals(it.writes[1], { at: 120_000, text: "1 at 120000", mode: 0o600 });
  await it.end();
  assertEquals(it.writes.at(-1)?.text, "end");
});

Deno.test("writeChangedFiles() writes as seldom, and for as many readers, as the file wants, and removes it at the end", async () => {
  const it = counting({ everyMs: 15_000, file: { mode: 0o644, atEnd: () => "removed" } });
  for (let second = 0; second < 60; second++) {
    it.change();
    await it.fake.advance(1_000);
  }
  assertEquals(it.writes.map(({ at, mode }) => [at, mode]), [[0, 0o644], [15_000, 0o644], [30_000, 0o644], [
    45_000,
    0o644,
  ], [60_000, 0o644]]);
  assertEquals(it.removed, []);
  await it.end();
  assertEquals([it.removed, it.writes.length], [["/tmp/state.json"], 5]);
});

Deno.test("writeChangedFiles() removes no file that it has not written", async () => {
  const it = counting({ file: { content: () => null, atEnd: () => "removed" } });
  await it.fake.settle();
  await it.end();
  assertEquals(it.removed, []);
});

Deno.test("writeChangedFiles() writes 20 times a second at most, and the last change within 50 ms", async () => {
  const it = counting();
  await it.fake.advance(1_000);
  it.writes.length = 0;
  for (let ms = 0; ms < 1_000; ms++) {
    it.change();
    await it.fake.advance(1);
  }
  await it.fake.advance(50);
  assertEquals(it.writes[0]?.at, 1_000, "the first is written at once");
  assertEquals(it.writes.length, 21);
  const [last] = it.writes.slice(-1);
  assertEquals(last?.text.split(" ")[0], "1000");
  await it.end();
});

Deno.test("writeChangedFiles() looks 20 times a second at most, however much happens that changes nothing", async () => {
  const it = counting();
  await it.fake.advance(1_000);
  it.looks.length = 0;
  for (let ms = 0; ms < 1_000; ms++) {
    it.ring();
    await it.fake.advance(1);
  }
  await it.fake.advance(1_000);
  assertEquals(it.looks.slice(0, 3), [1_000, 1_050, 1_100]);
  assertEquals(it.looks.length, 21);
  assertEquals(it.writes.length, 1);
  await it.end();
});

Deno.test("writeChangedFiles() tries to write once a second at most while it cannot, and each 30 s while nothing happens", async () => {
  const it = counting();
  await it.fake.advance(1_000);
  it.setFull(true);
  it.tries.length = 0;
  for (let step = 0; step < 300; step++) {
    it.change();
    await it.fake.advance(10);
  }
  await it.fake.advance(60_000);
  assertEquals(it.tries, [1_000, 2_000, 3_000, 4_000, 35_000]);
  await it.end();
});

Deno.test("writeChangedFiles() takes back at its end that it cannot write, and takes nothing back that it has not said", async () => {
  const full = counting();
  await full.fake.settle();
  full.setFull(true);
  full.change();
  await full.fake.advance(100);
  assertEquals(full.troubles, ["No space left on device"]);
  await full.end();
  assertEquals(full.troubles, ["No space left on device", null]);

  const well = counting();
  well.change();
  await well.fake.advance(1_000);
  await well.end();
  assertEquals(well.troubles, []);

  // What is mended by the last write is said once.
  const mended = counting();
  await mended.fake.settle();
  mended.setFull(true);
  mended.change();
  await mended.fake.advance(100);
  assertEquals(mended.troubles.length, 1);
  mended.setFull(false);
  await mended.end();
  assertEquals(mended.troubles, ["No space left on device", null]);
});

Deno.test("writeChangedFiles() writes what changes by the passing of time alone", async () => {
  const it = counting({ nextAt: (now) => now < START + 5_000 ? START + 5_000 : Infinity });
  await it.fake.advance(4_000);
  it.changeQuietly();
  await it.fake.advance(999);
  assertEquals(it.writes.length, 1, "looked at before it is time");
  await it.fake.advance(1);
  assertEquals(it.writes[1]?.text, "1 at 5000");
  it.changeQuietly();
  await it.fake.advance(600_000);
  assertEquals(it.writes.length, 2, "looked at without need");
  await it.end();
});

Deno.test("writeChangedFiles() tells the plugin of a change at once, and then every 2 s at most", async () => {
  const it = counting({ tell: TELL });
  await it.fake.advance(10_000);
  assertEquals(it.told, [0]);
  for (let step = 0; step < 30; step++) {
    it.change();
    await it.fake.advance(100);
  }
  await it.fake.advance(10_000);
  assertEquals(it.told, [0, 10_000, 12_000, 14_000]);
  await it.end();
  assertEquals(it.told.length, 5, "the end is told, too");
});

Deno.test("writeChangedFiles() says once that it cannot write, tries again, and says that it can", async () => {
  const it = counting();
  await it.fake.settle();
  it.setFull(true);
  it.change();
  await it.fake.advance(1_000);
  it.change();
  await it.fake.advance(100_000);
  assertEquals(it.troubles, ["No space left on device"]);
  it.setFull(false);
  await it.fake.advance(31_000);
  assertEquals(it.troubles, ["No space left on device", null]);
  assertEquals(it.writes.at(-1)?.text.split(" ")[0], "2");
  await it.end();
});

Deno.test("writeChangedFiles() writes real files whole, never through a link, and leaves none beside them", async () => {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-state-" });
  try {
    const [one, two, victim] = ["one.json", "two.json", "victim"].map((name) => join(folder, name));
    await Deno.writeTextFile(victim ?? "", "mine");
    await Deno.symlink(victim ?? "", one ?? "");
    const file = (path: string, content: FileContent | null, atEnd: FileContent | null): ChangingFile => ({
      path,
      content: () => content,
      atEnd: () => atEnd,
      tell: null,
    });
    const stop = new AbortController();
    const running = writeChangedFiles({
      host: denoHost(),
      files: [
        file(one ?? "", { key: "a", text: "a\n" }, { key: "b", text: "b\n" }),
        file(two ?? "", null, null),
      ],
      subscribe: () => () => {},
      nextAt: () => Infinity,
      trouble: (_, why) => {
        throw new Error(why === null ? "" : reasonEn(why));
      },
    })(stop.signal);
    await until(() => Deno.readTextFile(one ?? "").then((text) => text === "a\n"), "the file");
    const info = await Deno.lstat(one ?? "");
    assertEquals([info.isFile, (info.mode ?? 0) & 0o777], [true, 0o600]);
    assertEquals(await Deno.readTextFile(victim ?? ""), "mine");
    stop.abort();
    await running;
    assertEquals(await Deno.readTextFile(one ?? ""), "b\n");
    await assertRejects(() => Deno.stat(two ?? ""), Deno.errors.NotFound);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), ["one.json", "victim"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
