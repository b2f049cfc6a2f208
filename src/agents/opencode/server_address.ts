/** Where OpenCode servers listen, and where requests may go: what is meant for this machine never leaves it. */
import type { Host, TcpListener } from "../../host/host.ts";

/** Where a server listens. */
export interface ServerAddress {
  /** As it stands in a URL: "127.0.0.1", "[::1]", a name. */
  readonly hostname: string;
  readonly port: number;
  /**
   * Absent = a loopback address. "own": another address of this machine, to which requests go only while it is this machine's.
   * "http", "https": a server of the settings, which may be anywhere.
   */
  readonly route?: "own" | "http" | "https";
}

/** At which address a listener of this machine is reached; null = at none, or not surely without leaving the machine. */
export function addressOfListener(
  { address, port }: { readonly address: string; readonly port: number },
): ServerAddress | null {
  if (address === "0.0.0.0") return { hostname: "127.0.0.1", port };
  if (address === "::" || address === "::1") return { hostname: "[::1]", port };
  if (/^127(?:\.\d{1,3}){3}$/.test(address)) return { hostname: address, port };
  if (!/^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f:]*:[\da-f:]*)$/.test(address)) return null;
  const hostname = URL.parse(`http://${address.includes(":") ? `[${address}]` : address}`)?.hostname ?? "";
  // No URL can name the link that a link-local address needs; and no server listens at a multicast address.
  const isOne = hostname === address || hostname === `[${address}]`;
  return isOne && !/^(?:\[f[ef]|22[4-9]\.|23\d\.|25[0-5]\.)/.test(hostname)
    ? { hostname, port, route: "own" }
    : null;
}

/** A server of the settings: "http://HOST:PORT" or "https://HOST:PORT", as `core/settings.ts` has let it through. */
export function addressInUrl(url: string): ServerAddress {
  const { protocol, hostname, port } = new URL(url);
  if (protocol === "https:") return { hostname, port: Number(port || 443), route: "https" };
  const isLoopback = /^(?:127(?:\.\d+){3}|\[::1\]|localhost)$/.test(hostname);
  return { hostname, port: Number(port || 80), ...(isLoopback ? {} : { route: "http" }) };
}

/** Its URL, up to the path. */
export function originOf({ hostname, port, route }: ServerAddress): string {
  return `${route === "https" ? "https" : "http"}://${hostname}:${port}`;
}

/** "127.0.0.1:4096": what an address is known by here. */
export function addressName({ hostname, port }: ServerAddress): string {
  return `${hostname}:${port}`;
}

/** The lowest is the best of several addresses of one server. */
function rankOf({ hostname, route }: ServerAddress): number {
  return hostname === "127.0.0.1"
    ? 0
    : route === undefined && hostname !== "[::1]"
    ? 1
    : hostname === "[::1]"
    ? 2
    : 3;
}

/** An address, and the process that listens there. */
export interface ReachableServer {
  readonly address: ServerAddress;
  readonly pid: number;
}

/** Where these are reached, the best address first. A process that listens at several addresses, on one port, is one server. */
export function reachableServers(listeners: readonly TcpListener[]): readonly ReachableServer[] {
  return listeners.flatMap((listener) => {
    const address = addressOfListener(listener);
    return address === null ? [] : [{ address, pid: listener.pid }];
  }).sort((a, b) => rankOf(a.address) - rankOf(b.address));
}

/** What a server is known by among `reachableServers()`, at however many addresses it listens. */
export function serverId({ address, pid }: ReachableServer): string {
  return `${pid}:${address.port}`;
}

/** The host of a server that listens elsewhere than at the two usual addresses; null = it listens at one of these. */
export function unusualHost({ hostname, route }: ServerAddress): string | null {
  return route === undefined && (hostname === "127.0.0.1" || hostname === "[::1]") ? null : hostname;
}

/**
 * Whether a request there stays on this machine, or the settings want it sent. A socket goes on listening at an address that the
 * machine has lost, say with a change of the network, and that may be another machine's now: the kernel is asked. Sources:
 * `fib_trie_show()` in net/ipv4/fib_trie.c, `if6_seq_show()` in net/ipv6/addrconf.c.
 */
export function mayAsk({ kernel }: Pick<Host, "kernel">, { hostname, route }: ServerAddress): boolean {
  if (route !== "own") return true;
  if (hostname.startsWith("[")) {
    const known = kernel.read("/proc/net/if_inet6") ?? "";
    return known.split("\n").some((line) => `[${ipv6Text(line.slice(0, 32))}]` === hostname);
  }
  const lines = (kernel.read("/proc/net/fib_trie") ?? "").split("\n").map((line) => line.trim());
  return lines.some((line, index) => line === `|-- ${hostname}` && lines[index + 1] === "/32 host LOCAL");
}

/** An IPv6 address from its 32 hexadecimal digits: "fd00::7"; "" where they are none. */
export function ipv6Text(digits: string): string {
  if (!/^[0-9a-f]{32}$/i.test(digits)) return "";
  const groups = digits.match(/.{4}/g) ?? [];
  return URL.parse(`http://[${groups.join(":")}]`)?.hostname.slice(1, -1) ?? "";
}
