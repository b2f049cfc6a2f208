/** What `doctor` says of sidecars while the program does not run; src/commands/doctor/sidecar_checks.ts. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { newStage, said, type Stage } from "./stage.ts";

const notWatched = "it does not run, since claudeminder does not run";

async function sidecarsSaid(
  toml: (stage: Stage) => string,
  work: (said: readonly string[], stage: Stage) => Promise<void> | void,
): Promise<void> {
  await using stage = await newStage();
  stage.env.PATH = `${stage.home}/bin:/usr/bin:/bin`;
  await stage.write(`${stage.home}/bin/tool`, "#!/bin/sh\n", 0o755);
  await stage.write(`${stage.home}/bin/plain`, "#!/bin/sh\n", 0o644);
  await stage.write(stage.configFile, `${toml(stage)}\n[opencode]\nenabled = false\n`);
  await work((await stage.checks("sidecar")).map((check) => said(check).replaceAll(stage.home, "~")), stage);
}

function sidecar(keys: string): string {
  return `[[sidecar]]\nname = "a"\nhealth = { type = "process" }\n${keys}\n`;
}

Deno.test("doctor has no line for sidecars where the settings have none", () =>
  sidecarsSaid(() => "", (said) => assertEquals(said, [])));

const config = "~/.config/claudeminder/config.toml";
const programs: readonly (readonly [string, string])[] = [
  ['command = ["tool"]', `ok: a: ~/bin/tool; ${notWatched}`],
  ['command = ["./tool"]\ncwd = "HOME/bin"', `ok: a: ~/bin/tool; ${notWatched}`],
  [
    'command = ["tool"]\nenv = { PATH = "/usr/bin" }',
    `problem: a: The program "tool" is not there -> install the program, or correct \`command\` in ${config}: PATH is claudeminder's own`,
  ],
  [
    'command = ["plain"]',
    'problem: a: ~/bin/plain may not be run: it is not marked as a program -> run: chmod +x "~/bin/plain"',
  ],
  [
    'command = ["HOME/bin"]',
    `problem: a: ~/bin is not a file -> install the program, or correct \`command\` in ${config}: PATH is claudeminder's own`,
  ],
  [
    'command = ["tool"]\ncwd = "HOME/missing"',
    `problem: a: The folder "~/missing" is not there -> make the folder, or correct \`cwd\` in ${config}`,
  ],
];
for (const [keys, expected] of programs) {
  Deno.test(`doctor looks for the program and the folder of a sidecar: ${keys.replaceAll("\n", ", ")}`, () =>
    sidecarsSaid(
      ({ home }) => sidecar(keys.replaceAll("HOME", home)),
      (said) => assertEquals(said, [expected]),
    ));
}

Deno.test("doctor says which port of a sidecar is taken, and which it gets", async () => {
  await using taken = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(),
  );
  await using other = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(),
  );
  const { port } = taken.addr;
  const free = await freePort();
  const on = (port: number, fallback: readonly number[]) =>
    sidecar(`command = ["tool", "{port}"]\nport = ${port}\nfallback_ports = [${fallback.join()}]`);
  const rows: readonly (readonly [string, string])[] = [
    [on(free, [port]), `ok: a: ~/bin/tool; port ${free} is free; ${notWatched}`],
    [
      on(port, [other.addr.port, free]),
      `ok: a: ~/bin/tool; another program has port ${port}: it gets port ${free}; ${notWatched}`,
    ],
    [
      on(port, [other.addr.port]),
      `problem: a: Another program has the ports ${port}, ${other.addr.port} -> end the other program, or add to \`fallback_ports\` in ${config}`,
    ],
    [on(0, []), `ok: a: ~/bin/tool; ${notWatched}`],
    [
      sidecar(`command = ["tool"]\nport = ${port}`),
      `problem: a: Another program has port ${port} -> end the other program, or add to \`fallback_ports\` in ${config}`,
    ],
  ];
  for (const [toml, expected] of rows) {
    await sidecarsSaid(() => toml, (said) => assertEquals(said, [expected]));
  }
});

async function freePort(): Promise<number> {
  const server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = server.addr as Deno.NetAddr;
  server.close();
  return await Promise.resolve(port);
}
