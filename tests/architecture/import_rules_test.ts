import { assertEquals, assertStringIncludes } from "@std/assert";
import { importsFollowTheTable, importsHaveNoCycle, roomsHaveNoCycle } from "./import_rules.ts";
import { tellsWhatBreaksIt, verdict } from "./verdict.ts";

tellsWhatBreaksIt("importsFollowTheTable", importsFollowTheTable, {
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

Deno.test("roomsHaveNoCycle() names the way round, and takes types for no arrow", () => {
  const files = (last: string) => ({
    "src/core/usage/a.ts": 'import { b } from "../alerts/b.ts";',
    "src/core/alerts/b.ts": 'import { c } from "../../tasks/c.ts"; import "./other.ts";',
    "src/tasks/c.ts": last,
    "src/core/usage/d.ts": "",
  });
  const [round = ""] = verdict(roomsHaveNoCycle, files('import { d } from "../core/usage/d.ts";'));
  assertStringIncludes(round, "src/core/usage/ -> src/core/alerts/ -> src/tasks/ -> src/core/usage/");
  assertEquals(verdict(roomsHaveNoCycle, files('import type { D } from "../core/usage/d.ts";')), []);
});
