/** HTTP requests on the real system. A request's signal is obeyed until the end of the answer's body. */
import { smallReads } from "../small_reads.ts";
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

/**
 * The response, with a body that ends when the signal aborts. Deno forgets the signal as soon as its own request object is collected
 * as garbage (seen in 2.7.11); from then on a body that stalls would stall for ever.
 */
function endingWith(signal: AbortSignal, response: Response): Response {
  if (response.body === null) return response;
  const reader = smallReads(response.body).getReader();
  const stop = () => void reader.cancel(signal.reason).catch(() => {});
  const forget = () => signal.removeEventListener("abort", stop);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await reader.read();
        signal.throwIfAborted();
        if (value !== undefined && !done) {
          controller.enqueue(value);
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
