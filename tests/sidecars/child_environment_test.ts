/** What a sidecar is given, and what it is not. */
import { assertEquals } from "@std/assert";
import { sidecarSettings } from "../../src/core/sidecars/sidecar_settings.ts";
import { linuxPlatform } from "../../src/platform/linux.ts";
import { macosPlatform } from "../../src/platform/macos.ts";
import { windowsPlatform } from "../../src/platform/windows.ts";
import { childCommand, takesToken } from "../../src/sidecars/child_environment.ts";
import type { SidecarInput } from "./fixtures/real_sidecars.ts";

const person: Readonly<Record<string, string>> = {
  HOME: "/home/p",
  PATH: "/usr/bin",
  USER: "p",
  LANG: "vi_VN.UTF-8",
  TMPDIR: "/tmp/p",
  USERPROFILE: "C:\\Users\\p",
  SystemRoot: "C:\\Windows",
  TEMP: "C:\\Temp",
  CLAUDE_CODE_OAUTH_TOKEN: "secret",
  HTTPS_PROXY: "http://user:password@proxy",
  CLAUDEMINDER_CONFIG: "/x",
  LD_PRELOAD: "/x.so",
};
const { childVariables } = linuxPlatform((name) => person[name], "x86_64");

function given(
  changes: Partial<SidecarInput>,
  told: Partial<Parameters<typeof childCommand>[2]> = {},
  env: Readonly<Record<string, string>> = person,
) {
  const settings = sidecarSettings.parse({ name: "a", command: ["a"], ...changes });
  const nothing = { port: null, token: null, socket: null };
  return childCommand({ env: (name) => env[name] }, settings, { ...nothing, ...told }, childVariables);
}

Deno.test("childCommand() gives five variables of the person's, and nothing else of them", () => {
  const { HOME, PATH, USER, LANG, TMPDIR } = person;
  assertEquals(given({}).env, { PATH, HOME, USER, LANG, TMPDIR });
});

Deno.test("childCommand() leaves out what is not set", () => {
  assertEquals(given({}, {}, { PATH: "/bin", LANG: "" }).env, { PATH: "/bin", LANG: "" });
});

Deno.test("each platform names the variables that its programs need", () => {
  const env = (name: string) => person[name];
  assertEquals(macosPlatform(env).childVariables, childVariables);
  const onWindows = windowsPlatform(env).childVariables;
  for (const name of ["PATH", "PATHEXT", "SystemRoot", "ComSpec", "USERPROFILE", "APPDATA", "TEMP"]) {
    assertEquals(onWindows.includes(name), true, name);
  }
  for (const name of Object.keys(person).slice(8)) assertEquals(onWindows.includes(name), false, name);
});

Deno.test("childCommand() puts the settings' own variables before those of the person", () => {
  const { env } = given({ env: { PATH: "/opt/bin", MODE: "x {port}" } }, { port: 1 });
  assertEquals([env.PATH, env.MODE, env.HOME], ["/opt/bin", "x 1", "/home/p"]);
});

Deno.test("childCommand() fills in each placeholder, and nothing that was filled in", () => {
  const told = { port: 8765, token: "{port}$(id)", socket: "/run/{token}" };
  const { program, args } = given({
    command: ["/bin/{port}", "--port={port}{port}", "{token}", "-s", "{socket}", "{PORT} {other} {{port}} {"],
  }, told);
  assertEquals(program, "/bin/8765");
  assertEquals(args, [
    ...["--port=87658765", "{port}$(id)", "-s", "/run/{token}", "{PORT} {other} {8765} {"],
  ]);
});

Deno.test("childCommand() leaves a placeholder for which there is nothing", () => {
  assertEquals(given({ command: ["a", "{port} {token} {socket}"] }).args, ["{port} {token} {socket}"]);
});

Deno.test("childCommand() gives the token in the variable that the settings name", () => {
  const health = { type: "jsonrpc", token_env: "API_TOKEN" } as const;
  assertEquals(given({ health }, { token: "T" }).env.API_TOKEN, "T");
  assertEquals("API_TOKEN" in given({ health }).env, false);
});

Deno.test("takesToken() is so where the settings name a place for it", () => {
  const takes = (changes: Partial<SidecarInput>) =>
    takesToken(sidecarSettings.parse({ name: "a", command: ["a"], ...changes }));
  assertEquals(takes({}), false);
  assertEquals(takes({ health: { type: "process" } }), false);
  assertEquals(takes({ health: { type: "http", token_env: "T" } }), true);
  assertEquals(takes({ command: ["a", "{token}"], health: { type: "process" } }), true);
  assertEquals(takes({ env: { T: "{token}" } }), true);
});
