/** Which of the addresses at which something listens are asked, and how. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { denoHost } from "../../../src/host/deno_host.ts";
import {
  addressInUrl,
  addressOfListener,
  mayAsk,
  originOf,
  reachableServers,
  serverId,
  unusualHost,
} from "../../../src/agents/opencode/server_address.ts";
import { takesPassword } from "../../../src/agents/opencode/server_password.ts";

const port = 4096;

Deno.test("addressOfListener() knows how a listener is reached without leaving the machine", () => {
  const cases: readonly (readonly [string, string | null, boolean?])[] = [
    ["127.0.0.1", "http://127.0.0.1:4096"],
    ["0.0.0.0", "http://127.0.0.1:4096"],
    ["127.0.0.2", "http://127.0.0.2:4096"],
    ["127.255.255.254", "http://127.255.255.254:4096"],
    ["::1", "http://[::1]:4096"],
    ["::", "http://[::1]:4096"],
    ["192.168.1.7", "http://192.168.1.7:4096", true],
    ["100.64.0.9", "http://100.64.0.9:4096", true],
    ["fd00::7", "http://[fd00::7]:4096", true],
    ["2001:db8::7", "http://[2001:db8::7]:4096", true],
    // No URL names the link that such an address needs; groups and nonsense have no server.
    ...[
      "fe80::1",
      "ff02::1",
      "224.0.0.1",
      "255.255.255.255",
      "",
      "0701A8C0",
      "evil.example",
      "1.2.3.4/x",
      "1",
    ]
      .map((address) => [address, null] as const),
  ];
  for (const [address, origin, isOwn = false] of cases) {
    const at = addressOfListener({ address, port });
    assertEquals(at === null ? null : originOf(at), origin, address);
    assertEquals(at?.route, isOwn ? "own" : undefined, address);
  }
});

Deno.test("addressInUrl() takes servers as the settings name them, and no password goes to another machine by http", () => {
  const read = (url: string) => {
    const at = addressInUrl(url);
    return [originOf(at), unusualHost(at), takesPassword(at)];
  };
  assertEquals(read("http://192.168.1.7:4096"), ["http://192.168.1.7:4096", "192.168.1.7", false]);
  assertEquals(read("https://box.example"), ["https://box.example:443", "box.example", true]);
  assertEquals(read("http://box.example/"), ["http://box.example:80", "box.example", false]);
  assertEquals(read("http://[fd00::7]:4096"), ["http://[fd00::7]:4096", "[fd00::7]", false]);
  assertEquals(read("http://localhost:4096"), ["http://localhost:4096", "localhost", true]);
  assertEquals(read("http://127.0.0.1:4096"), ["http://127.0.0.1:4096", null, true]);
});

Deno.test("mayAsk() asks an address only while the kernel has it for this machine's own", () => {
  const trie = [
    "Main:",
    "  +-- 0.0.0.0/0 3 0 5",
    "     |-- 192.168.1.7",
    "        /32 host LOCAL",
    "     |-- 192.168.1.9",
    "        /32 link UNICAST",
    "     |-- 192.168.1.255",
    "        /32 link BROADCAST",
  ].join("\n");
  const inet6 = "fd000000000000000000000000000007 02 40 00 80     eth0\n";
  const files: Record<string, string> = { "/proc/net/fib_trie": trie, "/proc/net/if_inet6": inet6 };
  const kernel = { read: (path: string) => files[path] ?? null, list: () => [], readLink: () => null };
  const may = (address: string) => {
    const at = addressOfListener({ address, port });
    return at !== null && mayAsk({ kernel }, at);
  };
  const own = ["127.0.0.1", "127.0.0.2", "::1", "192.168.1.7", "fd00::7"];
  const others = ["192.168.1.9", "192.168.1.255", "192.168.1.70", "92.168.1.7", "fd00::8"];
  assertEquals(own.filter((address) => !may(address)), []);
  assertEquals(others.filter(may), []);
  // The machine has moved to another network: the socket listens on at an address that may be another's.
  files["/proc/net/fib_trie"] = "Main:\n";
  files["/proc/net/if_inet6"] = "";
  assertEquals(own.filter(may), ["127.0.0.1", "127.0.0.2", "::1"]);
});

Deno.test({
  name: "mayAsk() knows the real addresses of this machine",
  ignore: Deno.build.os !== "linux",
  fn() {
    const addresses = Deno.networkInterfaces().flatMap(({ address }) =>
      addressOfListener({ address, port }) ?? []
    );
    assertEquals(addresses.filter((at) => !mayAsk(denoHost(), at)), []);
    const stranger = addressOfListener({ address: "198.51.100.77", port });
    assertEquals(stranger !== null && mayAsk(denoHost(), stranger), false);
  },
});

Deno.test("reachableServers() has the best address of each first, and serverId() one name for all addresses of a server", () => {
  const listeners = [
    { pid: 7, address: "192.168.1.7", port },
    { pid: 7, address: "::1", port },
    { pid: 8, address: "127.0.0.2", port },
    { pid: 7, address: "fe80::1", port },
    { pid: 7, address: "0.0.0.0", port },
    { pid: 8, address: "127.0.0.1", port: 4097 },
  ];
  assertEquals(reachableServers(listeners).map((each) => [originOf(each.address), serverId(each)]), [
    ["http://127.0.0.1:4096", "7:4096"],
    ["http://127.0.0.1:4097", "8:4097"],
    ["http://127.0.0.2:4096", "8:4096"],
    ["http://[::1]:4096", "7:4096"],
    ["http://192.168.1.7:4096", "7:4096"],
  ]);
});
