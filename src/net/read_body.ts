/** Reads the body of an answer without holding more of it than wanted. */
import { offline } from "./net_error.ts";

/** The most bytes of a body, unless the caller says otherwise. */
export const DEFAULT_MAX_BYTES = 1024 * 1024;

/**
 * The body as UTF-8 text; null = it has more than `maxBytes`, and the rest is not read. Rejects with a `NetError` if it
 * breaks off, or with the signal's reason.
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
    // Leaving the loop early cancels the rest of the body.
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
