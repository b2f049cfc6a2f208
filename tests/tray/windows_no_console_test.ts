/** The tray helper for Windows: the file of the package, with one byte changed so that it asks for no console window. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { denoFiles } from "../../src/host/files/deno_files.ts";
import { helperReader } from "../../src/tray/systray_helper_file.ts";
import { withoutConsole } from "../../src/tray/windows_no_console.ts";

const NAME = "tray_windows_release.exe";
const files = denoFiles();

/** As it comes in the package: under another system's rules nothing is changed. */
async function packaged(): Promise<Uint8Array> {
  const bytes = await helperReader({ files }, { os: "linux", systrayHelper: NAME })();
  assert(bytes !== null);
  return bytes;
}

const signatureOf = (program: Uint8Array) =>
  new DataView(program.buffer, program.byteOffset).getUint32(0x3c, true);

Deno.test("helperReader() gives the helper for Windows without its console window, and no other byte changed", async () => {
  const before = await packaged();
  const after = await helperReader({ files }, { os: "windows", systrayHelper: NAME })();
  assert(after !== null);
  assertEquals(after.length, before.length);
  const changed = [...before.keys()].filter((at) => before[at] !== after[at]);
  const at = signatureOf(before) + 92;
  assertEquals(changed, [at]);
  assertEquals([before[at], after[at]], [3, 2]);
});

Deno.test("withoutConsole() leaves a program without console as it is, and the one it is given too", async () => {
  const before = await packaged();
  const copy = before.slice();
  const once = withoutConsole(NAME, before);
  assertEquals(withoutConsole(NAME, once), once);
  assertEquals(before, copy);
});

Deno.test("withoutConsole() refuses what is not the program that is expected, with the reason", async () => {
  const program = await packaged();
  const start = signatureOf(program);
  const changed = (at: number, ...bytes: readonly number[]) => {
    const copy = program.slice();
    copy.set(bytes, at);
    return copy;
  };
  const rows: readonly (readonly [Uint8Array, string])[] = [
    [new Uint8Array(0), "it is not a program for Windows"],
    [new Uint8Array([0x4d, 0x5a]), "it is not a program for Windows"],
    [new TextEncoder().encode("#!/bin/sh\n".repeat(100)), "it is not a program for Windows"],
    [program.subarray(0, start), "it is not a program for Windows"],
    [changed(0x3c, 0xff, 0xff, 0xff, 0xff), "it is not a program for Windows"],
    [changed(start, 0x4e), "it is not a program for Windows"],
    [changed(start + 24, 0x07, 0x01), "its headers are of a kind that is not known"],
    [changed(start + 20, 68, 0), "its headers are of a kind that is not known"],
    [program.subarray(0, start + 24), "its headers are of a kind that is not known"],
    [program.subarray(0, start + 92), "its subsystem is -1, not 2 or 3"],
    [changed(start + 92, 10), "its subsystem is 10, not 2 or 3"],
  ];
  for (const [bytes, why] of rows) {
    const error = assertThrows(() => withoutConsole(NAME, bytes), Error);
    assertEquals(error.message, `Cannot use "${NAME}" for the tray helper: ${why}`);
  }
  const odd = { files: { ...files, readBytes: () => Promise.resolve(new Uint8Array(4)) } };
  await assertRejects(() => helperReader(odd, { os: "windows", systrayHelper: NAME })(), Error);
});
