/** Reads and writes addresses of proxies: HOST:PORT, and http, https, socks5 and socks5h URLs. */
import { isIP } from "node:net";
import { nameOf } from "./url_host.ts";
import type { Reason } from "../core/reason.ts";

export interface Proxy {
  /** A SOCKS proxy resolves the server's name itself, for both of its schemes, as in Deno's `fetch`. */
  readonly protocol: "http" | "https" | "socks5";
  /** An IPv6 address without its brackets. */
  readonly hostname: string;
  readonly port: number;
  readonly credentials: { readonly username: string; readonly password: string } | null;
}

export type ParsedProxy =
  /** `from`: the variable or the setting that names the proxy. */
  | { readonly kind: "proxy"; readonly proxy: Proxy; readonly from: string }
  /** The value cannot be used. `why` contains only the scheme of the value. */
  | { readonly kind: "bad"; readonly why: Reason };

/** Which hosts a URL may have depends on its scheme. Addresses of proxies are read by the rules of this scheme. */
const STRICT_SCHEME = "https";
const DEFAULT_PORTS = { http: 80, https: 443, socks5: 1080 } as const;

type BadProxy = "proxy-no-address" | "proxy-more-than-port" | "proxy-no-port" | "proxy-unencoded-login";

/** The proxy at this address. `from`: the variable or the setting that names it. */
export function parseProxy(value: string, from: string): ParsedProxy {
  const bad = (kind: BadProxy): ParsedProxy => ({ kind: "bad", why: { about: "network", kind, from } });
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(value)?.[1]?.toLowerCase() ?? null;
  const protocol = protocolOf(scheme);
  if (protocol === null) {
    return { kind: "bad", why: { about: "network", kind: "proxy-scheme", from, scheme: `${scheme}` } };
  }
  const rest = scheme === null ? value : value.slice(scheme.length + "://".length);
  const url = URL.parse(`${STRICT_SCHEME}://${rest}`);
  if (url === null || /[\s\\]/.test(value)) return bad("proxy-no-address");
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    return bad("proxy-more-than-port");
  }
  const port = portIn(rest);
  if (port === 0 || (scheme === null && port === null)) return bad("proxy-no-port");
  const credentials = credentialsOf(url);
  if (credentials === "bad") return bad("proxy-unencoded-login");
  const proxy = { protocol, hostname: nameOf(url), port: port ?? DEFAULT_PORTS[protocol], credentials };
  return { kind: "proxy", proxy, from };
}

/** Desktops write `socks` for a SOCKS proxy of any version; version 5 is the one in use. */
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

/** The port as it is written: a URL drops the default port of its scheme. */
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

/** The proxy's address as a URL, with its credentials only if `withCredentials`. */
export function proxyUrl(proxy: Proxy, withCredentials: boolean): string {
  const scheme = proxy.protocol === "socks5" ? "socks5h" : proxy.protocol;
  const { username, password } = proxy.credentials ?? { username: "", password: "" };
  const login = withCredentials && proxy.credentials !== null
    ? `${encodeURIComponent(username)}:${encodeURIComponent(password)}@`
    : "";
  const host = isIP(proxy.hostname) === 6 ? `[${proxy.hostname}]` : proxy.hostname;
  return `${scheme}://${login}${host}:${proxy.port}`;
}
