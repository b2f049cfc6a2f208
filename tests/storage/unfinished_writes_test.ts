/** In which folders the program looks for what killed writes have left. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { defaultSettings, type Settings } from "../../src/core/settings.ts";
import { sweepUnfinishedWrites } from "../../src/storage/unfinished_writes.ts";

/** The folders that are swept with these files, where the settings lead to the last of `ways`. */
async function swept(
  ways: readonly string[],
  below: string,
  opencode: Partial<Settings["opencode"]>,
  textfile = "",
) {
  const folders: string[] = [];
  const files = {
    ways: () => Promise.resolve(ways),
    sweep: (folder: string) => Promise.resolve(void folders.push(folder)),
  };
  const [config = ""] = ways;
  await sweepUnfinishedWrites({ files }, {
    settings: config,
    state: `${below}state.json`,
    history: `${below}history.sqlite`,
    server: `${below}server.json`,
    statusLine: `${below}statusline.sock`,
  }, {
    ...defaultSettings,
    opencode: { ...defaultSettings.opencode, ...opencode },
    metrics: { textfile },
  });
  return folders;
}

Deno.test("sweepUnfinishedWrites() looks once into each folder that is written to, with the strokes of its system", async () => {
  assertEquals(await swept(["/c/config.toml", "/dots/claude.toml"], "/s/", { usage_file: "" }), [
    "/c",
    "/dots",
    "/s",
    "/tmp",
  ]);
  const none = { state_file: "", usage_file: "" };
  assertEquals(await swept(["C:\\u\\config.toml"], "C:\\s\\", none), ["C:\\u", "C:\\s"]);
  assertEquals(await swept(["/c/config.toml"], "/s/", none, "/n/c.prom"), ["/c", "/s", "/n"]);
  // Elsewhere such a stroke is a letter of a name.
  assertEquals(await swept(["/c/a\\b.toml"], "/s/", none), ["/c", "/s"]);
});
