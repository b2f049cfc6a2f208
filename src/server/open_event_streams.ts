/** The event streams that are open at the same time: how many, how each is kept alive, and when it ends. */
import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { Host } from "../host/host.ts";
import { createEventQueue } from "./event_queue.ts";
import type { ServerEvent } from "./stream_events.ts";

/** An empty line is sent after this time without an event. */
const heartbeatMs = 15_000;
/** More than anybody needs, and less than the host's limit on connections, so that there is room for calls. */
const maxStreams = 32;

/** Calls `listener` with how things are now, and with each later event. Returns a function that stops it. */
export type Events = (listener: (event: ServerEvent) => void) => () => void;

/** Answers each request with a stream of its own, until its reader goes or the server closes. */
export function openEventStreams(
  host: Pick<Host, "sleep">,
  events: Events,
  closing: AbortSignal,
): (context: Context) => Response {
  let streams = 0;
  return (context) => {
    if (streams >= maxStreams) return context.text("Too many event streams", 503);
    streams++;
    return streamSSE(context, async (stream) => {
      let wake = new AbortController();
      const queue = createEventQueue(events, () => wake.abort());
      const end = () => wake.abort();
      stream.onAbort(end);
      closing.addEventListener("abort", end, { once: true });
      try {
        while (!stream.aborted && !closing.aborted) {
          // An event that comes from now on ends the sleep below.
          wake = new AbortController();
          const event = queue.next();
          if (event !== undefined) {
            await stream.writeSSE({ event: event.type, data: JSON.stringify(event) });
            continue;
          }
          await host.sleep(heartbeatMs, wake.signal);
          const isQuiet = !wake.signal.aborted;
          if (isQuiet && !stream.aborted && !closing.aborted) await stream.write(":\n\n");
        }
      } finally {
        streams--;
        queue.end();
        closing.removeEventListener("abort", end);
      }
    });
  };
}
