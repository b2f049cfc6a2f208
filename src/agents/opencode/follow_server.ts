/**
 * Follows one OpenCode server: connects to its event stream again and again, and fetches the full state of a server without such a
 * stream every 2 s. What it finds out it passes on as instance events.
 */
import { getLogger } from "@logtape/logtape";
import type { Instance } from "../../core/agents/opencode/instance.ts";
import type { Reach } from "../../core/agents/program.ts";
import type { InstanceEvent } from "../../core/agents/opencode/instance_event.ts";
import type { Host } from "../../host/host.ts";
import type { OpencodeClient } from "./opencode_client.ts";
import type { StreamTime } from "./stream/stream_time_share.ts";
import type { RequestPacer } from "./request_pacer.ts";
import { createStreamFollower } from "./stream/follow_stream.ts";
import { createFullStateSchedule } from "./full_state/full_state_schedule.ts";
import { second } from "../../core/time/units.ts";

const log = getLogger(["claudeminder", "opencode"]);

/** Before the first reconnect, the second, ...; after a steady stream it begins again with the first. */
const PAUSES_MS = [0, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000];
/** A stream that was open for so long was steady. */
const STEADY_MS = 10 * second;
/** After a stream that sent too much: before the first reconnect, the second, ... */
const TOO_MUCH_PAUSES_MS = [500, ...Array<number>(20).fill(1_000), 2_000, 4_000, 8_000, 16_000, 30_000];
/** Between two full states of a server without an event stream. */
const POLL_MS = 2 * second;
/** After so many of them the event stream is tried again: a newer server may listen there now. */
const POLLS_BEFORE_STREAM = 30;
/** A server that wants a password is asked again after this. */
const LOCKED_MS = 10 * second;

export interface FollowedServer {
  readonly host: Pick<Host, "now" | "monotonic" | "sleep">;
  /** Shared by all servers. */
  readonly readingTime: StreamTime;
  /** For requests about single sessions; shared by all servers. */
  readonly sessionPacer: RequestPacer;
  readonly client: OpencodeClient;
  /** For the log: "127.0.0.1:4096". */
  readonly name: string;
  /** The state that the events add up to; null = there is none any more. */
  currentInstance(): Instance | null;
  emit(event: InstanceEvent): void;
}

/** Resolves when nobody listens there any more, or when the signal aborts. Never rejects for what the server does. */
export async function followServer(followed: FollowedServer, signal: AbortSignal): Promise<void> {
  const { host, readingTime, sessionPacer, client, name, currentInstance, emit } = followed;
  const warned = new Set<string>();
  /** What was passed on last; null = nothing yet, or nothing since the present stream was opened. */
  let reached: Reach["kind"] | null = null;

  /** Logs each fault once: a server that goes wrong once mostly goes on so. */
  function warn(why: string): void {
    if (warned.has(why) || signal.aborted) return;
    warned.add(why);
    log.warn("OpenCode at {name}: {why}", { name, why });
  }

  /** `since`: epoch ms. */
  function reach(kind: Reach["kind"], since = host.now()): void {
    if (reached === kind) return;
    reached = kind;
    if (kind === "not-answering") log.warn("OpenCode at {name} does not answer", { name });
    else log.info("OpenCode at {name}: {kind}", { name, kind });
    emit({ type: "reach", reach: { kind, since } });
  }

  const connected = (openedAt: number) => reach("connected", openedAt);
  const notAnswering = (since: number) => reach("not-answering", since);
  const schedule = createFullStateSchedule({
    ...{ host, client, sessionPacer, currentInstance, emit, warn, connected, notAnswering },
    isOverloaded: () => streams.isOverloaded(),
  });
  const streams = createStreamFollower({
    ...{ host, client, readingTime, schedule, name, currentInstance, warn, connected, notAnswering },
    message: (message) => emit({ type: "message", message }),
  });

  /** Fetches the full state again and again; resolves when another way is worth a try. */
  async function poll(): Promise<"gone" | "lost" | "again"> {
    for (let count = 0; count < POLLS_BEFORE_STREAM && !signal.aborted; count++) {
      const askedAt = host.now();
      const outcome = await schedule.fetchOnce(signal, () => reach("polled"));
      switch (outcome) {
        case "lost":
          return (await client.get("/global/health", { signal })).kind === "nobody" ? "gone" : "lost";
        case "hung":
          if (!signal.aborted) reach("not-answering", askedAt);
          break;
        case "whole":
        case "unlisted":
        case "gaps":
          break;
      }
      await host.sleep(POLL_MS, signal);
    }
    return "again";
  }

  try {
    let failures = 0, floods = 0;
    while (!signal.aborted) {
      const connection = new AbortController();
      const stop = () => connection.abort();
      signal.addEventListener("abort", stop, { once: true });
      const since = host.now();
      let isFlood = false;
      try {
        const stream = await client.events(connection.signal);
        switch (stream.kind) {
          case "nobody":
            return;
          case "locked":
            reach("locked");
            await host.sleep(LOCKED_MS, signal);
            continue;
          case "late":
          case "broken":
            if (stream.kind === "broken") warn(stream.why);
            if (!signal.aborted) reach("not-answering", since);
            break;
          case "none":
            switch (await poll()) {
              case "gone":
                return;
              case "lost":
                break;
              case "again":
                failures = 0;
                continue;
            }
            break;
          case "stream":
            // Nobody has said what happened before this stream was opened.
            if (reached === "connected") reached = null;
            switch (await streams.follow(stream.body, connection)) {
              case "ended":
                if (host.now() - since >= STEADY_MS) failures = floods = 0;
                break;
              case "too-much":
                warn("it goes on sending more than can be read: connecting again after a while");
                if (host.now() - since >= STEADY_MS) floods = 0;
                isFlood = true;
            }
        }
      } finally {
        signal.removeEventListener("abort", stop);
        connection.abort();
      }
      const pauseMs = isFlood ? entryAt(TOO_MUCH_PAUSES_MS, floods++) : entryAt(PAUSES_MS, failures++);
      if (pauseMs > 0) await host.sleep(pauseMs, signal);
    }
  } finally {
    await schedule.end();
  }
}

/** The last one for all that come after it. */
function entryAt(all: readonly number[], index: number): number {
  return all[Math.min(index, all.length - 1)] ?? 0;
}
