/**
 * Chooses the proxy that a request goes through. Deno's own rules for the environment are not used: Deno ignores bad
 * values without saying so, sends loopback requests to the proxy, and knows fewer forms of NO_PROXY.
 */
import { firstSet, type NetworkVariables } from "./network_variables.ts";
import { isExcepted } from "./no_proxy.ts";
import { type ParsedProxy, parseProxy } from "./proxy_address.ts";
import { isLoopback } from "./url_host.ts";

export interface ProxySettings extends NetworkVariables {
  /** The setting `usage.proxy`; "" = from the variables. */
  readonly configured: string;
}

export type Route =
  | { readonly kind: "direct"; readonly because: "loopback" | "NO_PROXY" | "no proxy is set" }
  | ParsedProxy;

/**
 * The route to `url`, by curl's conventions (https://curl.se/docs/manpage.html, "ENVIRONMENT"): the variable for the
 * URL's scheme, then ALL_PROXY, each in lower case first; an empty variable counts as not set. The setting has priority
 * over all variables. A loopback address is always reached directly.
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

function eitherCase(names: readonly string[]): readonly string[] {
  return names.flatMap((lower) => [lower, lower.toUpperCase()]);
}
