/** Where OpenCode's servers listen, and which of them may be asked: what is asked of this machine stays on it. */
import type { Host, TcpListener } from "../../host/host.ts";

/** Where a server listens. */
export interface ServerAddress {
  /** As it stands in a URL: "127.0.0.1", "[::1]", a name. */
  readonly hostname: string;
  readonly port: number;
  /**
   * Absent = an address of loopback. "own": another address of this machine, which is asked only while it is this machine's.
   * The others stand in the settings, and may be anywhere.
   */
  readonly route?: "own" | "http" | "https";
}

/** How a listener of this machine is reached, without a detour; null = it is not, or not surely without leaving the machine. */
export function addressOfListener(
  { address, port }: { readonly address: string; readonly port: number },
): ServerAddress | null {
  if (address === "0.0.0.0") return { hostname: "127.0.0.1", port };
  if (address === "::" || address === "::1") return { hostname: "[::1]", port };
  if (/^127(?:\.\d{1,3}){3}$/.test(address)) return { hostname: address, port };
  if (!/^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f:]*:[\da-f:]*)$/.test(address)) return null;
  const hostname = URL.parse(`http://${address.includes(":") ? `[${address}]` : address}`)?.hostname ?? "";
  // A link-local address says nothing without its link, which no URL can name; a group has no server.
  const isOne = hostname === address || hostname === `[${address}]`;
  return isOne && !/^(?:\[f[ef]|22[4-9]\.|23\d\.|25[0-5]\.)/.test(hostname)
    ? { hostname, port, route: "own" }
    : null;
}

/** A server of the settings: "http://HOST:PORT" or "https://HOST:PORT", as `core/config.ts` has let it through. */
export function addressInUrl(url: string): ServerAddress {
  const { protocol, hostname, port } = new URL(url);
  if (protocol === "https:") return { hostname, port: Number(port || 443), route: "https" };
  const isLoopback = /^(?:127(?:\.\d+){3}|\[::1\]|localhost)$/.test(hostname);
  return { hostname, port: Number(port || 80), ...(isLoopback ? {} : { route: "http" }) };
}

/** The server's address, up to the path. */
export function originOf({ hostname, port, route }: ServerAddress): string {
  return `${route === "https" ? "https" : "http"}://${hostname}:${port}`;
}

/** "127.0.0.1:4096": what an address is known by here. */
export function addressName({ hostname, port }: ServerAddress): string {
  return `${hostname}:${port}`;
}

/** The better of two addresses of one server comes first. */
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

/** How these are reached, the best address first: a process that listens at several, on one port, is one server. */
export function reachableServers(listeners: readonly TcpListener[]): readonly ReachableServer[] {
  return listeners.flatMap((listener) => {
    const address = addressOfListener(listener);
    return address === null ? [] : [{ address, pid: listener.pid }];
  }).sort((a, b) => rankOf(a.address) - rankOf(b.address));
}

/** The name of a server among `reachableServers()`: it has one, at however many addresses it listens. */
export function serverId({ address, pid }: ReachableServer): string {
  return `${pid}:${address.port}`;
}

/** The host of a server that does not listen at one of the usual two addresses. */
export function unusualHost({ hostname, route }: ServerAddress): string | null {
  return route === undefined && (hostname === "127.0.0.1" || hostname === "[::1]") ? null : hostname;
}

/**
 * Whether what is sent there stays on this machine, or the settings want it sent. A socket goes on listening at an address that
 * the machine has lost, say with a change of the network, and that may be another's by now: the kernel knows. Sources:
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

/** An IPv6 address of 32 hexadecimal digits, as it is written: "fd00::7"; "" for what is none. */
export function ipv6Text(digits: string): string {
  if (!/^[0-9a-f]{32}$/i.test(digits)) return "";
  const groups = digits.match(/.{4}/g) ?? [];
  return URL.parse(`http://[${groups.join(":")}]`)?.hostname.slice(1, -1) ?? "";
}
