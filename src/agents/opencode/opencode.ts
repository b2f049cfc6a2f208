/**
 * Finds the OpenCode servers of this machine and follows each, independently of the others; answers what they ask. What
 * happens is reported, and decided on elsewhere.
 */
import { getLogger } from "@logtape/logtape";
import type { Instance } from "../../core/agents/opencode/instance.ts";
import type { InstanceEvent } from "../../core/agents/opencode/instance_event.ts";
import type { Message } from "../../core/agents/opencode/stream_message.ts";
import type { OpencodeReport } from "../../core/agents/opencode/report.ts";
import type { Host } from "../../host/host.ts";
import type { AnswerOutcome } from "../source_edge.ts";
import { type Budget, createBudget } from "./stream/reading_time.ts";
import { type ClientParts, createOpencodeClient, KEPT_MS, type OpencodeClient } from "./opencode_client.ts";
import { type Confirmed, confirmServer } from "./discovery/confirm_opencode.ts";
import { createGate, type Gate } from "./request_pacer.ts";
import { type ListenersHost, terminalOf, watchListeners } from "./discovery/listener_watch.ts";
import {
  mayAsk,
  placeIn,
  type Reached,
  reached,
  serverAt,
  type ServerPlace,
  unusualHost,
} from "./server_address.ts";
import { type Reply, sendReply } from "./reply.ts";
import type { Listener, Platform } from "../../platform/platform.ts";
import { followServer } from "./follow_server.ts";
import type { Task } from "../../tasks/task.ts";
import { hour } from "../../core/time/units.ts";

const log = getLogger(["claudeminder", "opencode"]);

/** Configured ports are tried this often. */
const portsMs = 2_000;
/** Configured servers, which may be far away and turned off, this often. */
const serversMs = 10_000;
const neverMs = hour;
const connectMs = 2_000;
/** What did not say that it is an OpenCode is asked again after this, unless it goes before. */
const otherMs = 30_000;
const startingMs = 500;
/** Questions about single sessions, to all servers together. */
const namesAtATime = 3;

export type OpencodeHost = ListenersHost & Pick<Host, "env" | "httpClient" | "connect" | "monotonic">;

export interface OpencodeSettings {
  /** Ports on 127.0.0.1 to try besides those found. */
  readonly ports: readonly number[];
  /** Others, as "http://HOST:PORT", on this machine or another. Default: none. */
  readonly servers?: readonly string[];
  /** The name of the environment variable that holds a password; "" = none does. */
  readonly passwordEnv: string;
}

export interface Opencode {
  readonly run: Task;
  /** Never rejects. */
  answer(key: string, reply: Reply): Promise<AnswerOutcome>;
}

export interface OpencodeOptions {
  readonly host: OpencodeHost;
  readonly platform: Pick<Platform, "listeners" | "terminal">;
  /** Read again at each look. */
  settings(): OpencodeSettings;
  report(report: OpencodeReport): void;
  /** What is known of an instance after all that was reported; null = there is none of this key. */
  known(key: string): Instance | null;
}

type Shared = Pick<ClientParts, "http" | "gate"> & { readonly budget: Budget; readonly names: Gate };

/** A place where something listens, from the first sight of it until it is gone. */
interface Place {
  readonly pid: number | null;
  end(): void;
}

export function createOpencode({ host, platform, settings, report, known }: OpencodeOptions): Opencode {
  /** By "hostname:port". */
  const places = new Map<string, Place>();
  /** Also of places that are no more, and are being left. */
  const attending = new Set<Promise<void>>();
  /** By key, those that are followed. */
  const clients = new Map<string, OpencodeClient>();
  const watch = watchListeners(host, platform.listeners);
  let broke: (error: unknown) => void = () => {};

  function login() {
    const { passwordEnv } = settings();
    const password = passwordEnv === "" ? "" : host.env(passwordEnv) ?? "";
    return password === ""
      ? null
      : { username: host.env("OPENCODE_SERVER_USERNAME") || "opencode", password };
  }

  /** From the first sight of a listener until it is gone, or said to be something else. */
  async function attend(
    shared: Shared,
    place: ServerPlace,
    { pid, signal }: { readonly pid: number | null; readonly signal: AbortSignal },
  ) {
    const { port } = place;
    const name = nameOf(place);
    const unusual = unusualHost(place);
    const key = `${unusual === null ? "" : `${unusual}:`}${port}:${pid ?? "-"}`;
    const own = () => mayAsk(host, place);
    const client = createOpencodeClient({ host, ...shared, mayAsk: own }, place, login());
    let isFound = false;
    try {
      for (let waitMs = startingMs; !signal.aborted; waitMs = Math.min(2 * waitMs, otherMs)) {
        const confirmed = await confirmServer(host, client, { isNamed: pid !== null, signal });
        if (signal.aborted) return;
        if (pid === null && (confirmed.kind === "nobody" || !await isThere(place, confirmed))) return;
        if (confirmed.kind === "nobody" || confirmed.kind === "other") {
          log.debug("{name} is no OpenCode, or not yet", { name });
          await host.sleep(confirmed.kind === "other" ? otherMs : waitMs, signal);
          continue;
        }
        const version = confirmed.kind === "opencode" ? confirmed.version : "";
        const tty = pid === null ? "" : await terminalOf(host, platform, pid);
        log.info("found OpenCode {version} at {name}", { version, name });
        isFound = true;
        clients.set(key, client);
        report({
          type: "found",
          key,
          port,
          pid,
          tty,
          version,
          ...(unusual === null ? {} : { host: unusual }),
        });
        const tell = (event: InstanceEvent) => {
          if (!signal.aborted) report({ type: "happened", key, event });
        };
        if (confirmed.kind === "silent") {
          tell({ type: "reach", reach: { kind: "not-answering", since: host.now() } });
        }
        const { budget, names } = shared;
        await followServer(
          { host, budget, names, client, name, known: () => known(key), tell },
          signal,
        );
        return;
      }
    } finally {
      clients.delete(key);
      if (isFound) {
        log.info("gone: OpenCode at {name}", { name });
        report({ type: "gone", key });
      }
      if (pid !== null) watch.doubt(pid);
    }
  }

  /** A server on another machine that says nothing may as well be off. */
  async function isThere({ hostname, port, way }: ServerPlace, { kind }: Confirmed): Promise<boolean> {
    if (kind !== "silent" || way === undefined) return true;
    const address = { hostname: hostname.replace(/^\[|\]$/g, ""), port };
    return await host.connect(address, { timeoutMs: connectMs }).then(() => true, () => false);
  }

  function begin(shared: Shared, listening: ServerPlace, pid: number | null): void {
    const name = nameOf(listening);
    const stopped = new AbortController();
    const place: Place = { pid, end: () => stopped.abort() };
    const attended: Promise<void> = attend(shared, listening, { pid, signal: stopped.signal }).catch(
      broke,
    ).finally(
      () => {
        attending.delete(attended);
        if (places.get(name) === place) places.delete(name);
      },
    );
    attending.add(attended);
    places.set(name, place);
  }

  function update(shared: Shared, listeners: readonly Listener[]): void {
    const found = new Map<string, Reached>();
    const served = new Set<string>();
    for (const each of reached(listeners)) {
      const name = nameOf(each.place);
      const server = serverAt(each);
      if (served.has(server)) continue;
      // A process that was just forked still has the socket of the one that is followed.
      if (found.has(name) && places.get(name)?.pid !== each.pid) continue;
      served.add(server);
      found.set(name, each);
    }
    for (const [name, place] of places) {
      const isThere = place.pid === null ? !found.has(name) : found.get(name)?.pid === place.pid;
      if (!isThere) {
        // With its process it is gone at once, whatever its stream still has to say.
        place.end();
        places.delete(name);
      }
    }
    for (const [name, { place, pid }] of found) if (!places.has(name)) begin(shared, place, pid);
  }

  async function tryPorts(shared: Shared, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for (const port of settings().ports) {
        if (!places.has(`127.0.0.1:${port}`) && !places.has(`[::1]:${port}`)) {
          begin(shared, { hostname: "127.0.0.1", port }, null);
        }
      }
      // Other settings begin another run.
      await host.sleep(settings().ports.length === 0 ? neverMs : portsMs, signal);
    }
  }

  async function tryServers(shared: Shared, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { servers = [] } = settings();
      for (const place of servers.map(placeIn)) if (!places.has(nameOf(place))) begin(shared, place, null);
      await host.sleep(servers.length === 0 ? neverMs : serversMs, signal);
    }
  }

  return {
    async run(signal) {
      // One for all: each would hold its own certificates and connections.
      const http = host.httpClient({ keptMs: KEPT_MS });
      const names = createGate(host, namesAtATime);
      const shared: Shared = { http, gate: createGate(host), budget: createBudget(host), names };
      const ended = new AbortController();
      const stop = () => ended.abort();
      signal.addEventListener("abort", stop, { once: true });
      if (signal.aborted) stop();
      const broken = Promise.withResolvers<never>();
      broke = broken.reject;
      const watching = (async () => {
        for await (const listeners of watch.pictures(ended.signal)) {
          if (!ended.signal.aborted) update(shared, listeners);
        }
      })();
      const trying = Promise.all([tryPorts(shared, ended.signal), tryServers(shared, ended.signal)]);
      try {
        await Promise.race([Promise.all([watching, trying]), broken.promise]);
      } finally {
        stop();
        signal.removeEventListener("abort", stop);
        await Promise.allSettled([watching, trying]);
        for (const place of places.values()) place.end();
        await Promise.allSettled(attending);
        http.close();
      }
    },

    async answer(key, reply) {
      const client = clients.get(key);
      if (client === undefined) return { kind: "failed", why: "gone" };
      const outcome = await sendReply(client, reply);
      // Its stream says so too, as a rule: but a message may be lost, and of what nobody asks any more it says nothing.
      if (isClosed(outcome)) {
        report({ type: "happened", key, event: { type: "message", message: closedBy(reply) } });
      }
      return outcome;
    },
  };
}

/** Whether a request is asked no more, now that it was replied to. */
function isClosed({ kind }: AnswerOutcome): boolean {
  switch (kind) {
    case "done":
    case "already-answered":
      return true;
    case "failed":
      return false;
  }
}

/** What the server's stream says once a request is answered. */
function closedBy(reply: Reply): Message {
  const { id, directory } = reply;
  switch (reply.kind) {
    case "permission":
      return { type: "permission-replied", permission: id, directory };
    case "question":
    case "reject-question":
      return { type: "question-closed", question: id, directory };
  }
}

/** One place has one name. */
function nameOf({ hostname, port }: ServerPlace): string {
  return `${hostname}:${port}`;
}
