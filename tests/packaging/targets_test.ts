import { assertEquals } from "@std/assert";
import { formatOf, targetOf, TRIPLES } from "../../packaging/targets.ts";
import { ARM64_ELF, beginning } from "./program_beginnings.ts";

Deno.test("formatOf() tells the programs of all targets, and anything else, apart", () => {
  const PE = [[0, [0x4d, 0x5a]], [60, [0x80]], [0x80, [0x50, 0x45, 0, 0, 0x64, 0x86]]] as const;
  assertEquals(formatOf(ARM64_ELF), "elf-aarch64");
  assertEquals(formatOf(beginning([[0, [0x7f, 0x45, 0x4c, 0x46]], [18, [62]]])), "elf-x86_64");
  assertEquals(formatOf(beginning([[0, [0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1]]])), "macho-x86_64");
  assertEquals(formatOf(beginning([[0, [0xcf, 0xfa, 0xed, 0xfe, 12, 0, 0, 1]]])), "macho-aarch64");
  assertEquals(formatOf(beginning(PE)), "pe-x86_64");
  assertEquals(formatOf(beginning([[0, [0x23, 0x21]]])), null);
  assertEquals(formatOf(beginning([[0, [0x4d, 0x5a]], [60, [0xff, 0xff, 0xff, 0xff]]])), null);
  assertEquals(formatOf(new Uint8Array(3)), null);
});

Deno.test("targetOf() gives each system its own tray helper only", () => {
  assertEquals(TRIPLES.map((triple) => targetOf(triple).trayHelper), [
    "tray_linux_release",
    null,
    "tray_darwin_release",
    "tray_darwin_release",
    "tray_windows_release.exe",
  ]);
});
