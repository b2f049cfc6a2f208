// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { resolve } from "node:path";
import { ownFiles } from "../../src/storage/own_files.ts";

const paths = {
  settingsFile: "/h/config/config.toml",
  stateFolder: "/h/state",
  runtimeFolder: "/run/user/1/claudeminder",
};

Deno.test("ownFiles() takes the settings from --config, else from CLAUDEMINDER_CONFIG, else from the platform's folder", () => {
  const settings = (config: string | undefined, variable: string | undefined) =>
    ownFiles({ env: (name) => name === "CLAUDEMINDER_CONFIG" ? variable : undefined }, paths, config)
      .settings;
  assertEquals(settings(undefined, undefined), "/h/config/config.toml");
  assertEquals(settings(undefined, ""), "/h/config/config.toml");
  assertEquals(settings(undefined, "/v.toml"), "/v.toml");
  assertEquals(settings("c.toml", "/v.toml"), resolve("c.toml"));
});

Deno.test("ownFiles() leaves the saved state and server.json where the platform has them", () => {
  const { state, server } = ownFiles({ env: () => "/v.toml" }, paths, "/c.toml");
  assertEquals([state, server], ["/h/state/state.json", "/run/user/1/claudeminder/server.json"]);
});
