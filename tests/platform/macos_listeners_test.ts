/** Who listens, as macOS prints it, and where the other systems tell it. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import type { Listener, ListenerSource } from "../../src/platform/platform.ts";
import { linuxPlatform } from "../../src/platform/linux.ts";
import { macosPlatform } from "../../src/platform/macos.ts";
import { windowsPlatform } from "../../src/platform/windows.ts";

const macos = macosPlatform(() => "/Users/ann");

function parse(source: ListenerSource, printed: string): readonly Listener[] {
  if (source.kind !== "command") throw new Error("Nothing is printed there");
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

Deno.test("windowsPlatform() needs no program to find listeners", () => {
  const windows = windowsPlatform((name) => name === "USERPROFILE" ? "C:\\Users\\Ann" : undefined);
  assertEquals(windows.listeners, { kind: "sockets", everyMs: 1_000 });
});

Deno.test("linuxPlatform() needs no program to find listeners or terminals", () => {
  const linux = linuxPlatform(() => "/home/ann", "x86_64");
  assertEquals([linux.listeners.kind, linux.terminal(1), linux.stateFileChanged], ["proc", null, null]);
});
