/** How the kernel's tables of sockets are read. */
// @ts-types="../../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { listeningSockets } from "../../../../src/agents/opencode/discovery/linux_socket_table.ts";

const HEAD =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
const row = (local: string, state: string, inode: string) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 000000008c77b2e2 100 0 0 10 0`;

Deno.test("listeningSockets() reads addresses, ports and inodes of listeners only", () => {
  const table = [
    HEAD,
    row("0100007F:1000", "0A", "449830"),
    row("00000000:07E8", "0A", "1145"),
    row("0100007F:9C40", "01", "5"),
    row("0701A8C0:1F90", "0A", "6"),
    row("0200007F:1F91", "0A", "10"),
    row("0000000000000000FFFF00000701A8C0:1F92", "0A", "11"),
    row("000000FD000000000000000007000000:1F93", "0A", "12"),
    row("00000000000000000000000001000000:1001", "0A", "7"),
    row("00000000000000000000000000000000:1002", "0A", "8"),
    row("0000000000000000FFFF00000100007F:1003", "0A", "9"),
    "",
  ].join("\n");
  assertEquals(listeningSockets(table).map(({ address, port, inode }) => [address, port, inode]), [
    ["127.0.0.1", 4096, "449830"],
    ["0.0.0.0", 2024, "1145"],
    ["192.168.1.7", 8080, "6"],
    ["127.0.0.2", 8081, "10"],
    ["192.168.1.7", 8082, "11"],
    ["fd00::7", 8083, "12"],
    ["::1", 4097, "7"],
    ["::", 4098, "8"],
    ["127.0.0.1", 4099, "9"],
  ]);
});

Deno.test("listeningSockets() passes over what is no row", () => {
  for (
    const table of [
      "",
      HEAD,
      "\n\n",
      "garbage here",
      row("0100007F", "0A", "1"),
      row("0100007F:1000", "0A", "x"),
    ]
  ) {
    assertEquals(listeningSockets(table), [], table);
  }
});

Deno.test("listeningSockets() finds a real listener", () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const found = listeningSockets(Deno.readTextFileSync("/proc/net/tcp"));
  const { address } = found.find(({ port }) => port === listener.addr.port) ?? { address: null };
  assertEquals(address, "127.0.0.1");
});
