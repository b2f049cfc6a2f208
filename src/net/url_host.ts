/** The host and port of a URL in the form that sockets need, and whether they belong to this machine. */
import { BlockList, isIP } from "node:net";

/** Whether it is 127.0.0.0/8, ::1, `localhost`, or a name below `localhost`. */
export function isLoopback(url: URL): boolean {
  const name = nameOf(url);
  return name === "localhost" || name.endsWith(".localhost") || contains(LOOPBACK, name);
}

/**
 * Whether it is a loopback address or `localhost` itself. A name below `localhost` might still be looked up on the
 * network.
 */
export function isSurelyLoopback(url: URL): boolean {
  const name = nameOf(url);
  return name === "localhost" || contains(LOOPBACK, name);
}

/** The host of a URL in the form that sockets need: without brackets, and without a dot at the end. */
export function nameOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}

/** The port of an http or https URL. */
export function portOf(url: URL): number {
  return url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
}

/** Whether `name` is an address in the range. */
export function contains(range: BlockList, name: string): boolean {
  const family = familyOf(name);
  return family !== null && range.check(name, family);
}

/** Null = the name is no address. */
export function familyOf(name: string): "ipv4" | "ipv6" | null {
  switch (isIP(name)) {
    case 4:
      return "ipv4";
    case 6:
      return "ipv6";
    default:
      return null;
  }
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");
