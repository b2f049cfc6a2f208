/** The rules of NO_PROXY: which URLs are reached without the proxy. */
import { BlockList, isIP } from "node:net";
import { contains, familyOf, nameOf, portOf } from "./url_host.ts";

/**
 * Whether the URL is one of the exceptions. Exceptions are `*`, `host` (and the names below it), `.suffix`, `*.suffix`,
 * addresses and CIDR ranges, each also with `:port`.
 */
export function isExcepted(url: URL, exceptions: string): boolean {
  const name = nameOf(url);
  return exceptions.toLowerCase().split(/[\s,]+/).some((exception) => {
    if (exception === "") return false;
    if (exception === "*") return true;
    const { host, port } = splitPort(exception);
    if (port !== null && port !== portOf(url)) return false;
    const range = rangeOf(host);
    if (range !== null) return contains(range, name);
    const suffix = host.replace(/^\*?\./, "").replace(/\.$/, "");
    return suffix !== "" && isIP(name) === 0 && (name === suffix || name.endsWith(`.${suffix}`));
  });
}

/** The colons of an IPv6 address without brackets do not begin a port. */
function splitPort(exception: string): { readonly host: string; readonly port: number | null } {
  const [, host = exception, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(exception) ?? [];
  return { host: host.replace(/^\[(.*)\]$/, "$1"), port: port === undefined ? null : Number(port) };
}

/** The addresses that `10.0.0.1`, `10.0.0.0/8`, `fd00::/8` and the like stand for; null = it is not an address. */
function rangeOf(host: string): BlockList | null {
  const [, address = "", prefix] = /^([^/]*)(?:\/(\d+))?$/.exec(host) ?? [];
  const family = familyOf(address);
  if (family === null) return null;
  const bits = family === "ipv4" ? 32 : 128;
  const range = new BlockList();
  range.addSubnet(address, Math.min(prefix === undefined ? bits : Number(prefix), bits), family);
  return range;
}
