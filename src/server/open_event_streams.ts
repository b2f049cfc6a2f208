/** The event streams that are open at the same time: how many, how each is kept alive, and when it ends. */
import { getLogger } from "@logtape/logtape";
import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { reasonEn } from "../core/language/en/reasons.ts";
import type { Host } from "../host/host.ts";
import { createEventQueue } from "./event_queue.ts";
import { createPatientQueue, type PatientQueue } from "./patient_queue.ts";
import type { ServerEvent } from "./stream_events.ts";

const log = getLogger(["claudeminder", "server"]);

/** An empty line is sent after this time without an event. */
const heartbeatMs = 15_000;
/** More than anybody needs, and less than the host's limit on connections, so that there is room for calls. */
const maxStreams = 32;

/** Calls `listener` with how things are now, and with each later event. Returns a function that stops it. */
export type Events = (listener: (event: ServerEvent) => void) => () => void;

/** Calls `listener` with each event that is passed on, and with no other while it is still busy with one. Returns a function that stops it. */
export type PassedOnEvents = (
  listener: (event: ServerEvent & { readonly type: "sidecar" }) => Promise<void> | void,
) => () => void;

export interface EventStreamParts {
  /** Those that a slow reader can do without: later ones, or a new snapshot, say the same. */
  readonly events: Events;
  /** Those of which none may be lost. */
  readonly passedOn: PassedOnEvents;
}

/** Answers each request with a stream of its own, until its reader goes or the server closes. */
export function openEventStreams(
  host: Pick<Host, "sleep">,
  { events, passedOn }: EventStreamParts,
  closing: AbortSignal,
): (context: Context) => Response {
  let streams = 0;

  function keptFor(stream: SSEStreamingApi, wake: () => void): PatientQueue {
    let name = "";
    const late = () => {
      log.warn("{reason}: a reader of events was cut", {
        reason: reasonEn({ about: "sidecar", kind: "slow-reader", name }),
      });
      stream.abort();
    };
    const queue = createPatientQueue(host, { wake, late });
    const stop = passedOn((event) => {
      name = event.data.name;
      return queue.add({ event: event.type, data: JSON.stringify(event) });
    });
    return {
      ...queue,
      end() {
        stop();
        queue.end();
      },
    };
  }

  return (context) => {
    if (streams >= maxStreams) return context.text("Too many event streams", 503);
    streams++;
    return streamSSE(context, async (stream) => {
      let wake = new AbortController();
      const end = () => wake.abort();
      const queue = createEventQueue(events, end);
      const kept = keptFor(stream, end);
      stream.onAbort(end);
      closing.addEventListener("abort", end, { once: true });
      try {
        while (!stream.aborted && !closing.aborted) {
          // An event that comes from now on ends the sleep below.
          wake = new AbortController();
          const event = queue.next(), keptEvent = kept.next();
          // In turns: neither holds up the other.
          if (event !== undefined) {
            await stream.writeSSE({ event: event.type, data: JSON.stringify(event) });
          }
          if (keptEvent !== undefined) await stream.writeSSE(keptEvent);
          if (event !== undefined || keptEvent !== undefined) continue;
          await host.sleep(heartbeatMs, wake.signal);
          const isQuiet = !wake.signal.aborted;
          if (isQuiet && !stream.aborted && !closing.aborted) await stream.write(":\n\n");
        }
      } finally {
        streams--;
        queue.end();
        kept.end();
        closing.removeEventListener("abort", end);
      }
    });
  };
}
