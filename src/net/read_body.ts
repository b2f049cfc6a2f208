/** Reading an answer's body without holding more of it than is wanted. */
import { offline } from "./net_error.ts";

/** The most that is read of a body where the caller does not say. */
export const DEFAULT_MAX_BYTES = 1024 * 1024;

/**
 * The body as UTF-8 text; null as soon as it has more than `maxBytes`, after which no more of it is read. Rejects with a
 * `NetError` when it breaks off, or with the signal's reason.
 */
export async function readBody(
  response: Response,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string | null> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  try {
    // Leaving the loop early cancels the rest.
    for await (const chunk of response.body) {
      size += chunk.length;
      if (size > maxBytes) return null;
      text += decoder.decode(chunk, { stream: true });
    }
  } catch {
    signal.throwIfAborted();
    throw offline("reset");
  }
  return text + decoder.decode();
}
