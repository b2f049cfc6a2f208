/** Where the session bus and the display are, and the cookies that let us in. */
// @ts-types="../../types/std/assert.d.ts"
import { assertEquals } from "@std/assert";
import { denoFiles } from "../../src/host_files.ts";
import { busAddresses } from "../../src/dbus/bus_address.ts";
import { authorityEntries, displayCookies } from "../../src/tray/x_authority.ts";
import { displayAddress } from "../../src/tray/x_display.ts";

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

Deno.test("displayAddress() knows the forms that DISPLAY takes", () => {
  const local = (number: number) => ({ path: `/tmp/.X11-unix/X${number}` });
  const cases: readonly [string, unknown][] = [
    [":0", { target: local(0), number: "0", screen: 0 }],
    [":12.1", { target: local(12), number: "12", screen: 1 }],
    ["unix:3", { target: local(3), number: "3", screen: 0 }],
    ["localhost:10.0", { target: { host: "localhost", port: 6010 }, number: "10", screen: 0 }],
    ["[::1]:1", { target: { host: "::1", port: 6001 }, number: "1", screen: 0 }],
    ["", null],
    ["wayland-0", null],
    ["/tmp/socket:0", null],
  ];
  for (const [display, expected] of cases) assertEquals(displayAddress(display), expected, display);
});

function entry(address: string, number: string, name: string, data: readonly number[]): readonly number[] {
  const field = (bytes: readonly number[]) => [bytes.length >> 8, bytes.length & 0xff, ...bytes];
  const text = (value: string) => field([...new TextEncoder().encode(value)]);
  return [1, 0, ...text(address), ...text(number), ...text(name), ...field(data)];
}

Deno.test("displayCookies() gives the cookies of the display, and none for servers that want none", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/.Xauthority`;
    const bytes = [
      ...entry("old-name", "0", "MIT-MAGIC-COOKIE-1", [1, 2]),
      ...entry("machine", "7", "MIT-MAGIC-COOKIE-1", [3]),
      ...entry("machine", "0", "XDM-AUTHORIZATION-1", [4]),
      ...entry("machine", "", "MIT-MAGIC-COOKIE-1", [5]),
    ];
    await Deno.writeFile(file, Uint8Array.from([...bytes, 1, 0, 0, 9]));
    const cookies = async (values: Record<string, string>) =>
      (await displayCookies(host(values), "0")).map((cookie) => [...cookie]);
    assertEquals(await cookies({ XAUTHORITY: file }), [[1, 2], [5], []]);
    assertEquals(await cookies({ HOME: folder }), [[1, 2], [5], []]);
    assertEquals(await cookies({ HOME: "/nowhere" }), [[]]);
    assertEquals(await cookies({ XAUTHORITY: folder }), [[]]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("authorityEntries() gives what is whole of a file that breaks off", () => {
  const whole = entry("a", "0", "N", [1, 2, 3]);
  for (let cut = 0; cut <= whole.length; cut++) {
    const entries = authorityEntries(Uint8Array.from(whole.slice(0, cut)));
    assertEquals(entries.length, cut === whole.length ? 1 : 0);
  }
});
