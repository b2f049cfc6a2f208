/** Where the display is, and the cookies that let us in. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { denoFiles } from "../../src/host/files/deno_files.ts";
import { authorityEntries, displayCookies } from "../../src/x11/x_cookies.ts";
import { displayAddress } from "../../src/x11/x_display.ts";

const host = (values: Record<string, string>) => ({
  env: (name: string) => values[name],
  files: denoFiles(),
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
