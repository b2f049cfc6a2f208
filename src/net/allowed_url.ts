/**
 * Which URLs may be asked: https ones, and http ones of this machine. So a token never leaves the machine unencrypted.
 */
import { isSurelyLoopback } from "./url_host.ts";
import type { Reason } from "../core/reason.ts";

export const NO_URL: Reason = { about: "network", kind: "no-https-url" };

export function checkedUrl(
  address: string,
): { readonly kind: "url"; readonly url: URL } | { readonly kind: "bad"; readonly why: Reason } {
  const url = URL.parse(address);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return { kind: "bad", why: NO_URL };
  }
  if (url.protocol === "http:" && !isSurelyLoopback(url)) {
    return { kind: "bad", why: { about: "network", kind: "http-elsewhere", hostname: url.hostname } };
  }
  return { kind: "url", url };
}
