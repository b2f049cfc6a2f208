/**
 * One start of a sidecar, seen from outside: whether it is well, by HTTP, by JSON-RPC, by its ready line or by staying there, and how it
 * is asked to end.
 */
import type { Reason } from "../core/reason.ts";
import { reasonOf } from "../core/reason_error.ts";
import { shutdownOf, type SidecarSettings } from "../core/sidecars/sidecar_settings.ts";
import { second } from "../core/time/units.ts";
import type { Host, HttpClient } from "../host/host.ts";
import { askHttpToEnd, checkHttp } from "./http_health.ts";
import {
  type ConnectionNote,
  type JsonRpcConnection,
  keepConnection,
} from "./json_rpc/json_rpc_connection.ts";
import type { ReadyLine } from "./ready_line.ts";
import { aborted } from "../host/abort_signals.ts";
import { addressOf, placeOf } from "./sidecar_place.ts";
import type { Check, Place } from "./supervised_program.ts";

/** A program whose health is that it is there is well after this time. */
const stayedMs = second;
/** The pause before a program that is not ready is asked again: at first, and at most. */
const firstPauseMs = 50, longestPauseMs = 400;
/** How long the answer to the wish that it ends may take. */
const endAnswerMs = 5 * second;

export interface HealthParts {
  readonly host: Pick<Host, "monotonic" | "sleep" | "openStream">;
  readonly client: HttpClient;
  readonly settings: SidecarSettings;
  /** Null = it has none, or says itself which one. */
  readonly port: number | null;
  /** Null = it was given none. */
  readonly token: string | null;
  readonly note: (note: ConnectionNote) => void;
}

export interface SidecarHealth {
  /** As far as it is known by now. */
  place(): Place;
  token(): string | null;
  /** Null = it does not speak JSON-RPC, or has not said yet where. */
  connection(): JsonRpcConnection | null;
  /** What it says in its ready line counts from then on. */
  takeReadyLine(line: ReadyLine): void;
  /** Resolves once it is well, or when the signal aborts. Never rejects. */
  ready(signal: AbortSignal): Promise<void>;
  /** Why it is not ready yet; null = that is not known. */
  notReady(): Reason | null;
  /** Null = it is well as long as it is there. */
  readonly check: Check | null;
  /** Null = it is only told by signals. */
  readonly askToEnd: (() => void) | null;
  close(): void;
}

export function sidecarHealth({ host, client, settings, ...given }: HealthParts): SidecarHealth {
  const { name, health, health_interval_seconds, health_timeout_seconds } = settings;
  let { port, token } = given;
  let hostname = settings.host;
  let connection: JsonRpcConnection | null = null;
  let notReady: Reason | null = null;
  const said = Promise.withResolvers<void>();
  const limitMs = health_timeout_seconds * second;

  const http = (path: string) => {
    const { url } = placeOf(settings, hostname, port);
    return { host, client, token, url: `${url}${path}` };
  };

  function connect(): JsonRpcConnection | null {
    const address = addressOf(settings, hostname, port);
    if (connection === null && address !== null) {
      connection = keepConnection({ host, name, address, token, note: given.note });
    }
    return connection;
  }

  /** Null = it cannot be asked. */
  const ask: ((signal: AbortSignal) => Promise<void>) | null = (() => {
    switch (health.type) {
      case "http":
        return (signal) => checkHttp(http(health.path), limitMs, signal);
      case "jsonrpc":
        return async (signal) => {
          await connect()?.call("system.ping", {}, { limitMs, signal });
        };
      case "process":
        return null;
    }
  })();

  async function stays(signal: AbortSignal): Promise<void> {
    await Promise.race([said.promise, host.sleep(stayedMs, signal)]);
  }

  async function untilWell(
    check: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    if (addressOf(settings, hostname, port) === null) await Promise.race([said.promise, aborted(signal)]);
    for (let pauseMs = firstPauseMs; !signal.aborted; pauseMs = Math.min(1.5 * pauseMs, longestPauseMs)) {
      try {
        return await check(signal);
      } catch (error) {
        if (!signal.aborted) notReady = reasonOf(error);
        await host.sleep(pauseMs, signal);
      }
    }
  }

  const askToEnd = ((): (() => void) | null => {
    const shutdown = shutdownOf(settings);
    switch (shutdown.type) {
      case "http":
        return () => void askHttpToEnd(http(shutdown.path), endAnswerMs);
      case "jsonrpc":
        // Where it does not answer, it is told by a signal.
        return () => void connection?.call("system.shutdown", {}, { limitMs: endAnswerMs }).catch(() => {});
      case "signal":
        return null;
    }
  })();

  return {
    place: () => placeOf(settings, hostname, port),
    token: () => token,
    connection: () => health.type === "jsonrpc" ? connect() : null,
    takeReadyLine(line) {
      const before = JSON.stringify([hostname, port, token]);
      hostname = line.host ?? hostname;
      port = line.port;
      token = line.token ?? token;
      if (JSON.stringify([hostname, port, token]) !== before) {
        connection?.close();
        connection = null;
      }
      said.resolve();
    },
    ready: (signal) => ask === null ? stays(signal) : untilWell(ask, signal),
    notReady: () => notReady,
    check: ask === null ? null : { everyMs: health_interval_seconds * second, limitMs, run: ask },
    askToEnd,
    close() {
      connection?.close();
      connection = null;
    },
  };
}
