// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { defaultSettings } from "../../src/core/settings.ts";
import { changeSettings, ensureSettingsFile, loadSettings } from "../../src/storage/settings_file.ts";
import { fakeHost } from "../support/fake_host.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";

const file = "/c/config.toml";

async function files(text?: string) {
  const { host } = fakeHost(0);
  if (text !== undefined) await host.files.write(file, text);
  return host;
}

const bad: readonly [string, string][] = [
  [
    "[usage]\npoll_minutes = 0\n",
    `Cannot read config "${file}": usage.poll_minutes must be at least 1, got 0`,
  ],
  ['icon = "ring"\n', `Cannot read config "${file}": icon must be a table, got "ring"`],
  ["[usage\n", `Cannot read config "${file}": `],
  ["a = 1\na = 2\n", `Cannot read config "${file}": `],
];
for (const [text, line] of bad) {
  Deno.test(`loadSettings() of ${JSON.stringify(text)} says what is wrong where, and leaves the file`, async () => {
    const host = await files(text);
    const settings = await loadSettings(host, file);
    assert(settings.kind === "problems");
    assertEquals(settings.problems.length, 1);
    const [problem = ""] = settings.problems.map(reasonEn);
    assertStringIncludes(problem, line);
    assertEquals(problem.includes("\n"), false);
    assertEquals(await host.files.read(file), text);
  });
}

Deno.test("loadSettings() without a file is the defaults", async () => {
  assertEquals(await loadSettings(await files(), file), {
    kind: "settings",
    settings: defaultSettings,
    unknownKeys: [],
  });
});

Deno.test("changeSettings() merges deeply and keeps comments, order and unknown keys", async () => {
  const host = await files(
    "# mine\nfuture = 1\n[usage]\n# slow is fine\npoll_minutes = 10 # ten\nmax_requests_per_hour = 9\n",
  );
  const changed = await changeSettings(host, file, { usage: { poll_minutes: 7 }, icon: { style: "bar" } });
  assert(changed.kind === "settings");
  const { usage, icon } = changed.settings;
  assertEquals([usage.poll_minutes, usage.max_requests_per_hour, icon.style], [7, 9, "bar"]);
  const text = await host.files.read(file) ?? "";
  for (
    const part of [
      "# mine",
      "future = 1",
      "# slow is fine",
      "poll_minutes = 7 # ten",
      "max_requests_per_hour = 9",
      'style = "bar"',
    ]
  ) {
    assertStringIncludes(text, part);
  }
  assertEquals(await loadSettings(host, file), { ...changed, unknownKeys: ["future"] });
});

const refused: readonly [string, unknown, string][] = [
  ["a bad value", { usage: { poll_minutes: 0 } }, "usage.poll_minutes must be at least 1, got 0"],
  ["a key that does not exist", { usage: { pol_minutes: 3 } }, "no such setting: usage.pol_minutes"],
  ["a list", [1], "the settings must be a JSON object"],
  ["a dangerous key", JSON.parse('{"__proto__": {"polluted": 1}}'), "no such setting"],
];
for (const [name, change, error] of refused) {
  Deno.test(`changeSettings() refuses ${name} and saves nothing`, async () => {
    const host = await files("# mine\n");
    const changed = await changeSettings(host, file, change);
    assert(changed.kind === "problems", JSON.stringify(changed));
    assertStringIncludes(changed.problems.map(reasonEn).join(), error);
    assertEquals(await host.files.read(file), "# mine\n");
    assertEquals(Object.hasOwn(Object.prototype, "polluted"), false);
  });
}

Deno.test("changeSettings() does not touch a file that cannot be read", async () => {
  const host = await files("[usage\n");
  assertEquals((await changeSettings(host, file, { log_level: "debug" })).kind, "problems");
  assertEquals(await host.files.read(file), "[usage\n");
});

Deno.test("ensureSettingsFile() writes the defaults as comments, once", async () => {
  const host = await files();
  await ensureSettingsFile(host, file);
  assertEquals(await loadSettings(host, file), {
    kind: "settings",
    settings: defaultSettings,
    unknownKeys: [],
  });
  await host.files.write(file, "# changed\n");
  await ensureSettingsFile(host, file);
  assertEquals(await host.files.read(file), "# changed\n");
});
