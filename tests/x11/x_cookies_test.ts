// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { denoFiles } from "../../src/host/files/deno_files.ts";
import { authorityEntries, displayCookies } from "../../src/x11/x_cookies.ts";

const host = (values: Record<string, string>) => ({
  env: (name: string) => values[name],
  files: denoFiles(),
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
