/** Where the session bus is. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { denoFiles } from "../../src/host/files/deno_files.ts";
import { busAddresses } from "../../src/dbus/bus_address.ts";

const host = (values: Record<string, string>) => ({
  env: (name: string) => values[name],
  files: denoFiles(),
});

Deno.test("busAddresses() takes sockets only, in order, unescaped", async () => {
  const cases: readonly [string, readonly string[]][] = [
    ["unix:path=/run/user/1000/bus", ["unix:path=/run/user/1000/bus"]],
    ["unix:guid=12,path=/a%20b", ["unix:path=/a b"]],
    ["unix:path=/x,guid=1;unix:abstract=/tmp/y", ["unix:path=/x", "unix:abstract=/tmp/y"]],
    // An address can name a program to be run.
    ["unixexec:path=/bin/sh,argv1=-c", []],
    ["tcp:host=127.0.0.1,port=1", []],
    ["autolaunch:", []],
    ["unix:path=", []],
    ["unix:path=/%c3%a9%zz", ["unix:path=/é%zz"]],
    // The library would cut these in two.
    ["unix:path=/a%3ab", []],
  ];
  for (const [given, expected] of cases) {
    assertEquals(await busAddresses(host({ DBUS_SESSION_BUS_ADDRESS: given })), expected, given);
  }
});

Deno.test("busAddresses() falls back on the runtime folder, where there is a bus in it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    assertEquals(await busAddresses(host({})), []);
    assertEquals(await busAddresses(host({ XDG_RUNTIME_DIR: folder })), []);
    await Deno.writeTextFile(`${folder}/bus`, "");
    assertEquals(await busAddresses(host({ XDG_RUNTIME_DIR: folder })), [`unix:path=${folder}/bus`]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
