/** Passes calls, requests and streams through to sidecars, starting them where they do not run. */
import type { Reason, SidecarReason } from "../../core/reason.ts";
import { reasonEn } from "../../core/language/en/reasons.ts";
import { ReasonError } from "../../core/reason_error.ts";
import type { Host } from "../../host/host.ts";
import type { ConnectionTold, RunningSidecar, Sidecars } from "../sidecars_port.ts";
import { createRelay } from "./relay.ts";
import { fetchFromSidecar, openSidecarStream } from "./sidecar_http.ts";
import { followSidecarStream } from "./sidecar_stream.ts";
import { type WorkLife, workLife } from "./work_life.ts";

/** So many calls and requests are on their way at a time: each may hold a connection to our server, and others need some too. */
const MAX_CALLS = 150;
const MAX_STREAMS = 100;
/** How long a connection is kept for the next request, in ms: less than servers keep theirs. */
const KEEP_ALIVE_MS = 1_000;

export interface PassthroughParts {
  readonly host: Pick<Host, "httpClient" | "now" | "monotonic" | "sleep">;
  /** As `Sidecars.ensureRunning`. */
  readonly running: (name: string) => Promise<RunningSidecar>;
}

export type Passthrough = Pick<Sidecars, "call" | "fetch" | "stream" | "endStream" | "listen"> & {
  /** Tells whoever listens what has happened to a sidecar's connection. */
  tell(told: ConnectionTold): void;
  /** Ends everything that is under way. */
  close(): void;
};

export function createPassthrough({ host, running }: PassthroughParts): Passthrough {
  const http = host.httpClient({ keptMs: KEEP_ALIVE_MS });
  const relay = createRelay();
  const lives = new Set<WorkLife>();
  /** By id; null = it is being opened. */
  const streams = new Map<string, (() => void) | null>();
  /** The ids of calls that are under way. */
  const called = new Set<string>();

  /** Whoever listens could not tell apart what comes under one id for two. */
  function refuseTaken(stream: string): void {
    if (streams.has(stream) || called.has(stream)) throw refusal({ kind: "stream-taken", stream });
  }

  async function counted<T>(stream: string, work: () => Promise<T>): Promise<T> {
    refuseTaken(stream);
    if (called.size >= MAX_CALLS) throw refusal({ kind: "too-many-calls", count: MAX_CALLS });
    called.add(stream);
    try {
      return await work();
    } finally {
      called.delete(stream);
    }
  }

  function begin(sidecar: RunningSidecar, asker: AbortSignal | undefined): WorkLife {
    const life = workLife(host, sidecar, asker);
    const done = () => {
      life.done();
      lives.delete(begun);
    };
    const begun = { ...life, done };
    lives.add(begun);
    return begun;
  }

  /** Resolves when the stream has ended. Never rejects. */
  async function follow(
    body: ReadableStream<Uint8Array>,
    name: string,
    stream: string,
  ): Promise<Reason | null> {
    return await followSidecarStream(body, {
      host,
      name,
      pass: (event, data) => relay.pass({ name, stream, event, data }),
    });
  }

  async function open(name: string, path: string, stream: string, asker?: AbortSignal): Promise<void> {
    const sidecar = await running(name);
    const life = begin(sidecar, asker);
    try {
      const body = await openSidecarStream(http, sidecar, path, life.signal);
      life.detach();
      let isWanted = true;
      streams.set(stream, () => {
        isWanted = false;
        life.end();
      });
      void follow(body, name, stream).then((why) => {
        life.done();
        streams.delete(stream);
        const reason = why === null || !isWanted ? null : reasonEn(why);
        void relay.pass({ name, stream, event: "end", data: { reason } });
      });
    } catch (error) {
      life.done();
      throw error;
    }
  }

  return {
    listen: relay.listen,
    tell: (told) => void relay.pass(told),
    call: (name, method, params, { stream = crypto.randomUUID(), signal } = {}) =>
      counted(stream, async () => {
        const { rpc } = await running(name);
        if (rpc === null) throw refusal({ kind: "no-jsonrpc", name });
        return await rpc.call(method, params, {
          chunk: (event, data) => relay.pass({ name, stream, event, data }),
          ...(signal === undefined ? {} : { signal }),
        });
      }),
    fetch: (name, request, { signal } = {}) =>
      counted(crypto.randomUUID(), async () => {
        const sidecar = await running(name);
        const life = begin(sidecar, signal);
        try {
          return await fetchFromSidecar(http, sidecar, request, life.signal);
        } finally {
          life.done();
        }
      }),
    async stream(name, path, { stream = crypto.randomUUID(), signal } = {}) {
      refuseTaken(stream);
      if (streams.size >= MAX_STREAMS) throw refusal({ kind: "too-many-streams", count: MAX_STREAMS });
      streams.set(stream, null);
      try {
        await open(name, path, stream, signal);
        return stream;
      } catch (error) {
        streams.delete(stream);
        throw error;
      }
    },
    endStream(stream) {
      const end = streams.get(stream) ?? null;
      end?.();
      return end !== null;
    },
    close() {
      for (const life of [...lives]) life.end();
      http.close();
    },
  };
}

function refusal(reason: SidecarReason): ReasonError {
  return new ReasonError({ about: "sidecar", ...reason });
}
