import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import {
  agentSourcesAreInterchangeable,
  childrenPassOnePlace,
  denoIsBehindTheHost,
  hasContentAndName,
  importsFollowTheTable,
  importsHaveNoCycle,
  isOneThing,
  opensWithItsPurpose,
  providersAreInterchangeable,
  type Rule,
  timesHaveOnePlace,
} from "./architecture/architecture.ts";
import { readModule } from "./architecture/modules.ts";
import { reasonsAreValues } from "./architecture/reason_rule.ts";
import {
  coreIsPure,
  credentialsAreNotWritten,
  onlyKnownAddresses,
  tokensAreNotRenewed,
} from "./architecture/safety_rules.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");

/** Paths of the TypeScript files below a folder of the project. */
function filesBelow(folder: string): readonly string[] {
  return [...Deno.readDirSync(join(ROOT, folder))].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory
      ? filesBelow(path)
      : path.endsWith(".ts") && !path.endsWith(".d.ts")
      ? [path]
      : [];
  });
}

const house = [...filesBelow("src"), ...filesBelow("packaging"), "build.ts"].sort()
  .map((path) => readModule({ path, text: Deno.readTextFileSync(join(ROOT, path)) }));
const program = house.filter(({ path }) => path.startsWith("src/"));

/** What a rule says of a program that consists of these files. */
function verdict(rule: Rule, files: Readonly<Record<string, string>>): readonly string[] {
  return rule(Object.entries(files).map(([path, text]) => readModule({ path, text })));
}

/** Each is one file, by path and text, that keeps or breaks the rule. */
interface Samples {
  readonly keep: readonly (readonly [string, string])[];
  readonly break: readonly (readonly [string, string])[];
}

function holdsAndCanFail(name: string, rule: Rule, samples: Samples, modules = program): void {
  Deno.test(`${name}() holds`, () => assertEquals(rule(modules), [], rule(modules).join("\n")));
  Deno.test(`${name}() tells what breaks it from what does not`, () => {
    for (const [path, text] of samples.keep) {
      assertEquals(verdict(rule, { [path]: text }), [], `${path}: ${text}`);
    }
    for (const [path, text] of samples.break) {
      const found = verdict(rule, { [path]: text });
      assert(found.length > 0, `not found in ${path}: ${text}`);
      assertStringIncludes(found[0] ?? "", path);
    }
  });
}

Deno.test("the house is read whole", () => {
  assert(program.length >= 7, "src/ has fewer files than interfaces");
  assert(program.some(({ imports }) => imports.length > 0), "no import was found");
  assert(
    program.some(({ path }) => path === "src/core/usage/limit.ts"),
    "src/core/usage/limit.ts was not found",
  );
});

holdsAndCanFail("importsFollowTheTable", importsFollowTheTable, {
  keep: [
    [
      "src/core/a.ts",
      'import * as z from "zod"; import type { B } from "./b.ts"; export { c } from "./c.ts";',
    ],
    [
      "src/net/a.ts",
      'import type { Host } from "../host/host.ts"; import { p } from "./pins.ts"; import ky from "ky";',
    ],
    [
      "src/providers/a.ts",
      'import { p } from "../net/a.ts"; import type {\n  Host,\n} from "../host/host.ts";',
    ],
    [
      "src/tray/sni_driver.ts",
      'import type { Platform } from "../platform/platform.ts"; import { x } from "../host/host.ts";',
    ],
    ["src/tasks/a.ts", 'import type { Provider } from "../providers/provider.ts"; import "./b.ts";'],
    [
      "src/app/app.ts",
      'import { a } from "../tasks/a.ts"; import type { P } from "../providers/provider.ts";',
    ],
    ["src/main.ts", 'import { a } from "./app/app.ts"; const b = await import("./tray/sni_driver.ts");'],
    ["src/host/deno_host.ts", 'import type { Host } from "./host.ts";'],
    ["src/app/version.ts", 'import project from "../../deno.json" with { type: "json" };'],
    [
      "src/core/a.ts",
      '// import { a } from "../host/host.ts";\nconst s = `import "../host/host.ts"`; const from = import.meta;',
    ],
    ["src/core/a.ts", 'export type A = "x"; export const from = "../app/app.ts"; export { b };'],
  ],
  break: [
    ["src/core/a.ts", 'import { a } from "../net/a.ts";'],
    ["src/core/a.ts", 'import type { Host } from "../host/host.ts";'],
    ["src/core/a.ts", 'import ky from "ky";'],
    ["src/core/a.ts", 'import "node:fs";'],
    ["src/core/a.ts", 'export * from "../app/app.ts";'],
    ["src/core/a.ts", 'export type { App } from "../app/app.ts";'],
    ["src/core/a.ts", 'const a = await import("../app/app.ts");'],
    ["src/core/a.ts", 'type A = import("../app/app.ts").App;'],
    ["src/core/a.ts", 'const a = await import("." + name);'],
    ["src/core/a.ts", "const a = await import(`./${name}.ts`);"],
    ["src/core/a.ts", 'import project from "../../deno.json" with { type: "json" };'],
    ["src/host/host.ts", 'import { a } from "../core/usage.ts";'],
    ["src/net/a.ts", 'import { Host } from "../host/host.ts";'],
    ["src/net/a.ts", 'import { type Host } from "../host/host.ts";'],
    ["src/providers/a.ts", 'import type { linux } from "../platform/linux.ts";'],
    ["src/platform/linux.ts", 'import { a } from "../net/a.ts";'],
    ["src/tray/a.ts", 'import { linux } from "../platform/linux.ts";'],
    ["src/tasks/a.ts", 'import { claude } from "../providers/claude/claude.ts";'],
    ["src/tasks/a.ts", 'import { sni } from "../tray/sni_driver.ts";'],
    ["src/tasks/a.ts", 'import { app } from "../app/app.ts";'],
    ["src/app/app.ts", 'import { main } from "../main.ts";'],
    ["src/commands/command_line.ts", 'import type { A } from "../main.ts";'],
    ["src/app/app.ts", 'import { claude } from "../providers/claude/claude.ts";'],
    ["src/app/app.ts", 'import { linux } from "../platform/linux.ts";'],
    ["src/commands/doctor/a.ts", 'import { sni } from "../../tray/sni_driver.ts";'],
    ["src/commands/doctor/a.ts", 'import { denoHost } from "../../host/deno_host.ts";'],
    ["src/main.ts", 'import { build } from "../build.ts";'],
    ["src/elsewhere/a.ts", "export const a = 1;"],
  ],
});

Deno.test("importsHaveNoCycle() holds", () => assertEquals(importsHaveNoCycle(program), []));

Deno.test("importsHaveNoCycle() names the way round", () => {
  const round = verdict(importsHaveNoCycle, {
    "src/a.ts": 'import type { B } from "./b.ts";',
    "src/b.ts": 'import { c } from "./core/c.ts";',
    "src/core/c.ts": 'export { a } from "../a.ts";',
  });
  assertEquals(round.length, 1);
  assertStringIncludes(round[0] ?? "", "src/a.ts -> src/b.ts -> src/core/c.ts -> src/a.ts");
  const diamond = verdict(importsHaveNoCycle, {
    "src/a.ts": 'import "./b.ts"; import "./c.ts";',
    "src/b.ts": 'import "./d.ts";',
    "src/c.ts": 'import "./d.ts";',
    "src/d.ts": "",
  });
  assertEquals(diamond, []);
});

holdsAndCanFail("opensWithItsPurpose", opensWithItsPurpose, {
  keep: [["src/a.ts", "/** What it is for. */\nexport const a = 1;"], ["src/a.ts", "\n/**\n * What.\n */\n"]],
  break: [
    ["src/a.ts", "export const a = 1; /** Late. */"],
    ["src/a.ts", "/** */ export const a = 1;"],
    ["src/a.ts", "/* Not for readers. */"],
    ["src/a.ts", "// A note."],
    ["src/a.ts", ""],
  ],
}, house);

holdsAndCanFail("isOneThing", isOneThing, {
  keep: [["src/a.ts", "a();\n".repeat(300)]],
  break: [["src/a.ts", "a();\n".repeat(301)], ["src/a.ts", "a();\n".repeat(300) + "b();"]],
}, house);

holdsAndCanFail("hasContentAndName", hasContentAndName, {
  keep: [
    ["src/a.ts", '/** A. */ export { b } from "./b.ts"; export const c = 1;'],
    ["src/a.ts", 'import "./b.ts";'],
    ["src/core/model.ts", "export const a = 1;"],
  ],
  break: [
    ["src/a.ts", '/** All. */ export * from "./b.ts"; export { c } from "./c.ts";'],
    ["src/a.ts", 'import "./x.ts";\nexport type { C } from "./c.ts"\n'],
    ["src/core/utils.ts", "export const a = 1;"],
    ["src/core/string_utils.ts", "export const a = 1;"],
    ["src/types.ts", "export const a = 1;"],
    ["src/core/index.ts", "export const a = 1;"],
  ],
});

holdsAndCanFail("denoIsBehindTheHost", denoIsBehindTheHost, {
  keep: [
    ["src/host/deno_host.ts", "Deno.pid;"],
    ["src/main.ts", "Deno.exit(1);"],
    [
      "src/app/app.ts",
      '/** Deno.pid is the host\'s. */ const text = "Deno.pid"; const a = { Deno: 1 }; a.Deno;',
    ],
  ],
  break: [
    ["src/app/app.ts", "Deno.exit(1);"],
    ["src/tasks/a.ts", "const { pid } = Deno;"],
    ["src/tray/a.ts", "const a = `${Deno.pid}`;"],
    ["src/hosts/deno_host.ts", "Deno.pid;"],
  ],
});

holdsAndCanFail("childrenPassOnePlace", childrenPassOnePlace, {
  keep: [
    ["src/host/process/child_process.ts", "new Deno.Command(program).spawn();"],
    [
      "src/host/deno_host.ts",
      "const options: Deno.CommandOptions = {}; // Deno.Command\nconst a = { Command: 1 };",
    ],
    ["src/tray/a.ts", 'import type { Command } from "../host/host.ts";'],
  ],
  break: [
    ["src/host/process/this_process.ts", "new Deno.Command(program).spawn();"],
    ["src/main.ts", "const { code } = new Deno.Command(program).outputSync();"],
    ["src/tray/a.ts", 'import { spawn } from "node:child_process";'],
    ["src/app/app.ts", 'const { spawn } = await import("child_process");'],
  ],
});

holdsAndCanFail("reasonsAreValues", reasonsAreValues, {
  keep: [
    ["src/host/a.ts", 'throw new Error("Cannot do it");'],
    ["src/tray/a.ts", 'throw new ReasonError({ about: "tray", kind: "no-panel" });\nnew Error("late");'],
    ["src/tray/a.ts", 'const why = { about: "system", text: error.message }; // new Error("It is so")'],
  ],
  break: [
    ["src/tray/a.ts", 'throw new Error("No panel shows icons");'],
    ["src/app/a.ts", "throw new Error(`Cannot open ${target}: it is gone`);"],
    ["src/notify/a.ts", 'const why = { about: "system", text: "no service is there" };'],
  ],
});

holdsAndCanFail("timesHaveOnePlace", timesHaveOnePlace, {
  keep: [
    ["src/core/time/iso_time.ts", "new Date(at).toISOString();"],
    ["src/core/time/units.ts", "export const second = 1000;"],
    ["src/host/a.ts", "const day = 1;"],
    ["src/app/a.ts", 'const day = date.getDate(); const hours = 3; // toISOString\nconst minute = "a";'],
  ],
  break: [
    ["src/app/a.ts", "new Date(at).toISOString();"],
    ["src/core/a.ts", "const minute = 60_000;"],
    ["src/tasks/a.ts", "export const day = 24 * hour;"],
  ],
});

holdsAndCanFail("providersAreInterchangeable", providersAreInterchangeable, {
  keep: [
    ["src/providers/claude/claude.ts", 'const id = "claude";'],
    ["src/providers/claude/usage_limits.ts", 'const id = "claude";'],
    ["src/main.ts", 'const id = "claude";'],
    ["src/core/messages.ts", 'const text = "run `claude` or sign in"; // "claude"'],
  ],
  break: [
    ["src/core/messages.ts", "if (id === 'claude') a();"],
    ["src/providers/provider.ts", "const id = `claude`;"],
    ["src/tasks/claude.ts", 'const id = "claude";'],
  ],
});

holdsAndCanFail("agentSourcesAreInterchangeable", agentSourcesAreInterchangeable, {
  keep: [
    ["src/core/agents/sources.ts", 'import { a } from "./one/a.ts"; import { b } from "./other/b.ts";'],
    ["src/compose.ts", 'import { a } from "./agents/one/a.ts";'],
    ["src/commands/doctor/one_checks.ts", 'import { a } from "../../agents/one/a.ts";'],
    ["src/agents/one/a.ts", 'import { b } from "../../core/agents/one/b.ts"; import "./inside/c.ts";'],
    ["src/core/agents/one/inside/a.ts", 'import { b } from "../b.ts"; import { c } from "../../c.ts";'],
    ["src/core/alerts/a.ts", 'import { a } from "../agents/a.ts";'],
  ],
  break: [
    ["src/core/alerts/a.ts", 'import type { A } from "../agents/one/a.ts";'],
    ["src/core/agents/a.ts", 'import { a } from "./one/a.ts";'],
    ["src/agents/a.ts", 'import { a } from "./one/a.ts";'],
    ["src/agents/one/a.ts", 'import { a } from "../other/a.ts";'],
    ["src/tasks/a.ts", 'import { a } from "../core/agents/one/a.ts";'],
  ],
});

holdsAndCanFail("coreIsPure", coreIsPure, {
  keep: [
    ["src/app/app.ts", "Date.now(); fetch(url); console.log(1);"],
    ["src/core/a.ts", "new Date(now).toISOString(); Date.UTC(2026, 0); Date.parse(text); Math.floor(1.5);"],
    [
      "src/core/a.ts",
      "function at(time: Date): number { return time.getTime(); } interface A { performance?: number }",
    ],
    [
      "src/core/a.ts",
      'const a = { fetch: 1 }; a.fetch; "setTimeout"; // console.log(1)\n/setTimeout/.test(a);',
    ],
  ],
  break: [
    ["src/core/a.ts", "const now = Date.now();"],
    ["src/core/a.ts", "const now = new Date();"],
    ["src/core/a.ts", "const now = new Date;"],
    ["src/core/a.ts", "const now = Date();"],
    ["src/core/a.ts", "const Time = Date;"],
    ["src/core/a.ts", "const a = performance.now();"],
    ["src/core/a.ts", "const a = Math.random();"],
    ["src/core/a.ts", "const { random } = Math;"],
    ["src/core/a.ts", "await fetch(url);"],
    ["src/core/a.ts", "const ask = quick ? fetch : slow;"],
    ["src/core/a.ts", "setTimeout(a, 1);"],
    ["src/core/a.ts", "globalThis.setTimeout(a, 1);"],
    ["src/core/a.ts", "const a = `${crypto.randomUUID()}`;"],
    ["src/core/a.ts", 'console.warn("a");'],
    ["src/core/a.ts", "Deno.pid;"],
  ],
});

holdsAndCanFail("tokensAreNotRenewed", tokensAreNotRenewed, {
  keep: [[
    "src/providers/a.ts",
    "/** The refreshToken is ignored: /oauth/token is never asked. */ const a = 1;",
  ]],
  break: [
    ["src/providers/a.ts", 'const url = "https://api.anthropic.com/v1/oauth/token";'],
    ["src/providers/a.ts", 'const body = { grant_type: "x" };'],
    ["src/providers/a.ts", 'const body = new URLSearchParams([["grant_type", "x"]]);'],
    ["src/providers/a.ts", "const url = `https://platform.claude.com/v1/oauth${path}`;"],
    ["src/providers/a.ts", "use(credentials.refreshToken);"],
    ["src/providers/a.ts", 'use(credentials["refresh_token"]);'],
  ],
});

holdsAndCanFail("onlyKnownAddresses", onlyKnownAddresses, {
  keep: [
    ["src/providers/a.ts", 'const url = "https://api.anthropic.com/api/oauth/usage"; // https://example.com'],
    ["src/tasks/a.ts", "const url = `http://127.0.0.1:${port}/rpc`;"],
  ],
  break: [
    ["src/providers/a.ts", 'const url = "https://api.anthropic.com/api/oauth/usage2";'],
    ["src/providers/a.ts", "const url = `https://example.com/${path}`;"],
    ["src/providers/a.ts", 'const url = "https://" + host;'],
    ["src/providers/a.ts", 'const url = "http://127.0.0.1.example.com";'],
    ["src/providers/a.ts", 'const url = "wss://example.com";'],
  ],
});

holdsAndCanFail("credentialsAreNotWritten", credentialsAreNotWritten, {
  keep: [
    ["src/tasks/a.ts", "await host.files.write(path, text);"],
    ["src/providers/a.ts", "await host.files.read(path); // never write"],
  ],
  break: [
    ["src/providers/a.ts", "await host.files.write(path, text);"],
    ["src/providers/a.ts", "const { rename } = host.files;"],
    ["src/platform/a.ts", "await files.remove(path);"],
    ["src/providers/a.ts", 'type Slice = Pick<Files, "read" | "write">;'],
    ["src/providers/a.ts", 'await host.files["write"](path, text);'],
  ],
});
