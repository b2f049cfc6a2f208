// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
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
  assertEquals(parseSettings(parse(uncommented)), {
    kind: "settings",
    settings: defaultSettings,
    unknownKeys: [],
  });
});

Deno.test("settingKeys() explains every key", () => {
  assert(settingKeys().length > 20);
  for (const key of settingKeys()) assert(key.help !== "" && key.fallback !== undefined, key.path);
});
