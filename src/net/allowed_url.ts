/** Which URLs may be asked: https ones, and http ones of this machine, so that a token never leaves it in the clear. */
import { isSurelyLoopback } from "./url_host.ts";

export const NO_URL = "the address to ask is not an https URL";

export function checkedUrl(
  address: string,
): { readonly kind: "url"; readonly url: URL } | { readonly kind: "bad"; readonly why: string } {
  const url = URL.parse(address);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return { kind: "bad", why: NO_URL };
  }
  if (url.protocol === "http:" && !isSurelyLoopback(url)) {
    const why =
      `the address to ask, on ${url.hostname}, has to be an https URL: a token would go in the clear`;
    return { kind: "bad", why };
  }
  return { kind: "url", url };
}
