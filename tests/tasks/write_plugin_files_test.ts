/** What is in the plugin files when the settings change, with real files. */
// @ts-types="../std_types/assert.d.ts"
import { join } from "node:path";
import { createStore } from "../../src/app/store.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";
import { messagesIn } from "../../src/core/language/catalogues.ts";
import { nothingSaved } from "../../src/core/saved_state.ts";
import type { Settings } from "../../src/core/settings.ts";
import { initialState, type State } from "../../src/core/state.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { writePluginFiles } from "../../src/tasks/write_plugin_files.ts";
import { settingsWith } from "../core/alerts/teller.ts";
import { until } from "../e2e/desktop.ts";

interface Stage {
  readonly folder: string;
  state(): State;
  /** The settings are others from now on. */
  change(settings: Partial<Settings["opencode"]>): void;
}

function test(name: string, work: (stage: Stage) => Promise<void>): void {
  Deno.test(name, async () => {
    const folder = await Deno.makeTempDir({ prefix: "claudeminder-plugin-files-" });
    const real = denoHost();
    const settingsOf = (settings: Partial<Settings["opencode"]>) =>
      settingsWith({ opencode: { state_file: "", usage_file: "", ...settings } });
    const store = createStore(initialState(settingsOf({}), nothingSaved));
    const task = writePluginFiles({
      // Pauses are what is gentle to a machine; their order stays.
      host: { ...real, sleep: (ms, signal) => real.sleep(ms / 10, signal) },
      platform: { os: "linux", stateFileChanged: null },
      store,
      messages: () => messagesIn("en"),
    });
    const ended = new AbortController();
    const running = task(ended.signal);
    try {
      await work({
        folder,
        state: store.state,
        change: (settings) =>
          store.dispatch({ type: "settings", settings: settingsOf(settings), now: real.now() }),
      });
    } finally {
      ended.abort();
      await running;
      await Deno.remove(folder, { recursive: true });
    }
  });
}

test("writePluginFiles() leaves no figures behind in a usage file that it writes no more", async (stage) => {
  const path = join(stage.folder, "usage.json");
  await Deno.writeTextFile(path, '{"five_hour":{"utilization":17,"resets_at":null},"error":null}');
  const written = join(stage.folder, "state.json");
  stage.change({ state_file: written, usage_file: path });
  await until(() => Deno.stat(written).then(() => true, () => false), "the other file");
  stage.change({ state_file: written, usage_file: "" });
  await until(async () => {
    const { five_hour, updated, error } = JSON.parse(await Deno.readTextFile(path));
    return five_hour === undefined && Number.isInteger(updated) && error === "api_error";
  }, "the end of the figures");
});

test("writePluginFiles() says that a file cannot be written until it can, or is wanted no more", async (stage) => {
  const notices = () => stage.state().remarks.map(({ reason }) => reasonEn(reason));
  const says = (what: RegExp | null) => () =>
    what === null ? notices().length === 0 : notices().length === 1 && what.test(notices()[0] ?? "");
  // A file stands where its folder should be.
  const inTheWay = join(stage.folder, "folder");
  await Deno.writeTextFile(inTheWay, "");
  const first = join(inTheWay, "state.json");
  stage.change({ state_file: first });
  await until(says(/^Cannot write .*folder\/state\.json: /), "the notice");
  await Deno.remove(inTheWay);
  await Deno.mkdir(inTheWay);
  await until(says(null), "the end of the notice");
  await Deno.stat(first);

  await Deno.remove(inTheWay, { recursive: true });
  await Deno.writeTextFile(inTheWay, "");
  stage.change({ state_file: join(inTheWay, "other.json") });
  await until(says(/^Cannot write .*folder\/other\.json: /), "the second notice");
  stage.change({ state_file: join(stage.folder, "third.json") });
  await until(says(null), "the end of the second notice");
});
