/** The event streams that are open at the same time: how many, how each is kept alive, and when it ends. */
import { getLogger } from "@logtape/logtape";
import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { reasonEn } from "../core/language/en/reasons.ts";
import type { Host } from "../host/host.ts";
import { createEventQueue } from "./event_queue.ts";
import type { EventLog, NumberedEvent } from "./event_log.ts";
import { createPatientQueue } from "./patient_queue.ts";

const logger = getLogger(["claudeminder", "server"]);

/** An empty line is sent after this time without an event. */
const heartbeatMs = 15_000;
/** More than anybody needs, and less than the host's limit on connections, so that there is room for calls. */
const maxStreams = 32;

/** Answers each request with a stream of its own, until its reader goes or the server closes. */
export function openEventStreams(
  host: Pick<Host, "sleep">,
  log: EventLog,
  closing: AbortSignal,
): (context: Context) => Response {
  let streams = 0;

  function keptFor(stream: SSEStreamingApi, wake: () => void) {
    let name = "";
    const late = () => {
      logger.warn("{reason}: a reader of events was cut", {
        reason: reasonEn({ about: "sidecar", kind: "slow-reader", name }),
      });
      stream.abort();
    };
    const queue = createPatientQueue<NumberedEvent>(host, { wake, late });
    return {
      queue,
      pass(event: NumberedEvent, sidecar: string) {
        name = sidecar;
        return queue.add(event);
      },
    };
  }

  return (context) => {
    if (streams >= maxStreams) return context.text("Too many event streams", 503);
    streams++;
    return streamSSE(context, async (stream) => {
      let wake = new AbortController();
      const end = () => wake.abort();
      const opened = log.open(context.req.header("last-event-id"));
      const { first, snapshotAs } = opened;
      const queue = createEventQueue({ first, snapshotAs, wake: end });
      const { queue: kept, pass } = keptFor(stream, end);
      opened.follow({ tell: queue.add, pass });
      stream.onAbort(end);
      closing.addEventListener("abort", end, { once: true });
      try {
        while (!stream.aborted && !closing.aborted) {
          // An event that comes from now on ends the sleep below.
          wake = new AbortController();
          // In the order in which they came: neither holds up the other, and the last id says all that the reader has had.
          const event = kept.nextNumber() < queue.nextNumber() ? kept.next() : queue.next();
          if (event !== undefined) {
            await stream.writeSSE({ id: event.id, event: event.type, data: event.data });
            continue;
          }
          await host.sleep(heartbeatMs, wake.signal);
          const isQuiet = !wake.signal.aborted;
          if (isQuiet && !stream.aborted && !closing.aborted) await stream.write(":\n\n");
        }
      } finally {
        streams--;
        opened.close();
        kept.end();
        closing.removeEventListener("abort", end);
      }
    });
  };
}
