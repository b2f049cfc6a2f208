/** Where a sidecar is reached. */
import { shutdownOf, type SidecarSettings } from "../core/sidecars/sidecar_settings.ts";
import type { StreamAddress } from "../host/staying_program.ts";
import type { Place } from "./supervised_program.ts";

/** `host`: its address; `port`: null = it has none, or has not said yet which one. */
export function placeOf(settings: SidecarSettings, host: string, port: number | null): Place {
  const { health, socket } = settings;
  if (health.type === "jsonrpc" && socket !== "") return { port, url: `unix:${socket}` };
  if (port === null) return { port, url: null };
  const speaksHttp = health.type === "http" || shutdownOf(settings).type === "http";
  const scheme = speaksHttp ? "http" : "tcp";
  return { port, url: `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}` };
}

/** Where a sidecar that speaks JSON-RPC is reached; null = it has not said yet. */
export function addressOf(
  { socket }: SidecarSettings,
  hostname: string,
  port: number | null,
): StreamAddress | null {
  if (socket !== "") return { path: socket };
  return port === null ? null : { hostname, port };
}
