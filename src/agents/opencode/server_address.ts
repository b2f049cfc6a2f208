/** Where OpenCode's servers listen, and which of them may be asked: what is asked of this machine stays on it. */
import type { Host, TcpListener } from "../../host/host.ts";

/** Where a server listens. */
export interface ServerPlace {
  /** As it stands in a URL: "127.0.0.1", "[::1]", a name. */
  readonly hostname: string;
  readonly port: number;
  /**
   * Absent = an address of loopback. "own": another address of this machine, which is asked only while it is this machine's.
   * The others stand in the settings, and may be anywhere.
   */
  readonly way?: "own" | "http" | "https";
}

/** How a listener of this machine is reached, without a detour; null = it is not, or not surely without leaving the machine. */
export function placeOf(
  { address, port }: { readonly address: string; readonly port: number },
): ServerPlace | null {
  if (address === "0.0.0.0") return { hostname: "127.0.0.1", port };
  if (address === "::" || address === "::1") return { hostname: "[::1]", port };
  if (/^127(?:\.\d{1,3}){3}$/.test(address)) return { hostname: address, port };
  if (!/^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f:]*:[\da-f:]*)$/.test(address)) return null;
  const hostname = URL.parse(`http://${address.includes(":") ? `[${address}]` : address}`)?.hostname ?? "";
  // A link-local address says nothing without its link, which no URL can name; a group has no server.
  const isOne = hostname === address || hostname === `[${address}]`;
  return isOne && !/^(?:\[f[ef]|22[4-9]\.|23\d\.|25[0-5]\.)/.test(hostname)
    ? { hostname, port, way: "own" }
    : null;
}

/** A server of the settings: "http://HOST:PORT" or "https://HOST:PORT", as `core/config.ts` has let it through. */
export function placeIn(url: string): ServerPlace {
  const { protocol, hostname, port } = new URL(url);
  if (protocol === "https:") return { hostname, port: Number(port || 443), way: "https" };
  const isLoopback = /^(?:127(?:\.\d+){3}|\[::1\]|localhost)$/.test(hostname);
  return { hostname, port: Number(port || 80), ...(isLoopback ? {} : { way: "http" }) };
}

/** The server's address, up to the path. */
export function originOf({ hostname, port, way }: ServerPlace): string {
  return `${way === "https" ? "https" : "http"}://${hostname}:${port}`;
}

/** Whether a password may go there: never in the clear to what may be another machine. */
export function takesPassword({ way }: ServerPlace): boolean {
  return way !== "http";
}

/** The better of two addresses of one server comes first. */
function rankOf({ hostname, way }: ServerPlace): number {
  return hostname === "127.0.0.1"
    ? 0
    : way === undefined && hostname !== "[::1]"
    ? 1
    : hostname === "[::1]"
    ? 2
    : 3;
}

/** A place, and who listens there. */
export interface Reached {
  readonly place: ServerPlace;
  readonly pid: number;
}

/** How these are reached, the best address first: a process that listens at several, on one port, is one server. */
export function reached(listeners: readonly TcpListener[]): readonly Reached[] {
  return listeners.flatMap((listener) => {
    const place = placeOf(listener);
    return place === null ? [] : [{ place, pid: listener.pid }];
  }).sort((a, b) => rankOf(a.place) - rankOf(b.place));
}

/** The name of a server among `reached()`: it has one, at however many addresses it listens. */
export function serverAt({ place, pid }: Reached): string {
  return `${pid}:${place.port}`;
}

/** The host of a server that does not listen at one of the usual two addresses. */
export function unusualHost({ hostname, way }: ServerPlace): string | null {
  return way === undefined && (hostname === "127.0.0.1" || hostname === "[::1]") ? null : hostname;
}

/**
 * Whether what is sent there stays on this machine, or the settings want it sent. A socket goes on listening at an address that
 * the machine has lost, say with a change of the network, and that may be another's by now: the kernel knows. Sources:
 * `fib_trie_show()` in net/ipv4/fib_trie.c, `if6_seq_show()` in net/ipv6/addrconf.c.
 */
export function mayAsk({ kernel }: Pick<Host, "kernel">, { hostname, way }: ServerPlace): boolean {
  if (way !== "own") return true;
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
