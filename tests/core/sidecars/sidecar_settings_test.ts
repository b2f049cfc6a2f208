// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { messagesIn } from "../../../src/core/language/catalogues.ts";
import { parseSettings } from "../../../src/core/settings.ts";
import { shutdownOf } from "../../../src/core/sidecars/sidecar_settings.ts";

/** A sidecar that the settings take, with `changes`. */
function sidecar(changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { name: "agents", command: ["server", "--port", "{port}"], ...changes };
}

function problemsOf(sidecars: unknown, language: "en" | "vi" = "en"): readonly string[] {
  const parsed = parseSettings({ sidecar: sidecars });
  return parsed.kind === "problems" ? parsed.problems.map(messagesIn(language).reason) : [];
}

function taken(changes: Readonly<Record<string, unknown>>) {
  const parsed = parseSettings({ sidecar: [sidecar(changes)] });
  assert(parsed.kind === "settings", JSON.stringify(parsed));
  return parsed;
}

const portRange = "must be a whole number";
const name =
  'must be 1 to 32 letters, digits, "-" or "_", the first a letter or digit, and no name of a device of Windows';
const variable = 'must name a variable by letters, digits and "_", the first no digit';
const processOnly = { health: { type: "process" } };
const jsonrpc = { health: { type: "jsonrpc" } };

/** What is set, and what is said of it after `sidecar[agents].`, or `sidecar[0].` where its name is wrong. */
const problems: readonly (readonly [Readonly<Record<string, unknown>>, readonly string[]])[] = [
  [{ name: undefined }, ["name must be a text, got nothing"]],
  [{ name: 5 }, ["name must be a text, got 5"]],
  [{ name: "" }, [`name ${name}, got ""`]],
  [{ name: "my agents" }, [`name ${name}, got "my agents"`]],
  [{ name: "../x" }, [`name ${name}, got "../x"`]],
  [{ name: "a".repeat(33) }, [`name ${name}, got "${"a".repeat(33)}"`]],
  [{ name: "NUL" }, [`name ${name}, got "NUL"`]],
  [{ name: "Com1" }, [`name ${name}, got "Com1"`]],
  [{ name: "a\0" }, ['name must not hold a NUL character, got "a\\u0000"']],
  [{ command: undefined }, ["command must be a list, got nothing"]],
  [{ command: "server --token hunter2" }, ['command must be a list, got "***"']],
  [{ command: [] }, ["command must have at least 1 entries, got []"]],
  [{ command: ["", "{port}"] }, ['command must begin with a program, got ["","***"]']],
  [{ command: ["server", 8765, "{port}"] }, ['command[1] must be a text, got "***"']],
  [{ command: ["server", "{port}\0"] }, ['command[1] must not hold a NUL character, got "***"']],
  [{ port: "8765" }, ['port must be a number, got "8765"']],
  [{ port: 87.65 }, [`port ${portRange}, got 87.65`]],
  [{ port: -1 }, ["port must be at least 0, got -1"]],
  [{ port: 65_536 }, ["port must be at most 65535, got 65536"]],
  [{ port: 0, command: ["server"] }, [
    "port must be a port, or {port} must stand in command or env: else nobody knows where it answers, got 0",
  ]],
  [{ ...processOnly, command: ["server"], shutdown: { type: "http" } }, [
    "port must be a port, or {port} must stand in command or env: else nobody knows where it answers, got nothing",
  ]],
  [{ fallback_ports: 8766 }, ["fallback_ports must be a list, got 8766"]],
  [{ fallback_ports: [8766, 0, "x"] }, [
    "fallback_ports[1] must be at least 1, got 0",
    'fallback_ports[2] must be a number, got "x"',
  ]],
  [{ fallback_ports: Array.from({ length: 101 }, (_, index) => index + 1) }, [
    "fallback_ports must have at most 100 entries, got [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,3...",
  ]],
  [{ port: 8765, fallback_ports: [8766, 8765, 8766] }, [
    "fallback_ports[1] must be another port than port and the other fallback_ports, got 8765",
    "fallback_ports[2] must be another port than port and the other fallback_ports, got 8766",
  ]],
  [{ command: ["server"], port: 8765, fallback_ports: [8766] }, [
    "fallback_ports need {port} in command or env: else the program does not know which one it got, got [8766]",
  ]],
  [{ ...jsonrpc, socket: "run/x" }, ['socket must be a full path of at most 103 bytes, or "", got "run/x"']],
  [{ ...jsonrpc, socket: `/${"é".repeat(52)}` }, [
    `socket must be a full path of at most 103 bytes, or "", got "/${"é".repeat(52)}"`,
  ]],
  [{ socket: "/run/x" }, ['socket can only be set so where health.type is "jsonrpc", got "/run/x"']],
  [{ ...processOnly, socket: "/run/x" }, [
    'socket can only be set so where health.type is "jsonrpc", got "/run/x"',
  ]],
  [{ ...jsonrpc, command: ["server", "{socket}"] }, [
    "socket must be set, since {socket} stands in command or env, got nothing",
  ]],
  [{ start: "always" }, ['start must be one of "on-demand", "with-app", got "always"']],
  [{ host: "0.0.0.0" }, [
    'host must be an address of this machine: "127.0.0.1", "::1" or "localhost", got "0.0.0.0"',
  ]],
  [{ host: "127.0.0.300" }, [
    'host must be an address of this machine: "127.0.0.1", "::1" or "localhost", got "127.0.0.300"',
  ]],
  [{ host: "127.0.0.1.example.org" }, [
    'host must be an address of this machine: "127.0.0.1", "::1" or "localhost", got "127.0.0.1.example.org"',
  ]],
  [{ cwd: "agents" }, ['cwd must be a full path, or "", got "agents"']],
  [{ cwd: "/a\0b" }, ['cwd must not hold a NUL character, got "/a\\u0000b"']],
  [{ env: "TOKEN=hunter2" }, ['env must be a table, got "***"']],
  [{ env: { TOKEN: 5 } }, ['env.TOKEN must be a text, got "***"']],
  [{ env: { TOKEN: "hunter2\0" } }, ['env.TOKEN must not hold a NUL character, got "***"']],
  [{ env: { "TO-KEN": "hunter2" } }, [`env ${variable}, got "TO-KEN"`]],
  [{ env: { "": "hunter2" } }, [`env ${variable}, got ""`]],
  [{ env: { CLAUDEMINDER_SIDECAR: "hunter2" } }, [
    'env must be another variable: claudeminder itself sets this one, got "CLAUDEMINDER_SIDECAR"',
  ]],
  [{ auto_restart: "yes" }, ['auto_restart must be true or false, got "yes"']],
  [{ restart_delay_ms: -1 }, ["restart_delay_ms must be at least 0, got -1"]],
  [{ restart_delay_ms: 60_001 }, ["restart_delay_ms must be at most 60000, got 60001"]],
  [{ health: "http" }, ['health must be a table, got "http"']],
  [{ health: {} }, ['health.type must be one of "http", "jsonrpc", "process", got nothing']],
  [{ health: { type: "tcp" } }, ['health.type must be one of "http", "jsonrpc", "process", got "tcp"']],
  [{ health: { type: "http", path: "health" } }, [
    'health.path must be a path such as "/health", without blanks, got "health"',
  ]],
  [{ health: { type: "http", path: "//example.org/" } }, [
    'health.path must be a path such as "/health", without blanks, got "//example.org/"',
  ]],
  [{ health: { type: "http", path: "/a\r\nX: y" } }, [
    'health.path must be a path such as "/health", without blanks, got "/a\\r\\nX: y"',
  ]],
  [{ health: { type: "jsonrpc", token_env: "hunter2!" } }, [`health.token_env ${variable}, got "***"`]],
  [{ health: { type: "http", token_env: "claudeminder_sidecar" } }, [
    'health.token_env must be another variable: claudeminder itself sets this one, got "***"',
  ]],
  [{ env: { TOKEN: "hunter2" }, health: { type: "jsonrpc", token_env: "TOKEN" } }, [
    'health.token_env must be a variable that env does not set, got "***"',
  ]],
  [{ health_interval_seconds: 0 }, ["health_interval_seconds must be at least 0.1, got 0"]],
  [{ health_interval_seconds: 3601 }, ["health_interval_seconds must be at most 3600, got 3601"]],
  [{ health_timeout_seconds: "2s" }, ['health_timeout_seconds must be a number, got "2s"']],
  [{ health_timeout_seconds: 601 }, ["health_timeout_seconds must be at most 600, got 601"]],
  [{ unhealthy_after: 0 }, ["unhealthy_after must be at least 1, got 0"]],
  [{ max_restarts: 1.5 }, ["max_restarts must be a whole number, got 1.5"]],
  [{ max_restarts: -1 }, ["max_restarts must be at least 0, got -1"]],
  [{ shutdown: { type: "kill" } }, [
    'shutdown.type must be one of "http", "jsonrpc", "signal", got "kill"',
  ]],
  [{ shutdown: { type: "http", path: "" } }, [
    'shutdown.path must be a path such as "/health", without blanks, got ""',
  ]],
  [{ shutdown: { type: "jsonrpc" } }, [
    'shutdown.type can only be set so where health.type is "jsonrpc", got "jsonrpc"',
  ]],
  [{ ...jsonrpc, shutdown: { type: "http" } }, [
    'shutdown.type must be "jsonrpc" or "signal" where health.type is "jsonrpc", got "http"',
  ]],
];
for (const [changes, expected] of problems) {
  Deno.test(`a sidecar with ${JSON.stringify(changes)} is refused, with its key, what is allowed and what came`, () => {
    const entry = "name" in changes ? 0 : "agents";
    assertEquals(problemsOf([sidecar(changes)]), expected.map((line) => `sidecar[${entry}].${line}`));
    const inVietnamese = problemsOf([sidecar(changes)], "vi");
    assertEquals(inVietnamese.length, expected.length);
    for (const line of [...expected, ...inVietnamese]) assertEquals(line.includes("hunter2"), false);
  });
}

Deno.test("two sidecars of one name are refused, and so are names that differ in case alone", () => {
  const rule = "must differ from the names of all other sidecars, by more than upper and lower case";
  assertEquals(problemsOf([sidecar({}), sidecar({ name: "proxy" }), sidecar({})]), [
    `sidecar[2].name ${rule}, got "agents"`,
  ]);
  assertEquals(problemsOf([sidecar({}), sidecar({ name: "AGENTS" })]), [
    `sidecar[1].name ${rule}, got "AGENTS"`,
  ]);
});

Deno.test("a sidecar whose name is no name is told by its number", () => {
  assertEquals(problemsOf([sidecar({}), sidecar({ name: "a b]", port: -1 })]), [
    `sidecar[1].name ${name}, got "a b]"`,
    "sidecar[1].port must be at least 0, got -1",
  ]);
});

Deno.test("sidecars that are no list of tables are refused, and nothing secret in them is told", () => {
  const secret = sidecar({ env: { TOKEN: "hunter2", TOO: { deep: ["hunter2"] } } });
  assertEquals(problemsOf(secret), [
    'sidecar must be a list, got {"name":"agents","command":["***","***","***"],"env":{"TOKEN":"***","TOO":{"deep...',
  ]);
  assertEquals(problemsOf(["agents"]), ['sidecar[0] must be a table, got "agents"']);
  assertEquals(
    problemsOf(Array.from({ length: 51 }, (_, index) => sidecar({ name: `a${index}` }))).length,
    1,
  );
});

Deno.test("what can work is taken", () => {
  const good: readonly Readonly<Record<string, unknown>>[] = [
    {},
    { port: 8765, command: ["server"] },
    { port: 8765, fallback_ports: [8766, 8767], command: ["server"], env: { PORT: "{port}" } },
    // It may say in its ready line at which port it is.
    { ...jsonrpc, command: ["server"] },
    { ...jsonrpc, command: ["server", "{socket}"], socket: "/run/user/1000/agents.sock" },
    { ...jsonrpc, shutdown: { type: "signal" } },
    { ...processOnly, command: ["server"] },
    { ...processOnly, port: 8765, command: ["server"], shutdown: { type: "http" } },
    { host: "::1", cwd: "C:\\agents", name: "Com10" },
  ];
  for (const changes of good) taken(changes);
});

Deno.test("keys of a sidecar that do not exist are told with their place, names of variables are not among them", () => {
  const { unknownKeys } = taken({
    helth: 1,
    health: { type: "process", path: "/health" },
    env: { ANY: "x" },
    shutdown: { type: "signal", after: 5 },
  });
  assertEquals(unknownKeys, [
    "sidecar[agents].helth",
    "sidecar[agents].health.path",
    "sidecar[agents].shutdown.after",
  ]);
});

Deno.test("shutdownOf() is what is set, else the way of health", () => {
  const shutdown = (changes: Readonly<Record<string, unknown>>) =>
    taken(changes).settings.sidecar.map(shutdownOf)[0];
  assertEquals(shutdown({ shutdown: { type: "signal" } }), { type: "signal" });
  assertEquals(shutdown({}), { type: "http", path: "/shutdown" });
  assertEquals(shutdown(jsonrpc), { type: "jsonrpc" });
  assertEquals(shutdown(processOnly), { type: "signal" });
});
