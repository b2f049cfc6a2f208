/** HTTP requests on the real system. A request's signal is obeyed until the end of the answer's body. */
import type { HttpClient, HttpClientOptions } from "../host.ts";

/** As `Host.httpClient`. */
export function denoHttpClient(options: HttpClientOptions): HttpClient {
  const client = Deno.createHttpClient({
    ...(options.proxy === undefined ? {} : { proxy: { url: options.proxy } }),
    ...(options.caCerts === undefined ? {} : { caCerts: [...options.caCerts] }),
    ...(options.keptMs === undefined ? {} : { poolIdleTimeout: options.keptMs }),
  });
  return {
    async fetch(input, init) {
      const response = await fetch(input, { ...init, client });
      const signal = init?.signal ?? (input instanceof Request ? input.signal : null);
      return signal === null ? response : endingWith(signal, response);
    },
    close: () => client.close(),
  };
}

/** How many bytes of a body are read at a time: at first, and at most. */
const SMALLEST_READ = 4 * 1024, LARGEST_READ = 64 * 1024;

/**
 * The response, with a body that ends when the signal aborts. Deno forgets the signal as soon as its own request object is collected
 * as garbage (seen in 2.7.11); from then on a body that stalls would stall for ever. The body is read into one buffer again and again,
 * since Deno itself takes a new buffer of 64 KiB for each part, however short.
 */
function endingWith(signal: AbortSignal, response: Response): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader({ mode: "byob" });
  const stop = () => void reader.cancel(signal.reason).catch(() => {});
  const forget = () => signal.removeEventListener("abort", stop);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  let buffer = new ArrayBuffer(SMALLEST_READ);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await reader.read(new Uint8Array(buffer));
        signal.throwIfAborted();
        if (value !== undefined && !done) {
          controller.enqueue(value.slice());
          const isFull = value.length === value.buffer.byteLength && value.length < LARGEST_READ;
          buffer = isFull ? new ArrayBuffer(4 * value.length) : value.buffer;
          return;
        }
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      forget();
    },
    cancel(reason) {
      forget();
      return reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}
