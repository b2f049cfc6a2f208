/** The file for node_exporter: when it is written, with what, and that it goes. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { createStore } from "../../src/app/store.ts";
import { defaultSettings, type Settings } from "../../src/core/settings.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import type { Store } from "../../src/tasks/task.ts";
import { writeMetricsFile } from "../../src/tasks/write_metrics_file.ts";
import { july, read, signedIn, stateAfter, t0 } from "../core/situations.ts";
import { fakeHost } from "../support/fake_host.ts";
import { namesIn, withFolder } from "../support/test_folder.ts";

const about = { version: "1.2.3", os: "linux" } as const;
const real = denoHost().files;

function settingsWith(textfile: string): Settings {
  return { ...defaultSettings, metrics: { textfile } };
}

/** Real files, and a clock that the test drives. */
async function writing(
  textfile: string,
  work: (
    stage: {
      readonly store: Store;
      readonly writes: number[];
      readonly advance: (ms: number) => Promise<void>;
      /** Lets time stand still until it is so. */
      readonly until: (isSo: () => boolean | Promise<boolean>) => Promise<void>;
    },
  ) => Promise<void>,
): Promise<void> {
  const { host, advance, settle, sleeping } = fakeHost(t0);
  const store = createStore(stateAfter([signedIn, read(july)], settingsWith(textfile)));
  const writes: number[] = [];
  const stop = new AbortController();
  const running = writeMetricsFile({
    host: {
      ...host,
      run: () => Promise.reject(new Error("nothing is run")),
      files: {
        ...real,
        async write(path, data, mode) {
          await real.write(path, data, mode);
          writes.push(host.now() - t0);
        },
      },
    },
    store,
    about,
  })(stop.signal);
  const until = async (isSo: () => boolean | Promise<boolean>) => {
    while (!await isSo()) await settle();
  };
  await work({ store, writes, advance, until });
  stop.abort();
  await running;
  assertEquals(sleeping(), 0);
}

Deno.test("writeMetricsFile() writes what everybody may read, when something has changed, every 15 s at most, and removes it", () =>
  withFolder(async (folder) => {
    const file = `${folder}/claudeminder.prom`;
    await writing(file, async ({ store, writes, advance, until }) => {
      await until(() => writes.length === 1);
      const text = await Deno.readTextFile(file);
      assert(text.includes('claudeminder_limit_used_ratio{account="one",limit="session"} 0.15\n'), text);
      assert(!text.includes("process_"), "node_exporter has such names itself");
      assertEquals(((await Deno.stat(file)).mode ?? 0) & 0o777, 0o644);
      assertEquals(namesIn(folder), ["claudeminder.prom"]);
      for (let second = 1; second <= 14; second++) {
        store.dispatch(read(july, t0 + second * 1000));
        await advance(1000);
      }
      assertEquals(writes, [0]);
      await advance(1000);
      await until(() => writes.length === 2);
      assertEquals(writes[1], 15_000);
      await advance(16_000);
      store.dispatch({ type: "woke", now: t0 });
      await advance(0);
      assertEquals(writes.length, 2, "nothing is another");
      // The session's reset passes: its percentage is no longer true.
      await advance(2 * 3_600_000 + 6 * 60_000);
      await until(async () =>
        !(await Deno.readTextFile(file)).includes('_ratio{account="one",limit="session"}')
      );
    });
    assertEquals(namesIn(folder), []);
  }));

Deno.test("writeMetricsFile() follows the settings: one file goes, the other comes", () =>
  withFolder(async (folder) => {
    const [one, other] = [`${folder}/one.prom`, `${folder}/other.prom`];
    const isThere = async (path: string) => await real.stat(path) !== null;
    await writing(one, async ({ store, until }) => {
      await until(() => isThere(one));
      store.dispatch({ type: "settings", settings: settingsWith(other), now: t0 });
      await until(async () => await isThere(other) && !await isThere(one));
      store.dispatch({ type: "settings", settings: settingsWith(""), now: t0 });
      await until(async () => !await isThere(other));
    });
  }));

Deno.test("writeMetricsFile() makes no folder, and says where it cannot write", () =>
  withFolder(async (folder) => {
    const path = `${folder}/missing/x.prom`;
    await writing(path, async ({ store, until }) => {
      await until(() => store.state().remarks.length === 1);
      assertEquals(store.state().remarks, [{
        id: `file:${path}`,
        reason: {
          ...{ about: "own-file", kind: "unwritable", file: path },
          why: {
            ...{ about: "folder", kind: "unusable", folder: `${folder}/missing` },
            why: { about: "folder", kind: "missing" },
          },
        },
      }]);
    });
    assertEquals(namesIn(folder), []);
  }));
