import {
  coreIsPure,
  credentialsAreNotWritten,
  onlyKnownAddresses,
  tokensAreNotRenewed,
} from "./safety_rules.ts";
import { tellsWhatBreaksIt } from "./verdict.ts";

tellsWhatBreaksIt("coreIsPure", coreIsPure, {
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

tellsWhatBreaksIt("tokensAreNotRenewed", tokensAreNotRenewed, {
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

tellsWhatBreaksIt("onlyKnownAddresses", onlyKnownAddresses, {
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

tellsWhatBreaksIt("credentialsAreNotWritten", credentialsAreNotWritten, {
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
