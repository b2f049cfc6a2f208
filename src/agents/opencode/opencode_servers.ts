/**
 * Finds the OpenCode servers of this machine and of the settings, follows each independently of the others, and sends answers to
 * them. What happens is reported; what follows from it is decided elsewhere.
 */
import type { Instance } from "../../core/agents/opencode/instance.ts";
import type { OpencodeReport } from "../../core/agents/opencode/opencode_report.ts";
import type { StreamMessage } from "../../core/agents/opencode/stream_message.ts";
import type { Host } from "../../host/host.ts";
import type { Listener, Platform } from "../../platform/platform.ts";
import type { Task } from "../../tasks/task.ts";
import type { AnswerOutcome } from "../source_edge.ts";
import { type ConfiguredAddresses, watchConfiguredPorts } from "./discovery/configured_ports.ts";
import { type ListenersHost, watchListeners } from "./discovery/listener_watch.ts";
import { KEEP_ALIVE_MS, type OpencodeClient } from "./opencode_client.ts";
import { type Reply, sendReply } from "./answer_request.ts";
import { createRequestPacer } from "./request_pacer.ts";
import {
  addressName,
  type ReachableServer,
  reachableServers,
  type ServerAddress,
  serverId,
} from "./server_address.ts";
import { loginIn } from "./server_password.ts";
import { createReadingTime } from "./stream/stream_time_share.ts";
import { type Shared, watchAddress } from "./watch_address.ts";

/** Requests about single sessions at a time, to all servers together. */
const SESSION_REQUESTS = 3;

export type OpencodeHost = ListenersHost & Pick<Host, "env" | "httpClient" | "connect" | "monotonic">;

export interface OpencodeSettings extends ConfiguredAddresses {
  /** The name of the environment variable that holds a password; "" = none does. */
  readonly passwordEnv: string;
}

export interface OpencodeServers {
  readonly run: Task;
  /** Never rejects. */
  answer(key: string, reply: Reply): Promise<AnswerOutcome>;
}

export interface OpencodeServersOptions {
  readonly host: OpencodeHost;
  readonly platform: Pick<Platform, "listeners" | "terminal">;
  /** Read again each time. */
  settings(): OpencodeSettings;
  report(report: OpencodeReport): void;
  /** What is known of an instance after all that was reported; null = there is none of this key. */
  known(key: string): Instance | null;
}

/** An address where something listens, from its first sight until it is gone. */
interface Watched {
  readonly pid: number | null;
  end(): void;
}

export function createOpencodeServers(
  { host, platform, settings, report, known }: OpencodeServersOptions,
): OpencodeServers {
  /** By address, "127.0.0.1:4096". */
  const watched = new Map<string, Watched>();
  /** Also of addresses that are no longer watched, and are about to end. */
  const running = new Set<Promise<void>>();
  /** By key: those that are followed. */
  const clients = new Map<string, OpencodeClient>();
  const watch = watchListeners(host, platform.listeners);
  let broke: (error: unknown) => void = () => {};

  function begin(shared: Shared, address: ServerAddress, pid: number | null): void {
    const name = addressName(address);
    const stopped = new AbortController();
    const { signal } = stopped;
    const one: Watched = { pid, end: () => stopped.abort() };
    const login = loginIn(host, settings().passwordEnv);
    const run: Promise<void> = watchAddress(
      { host, platform, shared, login, clients, report, known },
      address,
      { pid, signal },
    ).finally(() => {
      if (pid !== null) watch.recheck(pid);
    }).catch(broke).finally(() => {
      running.delete(run);
      if (watched.get(name) === one) watched.delete(name);
    });
    running.add(run);
    watched.set(name, one);
  }

  /** Watches the addresses where processes listen now, and no others of those. */
  function update(shared: Shared, listeners: readonly Listener[]): void {
    const found = new Map<string, ReachableServer>();
    const served = new Set<string>();
    for (const each of reachableServers(listeners)) {
      const name = addressName(each.address);
      const server = serverId(each);
      if (served.has(server)) continue;
      // A process that was just forked still has the socket of the one that is watched.
      if (found.has(name) && watched.get(name)?.pid !== each.pid) continue;
      served.add(server);
      found.set(name, each);
    }
    for (const [name, one] of watched) {
      const isThere = one.pid === null ? !found.has(name) : found.get(name)?.pid === one.pid;
      if (!isThere) {
        // It is gone at once with its process, whatever its stream still has to say.
        one.end();
        watched.delete(name);
      }
    }
    for (const [name, { address, pid }] of found) if (!watched.has(name)) begin(shared, address, pid);
  }

  return {
    async run(signal) {
      // One client for all servers: each would hold its own certificates and connections.
      const http = host.httpClient({ keptMs: KEEP_ALIVE_MS });
      const shared: Shared = {
        http,
        pacer: createRequestPacer(host),
        readingTime: createReadingTime(host),
        sessionPacer: createRequestPacer(host, SESSION_REQUESTS),
      };
      const ended = new AbortController();
      const stop = () => ended.abort();
      signal.addEventListener("abort", stop, { once: true });
      if (signal.aborted) stop();
      const broken = Promise.withResolvers<never>();
      broke = broken.reject;
      const listening = (async () => {
        for await (const listeners of watch.listeners(ended.signal)) {
          if (!ended.signal.aborted) update(shared, listeners);
        }
      })();
      const configured = watchConfiguredPorts({
        host,
        settings,
        isWatched: (name) => watched.has(name),
        watch: (address) => begin(shared, address, null),
      }, ended.signal);
      try {
        await Promise.race([Promise.all([listening, configured]), broken.promise]);
      } finally {
        stop();
        signal.removeEventListener("abort", stop);
        await Promise.allSettled([listening, configured]);
        for (const one of watched.values()) one.end();
        await Promise.allSettled(running);
        http.close();
      }
    },

    async answer(key, reply) {
      const client = clients.get(key);
      if (client === undefined) return { kind: "failed", why: "gone" };
      const outcome = await sendReply(client, reply);
      // The stream mostly says so too. But a message may be lost, and of a request that was over before there is none.
      if (isClosed(outcome)) {
        report({ type: "happened", key, event: { type: "message", message: closedBy(reply) } });
      }
      return outcome;
    },
  };
}

/** Whether the request is over after this. */
function isClosed({ kind }: AnswerOutcome): boolean {
  switch (kind) {
    case "done":
    case "already-answered":
      return true;
    case "failed":
      return false;
  }
}

/** The message by which the server's stream says that a request is over. */
function closedBy(reply: Reply): StreamMessage {
  const { id, directory } = reply;
  switch (reply.kind) {
    case "permission":
      return { type: "permission-replied", permission: id, directory };
    case "question":
    case "reject-question":
      return { type: "question-closed", question: id, directory };
  }
}
