// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { reasonEn } from "../../src/core/language/en/reasons.ts";
import { changeSettings, loadSettings } from "../../src/storage/settings_file.ts";
import { fakeHost } from "../support/fake_host.ts";

const file = "/c/config.toml";

const written = `# mine
log_level = "info" # level

# my agents
[[sidecar]]
name = "agents" # its name
command = ["python3", "{port}"] # how
port = 8765 # where
env = { A = "b" } # with
health = { type = "http", path = "/health" } # well

# my proxy
[[sidecar]]
name = "proxy"
command = ["proxy"]
health = { type = "process" }

[icon]
style = "bar" # wide
`;
const agents = { name: "agents", command: ["python3", "{port}"], port: 9000, env: { A: "c", B: "d" } };
const proxy = { name: "proxy", command: ["proxy"], health: { type: "process" } };
const third = { ...proxy, name: "third", shutdown: { type: "signal" } };

/** The text of the file after one change after the other; after each, the file says what was meant. */
async function changed(text: string, ...lists: readonly (readonly unknown[])[]): Promise<string> {
  const { host } = fakeHost(0);
  await host.files.write(file, text);
  for (const sidecar of lists) {
    const result = await changeSettings(host, file, { sidecar });
    assert(result.kind === "settings", JSON.stringify(result));
    assertEquals(await loadSettings(host, file), result);
    assertEquals(result.settings.sidecar.length, sidecar.length);
  }
  return await host.files.read(file) ?? "";
}

/** Every value as it is in force, defaults too, as `config.get` gives it. */
async function inForce(text: string): Promise<readonly unknown[]> {
  const { host } = fakeHost(0);
  await host.files.write(file, text);
  const loaded = await loadSettings(host, file);
  assert(loaded.kind === "settings");
  return loaded.settings.sidecar;
}

Deno.test("changeSettings() of a value in a [[sidecar]] keeps every comment", async () => {
  const text = await changed(written, [
    { name: "agents", command: ["python3", "{port}"], port: 9000, env: { A: "b" }, health: { type: "http" } },
    proxy,
  ]);
  for (const comment of ["# mine", "# level", "# my agents", "# its name", "# how", "# wide"]) {
    assertStringIncludes(text, comment);
  }
  assertStringIncludes(text, "port = 9000 # where");
  assertStringIncludes(text, 'style = "bar" # wide');
});

Deno.test("changeSettings() adds, changes and takes away sidecars, and a person can always add one more", async () => {
  const more = `\n[[sidecar]]\nname = "mine"\ncommand = ["mine"]\nhealth = { type = "process" }\n`;
  for (
    const lists of [
      [[agents, proxy]],
      [[agents]],
      [[]],
      [[], [agents, proxy, third]],
      [[proxy, third, agents], [third], [agents, third]],
      [await inForce(written)],
      [[], await inForce(written), await inForce(written)],
      [[agents, proxy], await inForce(written), [], [], [third]],
    ]
  ) {
    for (const text of [written, "", 'log_level = "debug"\n', "[icon]\npulse = false\n"]) {
      const after = await changed(text, ...lists);
      assertEquals((await inForce(after + more)).length, (lists.at(-1)?.length ?? 0) + 1, after);
    }
  }
});

Deno.test("changeSettings() keeps a list that stands on one line, and mends one that is empty", async () => {
  const inline = 'sidecar = [{ name = "proxy", command = ["proxy"], health = { type = "process" } }] # one\n';
  assertStringIncludes(await changed(inline, [{ ...proxy, command: ["other"] }]), "# one");
  assertStringIncludes(await changed("sidecar = []\n", [proxy]), "[[sidecar]]");
});

Deno.test("changeSettings() refuses a bad sidecar, and says which key", async () => {
  const { host } = fakeHost(0);
  await host.files.write(file, written);
  const changes: readonly (readonly [unknown, string])[] = [
    [{ sidecar: [{ ...agents, port: 70_000 }] }, "sidecar[agents].port must be at most 65535, got 70000"],
    [{ sidecar: [agents, { ...proxy, helth: {} }] }, "no such setting: sidecar[proxy].helth"],
    [{ sidecar: { name: "agents" } }, 'sidecar must be a list, got {"name":"agents"}'],
  ];
  for (const [change, problem] of changes) {
    const result = await changeSettings(host, file, change);
    assert(result.kind === "problems");
    assertEquals(result.problems.map(reasonEn), [problem]);
  }
  assertEquals(await host.files.read(file), written);
});
