/** The ports that sidecars get: the wanted one, else the first of the others that is free. */
import { ReasonError } from "../core/reason_error.ts";
import { isTold, type SidecarSettings } from "../core/sidecars/sidecar_settings.ts";
import type { Host } from "../host/host.ts";

export interface ChosenPort {
  /** Null = it needs none, or it says itself which one it has. */
  readonly port: number | null;
  /** When its program is gone. */
  free(): void;
}

export interface PortChoice {
  /** Rejects with a `ReasonError` when all are taken. */
  choose(settings: SidecarSettings): Promise<ChosenPort>;
}

/** How many free ports are tried: another sidecar that is being started may have got the same one. */
const maxTries = 20;

export function createPortChoice(host: Pick<Host, "isPortFree" | "freePort">): PortChoice {
  /** Those of sidecars that run, or are about to listen. */
  const given = new Set<number>();

  /** Takes the port, before anything is waited for: others choose at the same time. False = another one has it. */
  function take(port: number): boolean {
    if (given.has(port)) return false;
    given.add(port);
    return true;
  }

  async function takeIfFree(hostname: string, port: number): Promise<boolean> {
    if (!take(port)) return false;
    let isFree = false;
    try {
      isFree = await host.isPortFree(hostname, port);
    } finally {
      if (!isFree) given.delete(port);
    }
    return isFree;
  }

  async function takeAny(hostname: string): Promise<number | null> {
    for (let tries = 0; tries < maxTries; tries++) {
      const port = await host.freePort(hostname);
      if (take(port)) return port;
    }
    return null;
  }

  async function firstFree({ host: hostname }: SidecarSettings, ports: readonly number[]): Promise<number> {
    for (const port of ports) {
      if (port === 0) {
        const free = await takeAny(hostname);
        if (free !== null) return free;
      } else if (await takeIfFree(hostname, port)) return port;
    }
    throw new ReasonError({ about: "sidecar", kind: "ports-taken", ports });
  }

  return {
    async choose(settings) {
      const ports = portsOf(settings);
      if (ports.length === 0) return { port: null, free: () => {} };
      const port = await firstFree(settings, ports);
      return { port, free: () => void given.delete(port) };
    },
  };
}

/** The ports that a sidecar may have, in the order of the settings; 0 = any free one; none = it needs no port, or says itself which one. */
export function portsOf(settings: SidecarSettings): readonly number[] {
  const { port, fallback_ports, socket } = settings;
  if (isTold(settings, "port")) return [port, ...fallback_ports];
  // It has its port without being told, so no other one will do.
  return port === 0 || socket !== "" ? [] : [port];
}
