/** What Windows' system calls give, as bytes; the calls themselves are made under Wine. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { IPV4_ROW, IPV6_ROW, rowsIn } from "../../../src/host/windows/listening_sockets.ts";

/** A table: its number of rows, then each row's fields, all of 32 bits but for addresses. */
function table(count: number, ...fields: readonly (number | readonly number[])[]): Uint8Array {
  const little = (value: number) => [...new Uint8Array(new Uint32Array([value]).buffer)];
  return new Uint8Array([
    ...little(count),
    ...fields.flatMap((field) => typeof field === "number" ? little(field) : field),
  ]);
}

/** As on the wire, in the lower half of 32 bits; what is in the upper half means nothing. */
const port = (value: number) => [value >> 8, value & 255, 0xab, 0xcd];
const LISTEN = 2;

Deno.test("rowsIn() reads who listens on IPv4, with ports as they are on the wire", () => {
  const bytes = table(
    2,
    ...[LISTEN, [127, 0, 0, 1], port(4096), 0, 0, 812],
    ...[LISTEN, [0, 0, 0, 0], port(80), 0, 0, 4_000_000_000],
  );
  assertEquals(rowsIn(bytes, IPV4_ROW), [
    { pid: 812, address: "127.0.0.1", port: 4096 },
    { pid: 4_000_000_000, address: "0.0.0.0", port: 80 },
  ]);
});

Deno.test("rowsIn() reads who listens on IPv6, with addresses as URLs have them", () => {
  const addresses = [
    [...Array(15).fill(0), 1],
    Array(16).fill(0),
    [0xfe, 0x80, ...Array(13).fill(0), 1],
    [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
    [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8],
  ];
  const rows = addresses.flatMap((address, index) => [
    ...[address, 7, port(4096 + index), Array(16).fill(0xff), 0, 0],
    ...[LISTEN, 900 + index],
  ]);
  const shown = ["::1", "::", "fe80::1", "2001:db8:0:0:1::", "1:2:3:4:5:6:7:8"];
  assertEquals(
    rowsIn(table(addresses.length, ...rows), IPV6_ROW),
    shown.map((address, index) => ({ pid: 900 + index, address, port: 4096 + index })),
  );
});

Deno.test("rowsIn() writes every IPv6 address as a URL does", () => {
  let seed = 1;
  const random = () => (seed = seed * 16807 % 2147483647) / 2147483647;
  for (let round = 0; round < 2_000; round++) {
    const groups = Array.from({ length: 8 }, () => random() < 0.6 ? 0 : Math.floor(random() * 65536));
    const address = groups.flatMap((group) => [group >> 8, group & 255]);
    const [row] = rowsIn(table(1, address, 0, port(1), Array(16).fill(0), 0, 0, LISTEN, 1), IPV6_ROW);
    const url = new URL(`http://[${groups.map((group) => group.toString(16)).join(":")}]/`);
    assertEquals(`[${row?.address}]`, url.hostname);
  }
});

Deno.test("rowsIn() reads no further than the bytes that there are", () => {
  const row = [LISTEN, [127, 0, 0, 1], port(4096), 0, 0, 812];
  for (const count of [0, 1, 2, 0xffff_ffff]) {
    assertEquals(rowsIn(table(count, ...row), IPV4_ROW).length, Math.min(count, 1));
  }
  assertEquals(rowsIn(table(2, ...row).subarray(0, 27), IPV4_ROW), []);
  for (const length of [0, 1, 3, 4]) assertEquals(rowsIn(new Uint8Array(length), IPV6_ROW), []);
});
