/** The real task that finds and follows OpenCode servers, and the state that its reports add up to. */
import type { Instance } from "../../../src/core/agents/opencode/instance.ts";
import { instanceAfter, newInstance } from "../../../src/core/agents/opencode/instance_after_event.ts";
import { denoHost } from "../../../src/host/deno_host.ts";
import type { ListenerSource } from "../../../src/platform/platform.ts";
import {
  createOpencodeServers,
  type OpencodeHost,
  type OpencodeServers,
} from "../../../src/agents/opencode/opencode_servers.ts";
import type { OpencodeReport } from "../../../src/core/agents/opencode/opencode_report.ts";

export interface Watching extends AsyncDisposable {
  readonly opencode: OpencodeServers;
  /** By key, as they stand. */
  readonly instances: Map<string, Instance>;
  /** All that was reported. */
  readonly reports: readonly OpencodeReport[];
  /** The instance at a port; throws when there is none. */
  at(port: number): Instance;
  /** Resolves as soon as it holds after a report, or holds already; rejects after 15 s. */
  until(condition: () => boolean, what: string): Promise<void>;
}

export interface WatchingOptions {
  readonly ports?: readonly number[];
  readonly servers?: readonly string[];
  readonly passwordEnv?: string;
  /** Default: none but the configured ports. */
  readonly listeners?: ListenerSource;
  readonly host?: Partial<OpencodeHost>;
  /** Whether `reports` grows. Default: true. */
  readonly keepsReports?: boolean;
  readonly onReport?: (report: OpencodeReport) => void;
}

/** Finds nobody. */
export const NO_LISTENERS: ListenerSource = {
  kind: "command",
  command: { program: "true", args: [] },
  everyMs: 3_600_000,
  parse: () => [],
};

const PATIENCE_MS = 15_000;

export function watching(options: WatchingOptions): Watching {
  const host: OpencodeHost = { ...denoHost(), ...options.host };
  const instances = new Map<string, Instance>();
  const reports: OpencodeReport[] = [];
  const waiting = new Set<() => void>();
  const ended = new AbortController();
  const opencode = createOpencodeServers({
    host,
    platform: { listeners: options.listeners ?? NO_LISTENERS, terminal: () => null },
    settings: () => ({
      ports: options.ports ?? [],
      servers: options.servers ?? [],
      passwordEnv: options.passwordEnv ?? "",
    }),
    report(report) {
      if (options.keepsReports ?? true) reports.push(report);
      fold(instances, report, host.now());
      options.onReport?.(report);
      for (const look of [...waiting]) look();
    },
    known: (key) => instances.get(key) ?? null,
  });
  const running = opencode.run(ended.signal);
  let broke: unknown = null;
  running.catch((error) => {
    broke = error;
    for (const look of [...waiting]) look();
  });

  return {
    opencode,
    instances,
    reports,
    at(port) {
      const found = [...instances.values()].find((instance) => instance.port === port);
      if (found === undefined) throw new Error(`No instance at port ${port}`);
      return found;
    },
    until(condition, what) {
      return new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`Waited ${PATIENCE_MS / 1000} s in vain for ${what}`));
        }, PATIENCE_MS);
        const look = () => {
          if (broke === null && !condition()) return;
          waiting.delete(look);
          clearTimeout(timer);
          if (broke === null) resolve();
          else reject(broke);
        };
        waiting.add(look);
        look();
      });
    },
    async [Symbol.asyncDispose]() {
      ended.abort();
      await running;
    },
  };
}

function fold(instances: Map<string, Instance>, report: OpencodeReport, now: number): void {
  switch (report.type) {
    case "found":
      instances.set(report.key, newInstance(report, now));
      return;
    case "happened": {
      const before = instances.get(report.key);
      if (before === undefined) throw new Error(`Something happened to ${report.key}, which is not there`);
      instances.set(report.key, instanceAfter(before, report.event, now));
      return;
    }
    case "gone":
      instances.delete(report.key);
  }
}
