/** What a start of the program (src/main.ts, src/compose.ts) loads before it knows what is asked of it. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import * as z from "zod";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");

const graph = z.object({
  modules: z.array(z.object({
    specifier: z.string(),
    dependencies: z.array(z.object({
      specifier: z.string(),
      code: z.object({ specifier: z.string() }).optional(),
      isDynamic: z.boolean().default(false),
    })).default([]),
  })),
});

/** What a module loads, itself and over others, but for what it loads later. */
async function loadedBy(module: string): Promise<readonly string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", join(ROOT, module)],
    cwd: ROOT,
  }).output();
  const { modules } = graph.parse(JSON.parse(new TextDecoder().decode(stdout)));
  const byName = new Map(modules.map((each) => [each.specifier, each.dependencies]));
  const reached = new Set([`file://${join(ROOT, module)}`]);
  for (const name of reached) {
    for (const { code, isDynamic } of byName.get(name) ?? []) {
      if (code !== undefined && !isDynamic) reached.add(code.specifier);
    }
  }
  return [...reached].sort();
}

async function packagesOf(module: string): Promise<readonly string[]> {
  return (await loadedBy(module)).filter((name) => name.startsWith("npm:"));
}

/** The names of npm packages, without those of Deno's standard library. */
function namesOf(packages: readonly string[]): readonly string[] {
  const names = packages.map((name) => name.replace(/^npm:\/?([^@]+)@.*$/, "$1"));
  return [...new Set(names)].filter((name) => name !== "deno-std");
}

Deno.test("main.ts loads no library and no catalogue before it knows that it is not asked for a status line", async () => {
  const loaded = await loadedBy("src/main.ts");
  assert(loaded.some((name) => name.endsWith("/src/commands/print_status_line.ts")), loaded.join());
  assertEquals(namesOf(loaded.filter((name) => name.startsWith("npm:"))), []);
  assertEquals(loaded.filter((name) => /language\/(?:en|vi)\/(?:command_)?messages/.test(name)), []);
});

Deno.test("command_line.ts is the only library that main.ts loads before it knows the command", async () => {
  assertEquals(namesOf(await packagesOf("src/commands/command_line.ts")), ["commander"]);
  assertEquals(namesOf(await packagesOf("src/core/language/catalogues.ts")), []);
});

Deno.test("compose.ts loads what shows the icon before what answers calls, asks a server or edits settings", async () => {
  const packages = await packagesOf("src/compose.ts");
  assert(packages.some((name) => name.includes("dbus-next")), packages.join());
  const late = ["hono", "json-rpc-2.0", "toml-patch", "fast-png", "ky"];
  const names = packages.map((name) => name.replace(/^npm:\/?/, "").replace(/@[^@]*$/, ""));
  assertEquals(names.filter((name) => late.includes(name)), []);
});

Deno.test("compose.ts loads of the history what notes that something happens, and no database", async () => {
  const loaded = await loadedBy("src/compose.ts");
  assertEquals(loaded.filter((name) => name.includes("node:sqlite")), []);
  assertEquals(
    loaded.filter((name) => /\/src\/.*history/.test(name)).map((name) => name.replace(/^.*\/src\//, "")),
    [
      "core/language/en/history_command_messages.ts",
      "core/language/vi/history_command_messages.ts",
      "tasks/history_when_wanted.ts",
    ],
  );
});

Deno.test("compose.ts loads of the sidecars what waits until there is one", async () => {
  const own = (await loadedBy("src/compose.ts")).filter((name) => name.includes("/src/sidecars/"));
  assertEquals(own.map((name) => name.replace(/^.*\/src\/sidecars\//, "")), [
    "sidecar_files.ts",
    "sidecar_named.ts",
    "sidecars_when_configured.ts",
  ]);
});

Deno.test("compose.ts loads nothing of metrics and event streams before somebody asks for them", async () => {
  const names = (await loadedBy("src/compose.ts")).map((name) => name.replace(/^.*\//, ""));
  assertEquals(names.filter((name) => /metric|^event_(?:log|queue)|patient_queue/.test(name)), [
    "metrics_when_asked.ts",
    "write_metrics_file.ts",
  ]);
});
