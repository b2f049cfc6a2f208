/**
 * Which proxy a request goes through. Deno's own reading of the environment is not used: it ignores bad values without a
 * word, sends loopback requests to the proxy, and knows fewer forms of NO_PROXY.
 */
import { BlockList, isIP } from "node:net";
import { firstSet, type Variables } from "./network_variables.ts";

export interface ProxySettings extends Variables {
  /** `usage.proxy` of the configuration; "" = from the variables. */
  readonly configured: string;
}

export interface Proxy {
  /** A SOCKS proxy resolves the server's name itself, under either of its two schemes, as Deno's `fetch` does. */
  readonly protocol: "http" | "https" | "socks5";
  /** An IPv6 address without its brackets. */
  readonly hostname: string;
  readonly port: number;
  readonly credentials: { readonly username: string; readonly password: string } | null;
}

export type Route =
  | { readonly kind: "direct"; readonly because: "loopback" | "NO_PROXY" | "no proxy is set" }
  /** `from`: the variable or configuration key that says so. */
  | { readonly kind: "proxy"; readonly proxy: Proxy; readonly from: string }
  /** The value cannot be used. `why` names it and what is allowed, and holds nothing of the value but its scheme. */
  | { readonly kind: "bad"; readonly why: string };

/** What the host of a URL may be depends on its scheme; a proxy's is read by the rules of this one. */
const STRICT_SCHEME = "https";
const DEFAULT_PORTS = { http: 80, https: 443, socks5: 1080 } as const;
const ALLOWED = "allowed are HOST:PORT and an http, https, socks5 or socks5h URL with nothing after the port";

/**
 * The way to `url`, by curl's conventions (https://curl.se/docs/manpage.html, "ENVIRONMENT"): the variable of the URL's
 * scheme, then ALL_PROXY, in lower case first; an empty one is as good as none. What is configured beats all of them, and
 * nothing beats that a loopback address is reached directly.
 */
export function proxyFor(url: URL, settings: ProxySettings): Route {
  if (isLoopback(url)) return { kind: "direct", because: "loopback" };
  const configured = settings.configured.trim();
  if (configured !== "") return parseProxy(configured, "usage.proxy");
  const found = firstSet(
    settings,
    eitherCase([url.protocol === "https:" ? "https_proxy" : "http_proxy", "all_proxy"]),
  );
  if (found === null) return { kind: "direct", because: "no proxy is set" };
  const exceptions = firstSet(settings, eitherCase(["no_proxy"]))?.value ?? "";
  return isExcepted(url, exceptions)
    ? { kind: "direct", because: "NO_PROXY" }
    : parseProxy(found.value, found.from);
}

/** 127.0.0.0/8, ::1, `localhost` and the names below it. */
export function isLoopback(url: URL): boolean {
  const name = nameOf(url);
  return name === "localhost" || name.endsWith(".localhost") || contains(LOOPBACK, name);
}

/** Loopback by its address or as plain `localhost`: a name below it may still be looked up on the network. */
export function isSurelyLoopback(url: URL): boolean {
  const name = nameOf(url);
  return name === "localhost" || contains(LOOPBACK, name);
}

/** The host of a URL as sockets want it: no brackets, no dot at the end. */
export function nameOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}

/** The port of an http or https URL. */
export function portOf(url: URL): number {
  return url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
}

/** The proxy's address as a URL; its credentials are in it only where `withCredentials`. */
export function proxyUrl(proxy: Proxy, withCredentials: boolean): string {
  const scheme = proxy.protocol === "socks5" ? "socks5h" : proxy.protocol;
  const { username, password } = proxy.credentials ?? { username: "", password: "" };
  const login = withCredentials && proxy.credentials !== null
    ? `${encodeURIComponent(username)}:${encodeURIComponent(password)}@`
    : "";
  const host = isIP(proxy.hostname) === 6 ? `[${proxy.hostname}]` : proxy.hostname;
  return `${scheme}://${login}${host}:${proxy.port}`;
}

function eitherCase(names: readonly string[]): readonly string[] {
  return names.flatMap((lower) => [lower, lower.toUpperCase()]);
}

function parseProxy(value: string, from: string): Route {
  const bad = (what: string): Route => ({ kind: "bad", why: `${from} ${what}; ${ALLOWED}` });
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(value)?.[1]?.toLowerCase() ?? null;
  const protocol = protocolOf(scheme);
  if (protocol === null) return bad(`has the scheme "${scheme}"`);
  const rest = scheme === null ? value : value.slice(scheme.length + "://".length);
  const url = URL.parse(`${STRICT_SCHEME}://${rest}`);
  if (url === null || /[\s\\]/.test(value)) return bad("is not an address");
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    return bad("has something after the port, or a character in its password that has to be percent-encoded");
  }
  const port = portIn(rest);
  if (port === 0 || (scheme === null && port === null)) return bad("has no port");
  const credentials = credentialsOf(url);
  if (credentials === "bad") return bad("has a user name or password that is not percent-encoded");
  const proxy = { protocol, hostname: nameOf(url), port: port ?? DEFAULT_PORTS[protocol], credentials };
  return { kind: "proxy", proxy, from };
}

/** `socks` is what desktops write for a SOCKS proxy of any version; version 5 is what is left of them. */
function protocolOf(scheme: string | null): Proxy["protocol"] | null {
  switch (scheme) {
    case null:
    case "http":
      return "http";
    case "https":
      return "https";
    case "socks":
    case "socks5":
    case "socks5h":
      return "socks5";
    default:
      return null;
  }
}

/** The port as written: a URL forgets the usual one of its scheme. */
function portIn(rest: string): number | null {
  const digits = /:(\d+)\/?$/.exec(rest.slice(rest.lastIndexOf("@") + 1))?.[1];
  return digits === undefined ? null : Number(digits);
}

function credentialsOf(url: URL): Proxy["credentials"] | "bad" {
  if (url.username === "" && url.password === "") return null;
  try {
    return { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  } catch {
    return "bad";
  }
}

/**
 * Is the URL one of the exceptions? They are `*`, `host` (and what is below it), `.suffix`, `*.suffix`, addresses and CIDR
 * ranges, each also with `:port`.
 */
function isExcepted(url: URL, exceptions: string): boolean {
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

/** The colons of a bare IPv6 address do not begin a port. */
function splitPort(exception: string): { readonly host: string; readonly port: number | null } {
  const [, host = exception, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(exception) ?? [];
  return { host: host.replace(/^\[(.*)\]$/, "$1"), port: port === undefined ? null : Number(port) };
}

/** The addresses that `10.0.0.1`, `10.0.0.0/8`, `fd00::/8` ... stand for; null = it is not an address. */
function rangeOf(host: string): BlockList | null {
  const [, address = "", prefix] = /^([^/]*)(?:\/(\d+))?$/.exec(host) ?? [];
  const family = familyOf(address);
  if (family === null) return null;
  const bits = family === "ipv4" ? 32 : 128;
  const range = new BlockList();
  range.addSubnet(address, Math.min(prefix === undefined ? bits : Number(prefix), bits), family);
  return range;
}

function contains(range: BlockList, name: string): boolean {
  const family = familyOf(name);
  return family !== null && range.check(name, family);
}

function familyOf(name: string): "ipv4" | "ipv6" | null {
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
