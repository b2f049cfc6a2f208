/** Message bodies against bytes worked out by hand from the specification. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { type BodyWriter, writeBody, writeHeader } from "../../src/dbus/message_writer.ts";

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

Deno.test("writeBody() aligns every value as the wire format asks", () => {
  const cases: readonly [string, (out: BodyWriter) => void, string][] = [
    ["byte, then u", (out) => (out.byte(7), out.uint32(258)), "07000000" + "02010000"],
    ["i", (out) => out.int32(-2), "feffffff"],
    ["b", (out) => out.boolean(true), "01000000"],
    ["s", (out) => out.string("é_"), "03000000" + "c3a95f" + "00"],
    ["s with NUL", (out) => out.string("a\0b"), "03000000" + "612062" + "00"],
    ["g", (out) => out.signature("ai"), "02" + "6169" + "00"],
    ["ay", (out) => out.bytes(Uint8Array.of(9, 8)), "02000000" + "0908"],
    ["v of i", (out) => out.variant("i", () => out.int32(5)), "016900" + "00" + "05000000"],
    ["empty a(ii)", (out) => out.array(8, () => {}), "00000000" + "00000000"],
    [
      "a(is)",
      (out) => out.array(8, () => out.struct(() => (out.int32(1), out.string("x")))),
      "0a000000" + "00000000" + "01000000" + "01000000" + "7800",
    ],
    [
      "two structs",
      (out) => (out.struct(() => out.byte(1)), out.struct(() => out.byte(2))),
      "0100000000000000" + "02",
    ],
  ];
  for (const [name, write, expected] of cases) assertEquals(hex(writeBody(write)), expected, name);
});

Deno.test("writeBody() starts clean after a larger body, and grows as far as needed", () => {
  const picture = new Uint8Array(100_000).fill(255);
  const large = writeBody((out) => (out.byte(1), out.bytes(picture)));
  assertEquals(large.length, 8 + picture.length);
  assertEquals(large.subarray(8), picture);
  assertEquals(
    hex(writeBody((out) => (out.byte(1), out.uint32(1), out.string("")))),
    "0100000001000000" + "0000000000",
  );
  // Written while another one is: neither gets into the other.
  let inner = new Uint8Array(0);
  const outer = writeBody((out) => {
    out.byte(1);
    inner = writeBody((nested) => nested.byte(2));
    out.byte(3);
  });
  assertEquals([hex(outer), hex(inner)], ["0103", "02"]);
});

Deno.test("writeHeader() ends where a body may begin", () => {
  const signal = { type: "signal", path: "/x", interface: "a.b", member: "C" } as const;
  for (const signature of ["", "u", "uia{sv}"]) {
    const header = writeHeader({ ...signal, serial: 3, signature }, 12);
    assertEquals(header.length % 8, 0);
    assertEquals(hex(header.subarray(0, 12)), "6c040101" + "0c000000" + "03000000");
  }
});
