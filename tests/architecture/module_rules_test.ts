import {
  agentSourcesAreInterchangeable,
  childrenPassOnePlace,
  denoIsBehindTheHost,
  hasContentAndName,
  isOneThing,
  namesAreUnique,
  nothingIsLoose,
  opensWithItsPurpose,
  providersAreInterchangeable,
  signalsAreKept,
  timesHaveOnePlace,
} from "./module_rules.ts";
import { tellsWhatBreaksIt } from "./verdict.ts";

tellsWhatBreaksIt("opensWithItsPurpose", opensWithItsPurpose, {
  keep: [["src/a.ts", "/** What it is for. */\nexport const a = 1;"], ["src/a.ts", "\n/**\n * What.\n */\n"]],
  break: [
    ["src/a.ts", "export const a = 1; /** Late. */"],
    ["src/a.ts", "/** */ export const a = 1;"],
    ["src/a.ts", "/* Not for readers. */"],
    ["src/a.ts", "// A note."],
    ["src/a.ts", ""],
  ],
});

tellsWhatBreaksIt("isOneThing", isOneThing, {
  keep: [["src/a.ts", "a();\n".repeat(300)]],
  break: [["src/a.ts", "a();\n".repeat(301)], ["src/a.ts", "a();\n".repeat(300) + "b();"]],
});

tellsWhatBreaksIt("hasContentAndName", hasContentAndName, {
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

tellsWhatBreaksIt("namesAreUnique", namesAreUnique, {
  keep: [
    ["src/app/limit.ts", ""],
    ["src/core/language/vi/reasons.ts", ""],
  ],
  break: [["src/net/usage.ts", ""]],
}, { "src/core/usage.ts": "", "src/core/language/en/reasons.ts": "" });

tellsWhatBreaksIt("nothingIsLoose", nothingIsLoose, {
  keep: [["src/main.ts", ""], ["src/compose.ts", ""], ["src/app/store.ts", ""], ["build.ts", ""]],
  break: [["src/store.ts", ""]],
});

tellsWhatBreaksIt("denoIsBehindTheHost", denoIsBehindTheHost, {
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

tellsWhatBreaksIt("childrenPassOnePlace", childrenPassOnePlace, {
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

tellsWhatBreaksIt("timesHaveOnePlace", timesHaveOnePlace, {
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

tellsWhatBreaksIt("signalsAreKept", signalsAreKept, {
  keep: [["src/app/a.ts", "AbortSignal.timeout(1); // AbortSignal.any\nconst signal: AbortSignal = any;"]],
  break: [["src/net/a.ts", "const either = AbortSignal.any([one, other]);"]],
});

tellsWhatBreaksIt("providersAreInterchangeable", providersAreInterchangeable, {
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

tellsWhatBreaksIt("agentSourcesAreInterchangeable", agentSourcesAreInterchangeable, {
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
