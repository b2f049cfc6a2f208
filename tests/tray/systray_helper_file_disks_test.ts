/** The tray helper on disks that are full, read-only or not to be run from, and placed by many at once. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { denoHost } from "../../src/host/deno_host.ts";
import { SYSTRAY2_VERSION } from "../../src/tray/systray_helper_file.ts";
import { ELSEWHERE, HELPER, output, placed, platformIn, refused, withFolder } from "./helper_places.ts";
import { smallDisk, withDisks } from "../support/disks.ts";

function placeIn(each: string): string {
  return `${each}/systray2/${SYSTRAY2_VERSION}`;
}

Deno.test(
  "placeHelper() takes another disk where none may be run from the first, and says so where there is none",
  withDisks,
  () =>
    withFolder(async (folder) => {
      const { paths } = platformIn(folder);
      await using _state = await smallDisk(paths.stateFolder, "size=64k,noexec");
      const launcher = await placed(platformIn(folder));
      assert(launcher.startsWith(`${placeIn(paths.runtimeFolder)}/`), launcher);
      assertEquals(await output(launcher), "helper\n");
      await using _run = await smallDisk(paths.runtimeFolder, "size=64k,noexec");
      assert((await placed(platformIn(folder))).startsWith(`${placeIn(paths.cacheFolder)}/`));
      await using _cache = await smallDisk(paths.cacheFolder, "size=64k,noexec");
      const { why, remedy } = await refused(platformIn(folder));
      for (const each of [paths.stateFolder, paths.runtimeFolder, paths.cacheFolder]) {
        const said =
          `Cannot use "${each}/systray2" for the tray helper: programs in it may not be run (noexec?)`;
        assertStringIncludes(why, said);
      }
      assertEquals(
        remedy,
        `Let programs be run from that disk: the mount option is exec. ${ELSEWHERE}`,
      );
    }),
);

Deno.test(
  "placeHelper() uses what is on a read-only disk, and writes elsewhere what is not",
  withDisks,
  () =>
    withFolder(async (folder) => {
      const { paths } = platformIn(folder);
      await using disk = await smallDisk(paths.stateFolder, "size=64k");
      const launcher = await placed(platformIn(folder));
      await disk.remount("ro");
      assertEquals(await placed(platformIn(folder)), launcher);
      assertEquals(await output(launcher), "helper\n");
      await disk.remount("rw");
      await Deno.writeFile(`${placeIn(paths.stateFolder)}/claudeminder`, HELPER.toReversed());
      await disk.remount("ro");
      const other = await placed(platformIn(folder));
      assert(other.startsWith(`${placeIn(paths.runtimeFolder)}/`), other);
      assertEquals(await output(other), "helper\n");
    }),
);

Deno.test(
  "placeHelper() says that every disk is read-only, and what to do",
  withDisks,
  () =>
    withFolder(async (folder) => {
      const { paths } = platformIn(folder);
      await using _state = await smallDisk(paths.stateFolder, "size=64k,ro");
      await using _cache = await smallDisk(paths.cacheFolder, "size=64k,ro");
      // The pictures can be written, the program cannot.
      await using run = await smallDisk(paths.runtimeFolder, "size=64k");
      const platform = {
        ...platformIn(folder),
        paths: { ...paths, runtimeFolder: `${run.path}/claudeminder` },
      };
      await Deno.mkdir(`${run.path}/claudeminder`, { mode: 0o700 });
      await Deno.writeFile(`${run.path}/claudeminder/systray2`, HELPER);
      const { why, remedy } = await refused(platform);
      const said = `Cannot use "${paths.stateFolder}/systray2" for the tray helper: it is read-only`;
      assertStringIncludes(why, said);
      assertEquals(remedy, `Give yourself the right to write there. ${ELSEWHERE}`);
      // Nor the pictures.
      await run.remount("ro");
      const none = await refused(platform);
      assertStringIncludes(
        none.why,
        `Cannot use "${run.path}/claudeminder/tray" for the tray helper: it is read-only`,
      );
    }),
);

Deno.test(
  "placeHelper() keeps what is good on a full disk, runs nothing that is bad, and leaves no half file",
  withDisks,
  () =>
    withFolder(async (folder) => {
      const { paths } = platformIn(folder);
      // Both other places are on a disk that is full from the start, but for the pictures.
      await using state = await smallDisk(paths.stateFolder, "size=64k");
      await using others = await smallDisk(`${folder}/others`, "size=64k");
      const platform = {
        ...platformIn(folder),
        paths: { ...paths, runtimeFolder: `${folder}/pictures`, cacheFolder: `${others.path}/cache` },
      };
      await Deno.mkdir(`${folder}/pictures`, { mode: 0o700 });
      await Deno.writeFile(`${folder}/pictures/systray2`, HELPER);
      await others.fill();

      const launcher = await placed(platform);
      const names = () => [...Deno.readDirSync(placeIn(paths.stateFolder))].map(({ name }) => name).sort();
      const before = names();
      await state.fill();
      assertEquals(await placed(platform), launcher);
      assertEquals(await output(launcher), "helper\n");

      const program = `${placeIn(paths.stateFolder)}/claudeminder`;
      const bad = HELPER.toReversed();
      await Deno.writeFile(program, bad);
      await state.fill();
      const { why, remedy } = await refused(platform);
      assertStringIncludes(
        why,
        `Cannot use "${paths.stateFolder}/systray2" for the tray helper: the disk is full`,
      );
      assertEquals(remedy, `Make room on that disk. ${ELSEWHERE}`);
      assertEquals(await Deno.readFile(program), bad, "it is replaced as a whole or not at all");
      assertEquals(names(), before, "no temporary file is left");

      await Deno.remove(`${paths.stateFolder}/filler`);
      assertEquals(await placed(platform), launcher);
      assertEquals(await Deno.readFile(program), HELPER);
    }),
);

Deno.test("placeHelper() clears away what a writer has left that was killed", () =>
  withFolder(async (folder) => {
    const { paths } = platformIn(folder);
    const place = placeIn(paths.stateFolder);
    await Deno.mkdir(place, { recursive: true, mode: 0o700 });
    await Deno.writeFile(`${place}/.claudeminder.0123abcd.tmp`, HELPER.subarray(0, 8));
    await placed(platformIn(folder));
    assertEquals([...Deno.readDirSync(place)].filter(({ name }) => name.endsWith(".tmp")), []);
  }));

Deno.test("placeHelper() waits for another program that is just placing it, and takes nothing of it away", () =>
  withFolder(async (folder) => {
    const real = denoHost();
    const place = placeIn(platformIn(folder).paths.stateFolder);
    await Deno.mkdir(place, { recursive: true, mode: 0o700 });
    const temporary = `${place}/.claudeminder.0123abcd.tmp`;
    await Deno.writeFile(temporary, HELPER.subarray(0, 8));
    const waits = Promise.withResolvers<void>();
    const locked = <T>(path: string, work: () => Promise<T>): Promise<T> => {
      waits.resolve();
      return real.files.locked(path, work);
    };
    const others = await real.files.locked(`${place}/placing`, async () => {
      const placing = placed(platformIn(folder), { ...real, files: { ...real.files, locked } });
      await Promise.race([placing, waits.promise]);
      assertEquals(await Deno.readFile(temporary), HELPER.subarray(0, 8));
      return { placing };
    });
    assertEquals(await output(await others.placing), "helper\n");
  }));

interface Placing {
  /** Begins a round; gives the line that it prints. */
  round(): Promise<string>;
  /** Gives what it prints on stderr, and its exit status. */
  end(): Promise<readonly [string, number]>;
}

function placing(folder: string, index: number): Placing {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      "--quiet",
      `${import.meta.dirname}/placing_process.ts`,
      folder,
      `${index}`,
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  return {
    async round() {
      await writer.write(new Uint8Array(1));
      let line = "";
      while (!line.endsWith("\n")) {
        const { done, value } = await reader.read();
        if (done) break;
        line += value;
      }
      return line;
    },
    async end() {
      await writer.close();
      await reader.cancel();
      return [await new Response(child.stderr).text(), (await child.status).code];
    },
  };
}

Deno.test("placeHelper() in many programs at the same instant gives each of them a whole helper that runs", () =>
  withFolder(async (folder) => {
    const programs = [0, 1, 2, 3].map((index) => placing(folder, index));
    const lines: string[][] = [];
    try {
      for (let round = 0; round < 25; round++) {
        lines.push(await Promise.all(programs.map((program) => program.round())));
      }
    } finally {
      const ends = await Promise.all(programs.map((program) => program.end()));
      assertEquals(ends, programs.map(() => ["", 0]));
    }
    for (const each of lines) assertEquals(each, programs.map((_, index) => `helper ${index}/tray\n`));
  }));
