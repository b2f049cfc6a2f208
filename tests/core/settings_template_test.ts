// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parse } from "smol-toml";
import { defaultSettings, parseSettings } from "../../src/core/settings.ts";
import { settingKeys, settingsTemplate } from "../../src/core/settings_template.ts";

Deno.test("settingsTemplate() is valid TOML that changes nothing, and so it is with every line uncommented", () => {
  assertEquals(parseSettings(parse(settingsTemplate())), {
    kind: "settings",
    settings: defaultSettings,
    unknownKeys: [],
  });
  const uncommented = settingsTemplate().split("\n").slice(1).map((line) => line.replace(/^# /, "")).join(
    "\n",
  );
  const parsed = parseSettings(parse(uncommented));
  assert(parsed.kind === "settings");
  const { sidecar, ...others } = parsed.settings;
  assertEquals(others, defaultsWithout("sidecar"));
  assertEquals(parsed.unknownKeys, []);
  assertEquals(sidecar.map(({ name, port }) => [name, port]), [["agents", 0]]);
});

function defaultsWithout(key: string): unknown {
  return Object.fromEntries(Object.entries(defaultSettings).filter(([name]) => name !== key));
}

Deno.test("settingsTemplate() shows every key of a sidecar, as an example that is no sidecar yet", () => {
  const text = settingsTemplate();
  assertStringIncludes(text, "\n# [[sidecar]]");
  assertStringIncludes(text, `# health = { type = "http", path = "/health", token_env = "" }`);
  assertStringIncludes(text, `# shutdown = { type = "http", path = "/shutdown" }`);
});

Deno.test("settingKeys() explains every key", () => {
  assert(settingKeys().length > 20);
  for (const key of settingKeys()) assert(key.help !== "" && key.example !== undefined, key.key);
});
