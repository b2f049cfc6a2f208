/** Which ports and servers of the settings are asked whether an OpenCode server listens there, and how often. */
import type { Host } from "../../../host/host.ts";
import { addressInUrl, addressName, type ServerAddress } from "../server_address.ts";
import { hour, second } from "../../../core/time/units.ts";

/** Ports of this machine are asked this often. */
const PORTS_MS = 2 * second;
/** Servers, which may be far away and turned off, this often. */
const SERVERS_MS = 10 * second;
/** Where there is nothing to ask: other settings begin another run. */
const NOTHING_MS = hour;

export interface ConfiguredAddresses {
  /** Ports on 127.0.0.1, besides those of the processes that are found. */
  readonly ports: readonly number[];
  /** Others, as "http://HOST:PORT", on this machine or another. Default: none. */
  readonly servers?: readonly string[];
}

export interface ConfiguredPortsParts {
  readonly host: Pick<Host, "sleep">;
  /** Read again each time. */
  settings(): ConfiguredAddresses;
  /** `name`: of an address, "127.0.0.1:4096". */
  isWatched(name: string): boolean;
  watch(address: ServerAddress): void;
}

/** Has all of them watched that are not watched yet, again and again until the signal aborts. */
export async function watchConfiguredPorts(parts: ConfiguredPortsParts, signal: AbortSignal): Promise<void> {
  await Promise.all([watchPorts(parts, signal), watchServers(parts, signal)]);
}

async function watchPorts(
  { host, settings, isWatched, watch }: ConfiguredPortsParts,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    for (const port of settings().ports) {
      if (!isWatched(`127.0.0.1:${port}`) && !isWatched(`[::1]:${port}`)) {
        watch({ hostname: "127.0.0.1", port });
      }
    }
    await host.sleep(settings().ports.length === 0 ? NOTHING_MS : PORTS_MS, signal);
  }
}

async function watchServers(
  { host, settings, isWatched, watch }: ConfiguredPortsParts,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const { servers = [] } = settings();
    for (const address of servers.map(addressInUrl)) if (!isWatched(addressName(address))) watch(address);
    await host.sleep(servers.length === 0 ? NOTHING_MS : SERVERS_MS, signal);
  }
}
