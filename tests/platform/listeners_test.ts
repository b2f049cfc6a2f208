/** Who listens, as macOS and Windows print it. */
// @ts-types="../../types/std/assert.d.ts"
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Listener, ListenerSource } from "../../src/platform/platform.ts";
import { linuxPlatform } from "../../src/platform/linux.ts";
import { macosPlatform } from "../../src/platform/macos.ts";
import { windowsPlatform } from "../../src/platform/windows.ts";

const macos = macosPlatform(() => "/Users/ann");
const windows = windowsPlatform((name) =>
  ({ USERPROFILE: "C:\\Users\\Ann", SystemRoot: "C:\\Windows" })[name]
);

function parse(source: ListenerSource, printed: string): readonly Listener[] {
  if (source.kind === "proc") throw new Error("Nothing is printed there");
  return source.parse(printed);
}

Deno.test("lsof of macOS is read field by field", () => {
  const cases: readonly [string, readonly Listener[]][] = [
    ["", []],
    ["p812\ncopencode\nf14\nn127.0.0.1:4096\n", [{ pid: 812, address: "127.0.0.1", port: 4096 }]],
    [
      "p812\ncopencode\nf14\nn*:4096\nf15\nn[::1]:4097\np9\ncopencode\nf3\nn192.0.2.1:80\n",
      [
        { pid: 812, address: "0.0.0.0", port: 4096 },
        { pid: 812, address: "::1", port: 4097 },
        { pid: 9, address: "192.0.2.1", port: 80 },
      ],
    ],
    ["n127.0.0.1:4096\n", []],
    ["p12\nn127.0.0.1:4096->127.0.0.1:50000\nnlocalhost\npx\nn127.0.0.1:1\n", []],
  ];
  for (const [printed, expected] of cases) assertEquals(parse(macos.listeners, printed), expected, printed);
});

Deno.test("macosPlatform() asks lsof for listeners of that name only, ps for a terminal, and tells SwiftBar", () => {
  const source = macos.listeners;
  assert(source.kind === "command");
  assertEquals(source.command.args, ["-nP", "-iTCP", "-sTCP:LISTEN", "-a", "-c", "opencode", "-Fpcn"]);
  assertEquals(macos.terminal(812), { program: "/bin/ps", args: ["-o", "tty=", "-p", "812"] });
  assertEquals(macos.stateFileChanged?.args, ["-g", "swiftbar://refreshplugin?name=opencode"]);
});

Deno.test("the helper on Windows prints a line that is read address by address", () => {
  const cases: readonly [string, readonly Listener[]][] = [
    ["", []],
    ["127.0.0.1:4096 812", [{ pid: 812, address: "127.0.0.1", port: 4096 }]],
    ["[::1]:4096 812,0.0.0.0:5000 9\r", [
      { pid: 812, address: "::1", port: 4096 },
      { pid: 9, address: "0.0.0.0", port: 5000 },
    ]],
    ["garbage,127.0.0.1:x 3,127.0.0.1:4096", []],
  ];
  for (const [line, expected] of cases) assertEquals(parse(windows.listeners, line), expected, line);
});

Deno.test("windowsPlatform() starts the system's own PowerShell once, with a script that needs no quotation mark", () => {
  const source = windows.listeners;
  assert(source.kind === "helper");
  const { program, args } = source.command(4321);
  assertEquals(program, "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe");
  assertEquals(args.slice(0, -1), ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command"]);
  const script = args.at(-1) ?? "";
  assert(!script.includes('"'), "a quotation mark would end the argument");
  assertStringIncludes(script, "GetProcessById(4321)");
  assertStringIncludes(script, "& 'C:\\Windows\\System32\\netstat.exe'");
  for (const [open, close] of ["{}", "()", "[]"]) {
    // Those within texts are escaped, or come in pairs.
    const bare = script.replace(/'[^']*'/g, "''");
    assertEquals(bare.split(open ?? "").length, bare.split(close ?? "").length, `${open} and ${close}`);
  }
});

Deno.test("the script on Windows takes listeners by their foreign address, whatever the language", () => {
  const source = windows.listeners;
  assert(source.kind === "helper");
  const script = source.command(1).args.at(-1) ?? "";
  const pattern = new RegExp(/-match '([^']*)'/.exec(script)?.[1] ?? "");
  const cases: readonly [string, readonly string[] | null][] = [
    ["  TCP    127.0.0.1:4096         0.0.0.0:0              LISTENING       812", ["127.0.0.1:4096", "812"]],
    ["  TCP    127.0.0.1:4096         0.0.0.0:0              ABHÖREN         812", ["127.0.0.1:4096", "812"]],
    ["  TCP    [::1]:4096             [::]:0                 À L'ÉCOUTE      9", ["[::1]:4096", "9"]],
    ["  TCP    127.0.0.1:50000        127.0.0.1:4096         ESTABLISHED     812", null],
    ["  UDP    0.0.0.0:5353           *:*                                    4", null],
    ["  Proto  Local Address          Foreign Address        State           PID", null],
  ];
  for (const [line, expected] of cases) {
    const found = pattern.exec(line);
    assertEquals(found === null ? null : [...found].slice(1), expected, line);
  }
});

Deno.test("linuxPlatform() needs no program to find listeners or terminals", () => {
  const linux = linuxPlatform(() => "/home/ann", "x86_64");
  assertEquals([linux.listeners.kind, linux.terminal(1), linux.stateFileChanged], ["proc", null, null]);
});
