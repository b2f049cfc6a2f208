/**
 * The way to a server that the settings want: through which proxy, trusting which authorities, with which pinned keys.
 */
import type { Files, Host } from "../host/host.ts";
import { checkedUrl } from "./allowed_url.ts";
import { type ExtraAuthorities, extraAuthorities, readCaFile } from "./extra_authorities.ts";
import { settingError } from "./net_error.ts";
import { type OtherVariables, variablesNow } from "./network_variables.ts";
import { parsePins, type PinnedOptions, viaFor } from "./pins.ts";
import type { Proxy } from "./proxy_address.ts";
import { proxyFor } from "./proxy_choice.ts";
import { runtimeTrustProblem, systemAuthorities, whyNoTls } from "./system_authorities.ts";

export interface NetSettings {
  /** `usage.proxy`; "" = from the environment. */
  readonly proxy: string;
  /** `usage.ca_file`; "" = none. */
  readonly caFile: string;
  /**
   * Variables that are used where the environment says nothing, read at each request; none if it is missing. Never
   * rejects.
   */
  readonly others?: () => Promise<readonly OtherVariables[]>;
  /** `usage.pins`: `sha256/BASE64` each; [] = the server's key is not checked. */
  readonly pins: readonly string[];
}

export type NetHost = Pick<Host, "env" | "httpClient" | "connect"> & {
  readonly files: Pick<Files, "read">;
};

/** How a URL is reached, if all settings for it can be used. */
export interface ServerWay {
  readonly url: URL;
  readonly through: { readonly proxy: Proxy; readonly from: string } | null;
  readonly caCerts: readonly string[];
  readonly extra: ExtraAuthorities;
  /** Null = no pin is set, or the server has no key (http). */
  readonly pinned: PinnedOptions | null;
}

/** The way to the server. Rejects with a `NetError` that names the setting which cannot be used. */
export async function wayTo(host: NetHost, settings: NetSettings, address: string): Promise<ServerWay> {
  const url = parseUrl(address);
  const problem = await runtimeTrustProblem(host) ??
    (url.protocol === "https:" ? whyNoTls(await systemAuthorities(host)) : null);
  if (problem !== null) throw settingError(problem);
  const known = await variablesNow(host, settings.others);
  const route = proxyFor(url, { ...known, configured: settings.proxy });
  if (route.kind === "bad") throw settingError(route.why);
  const through = route.kind === "proxy" ? route : null;
  const pins = parsePins(settings.pins);
  const own = await readCaFile(host, settings.caFile);
  const extra = await extraAuthorities(host, known);
  const caCerts = [...own, ...extra.certificates];
  const way = { url, through, caCerts, extra };
  if (url.protocol === "http:" || pins.length === 0) return { ...way, pinned: null };
  return { ...way, pinned: { via: viaFor(through), caCerts, pins } };
}

function parseUrl(address: string): URL {
  const checked = checkedUrl(address);
  if (checked.kind === "bad") throw settingError(checked.why);
  return checked.url;
}
