/**
 * Connects to a session bus that exists but cannot be reached yet, for example while a whole desktop starts at once.
 */
import { BusError, type SessionBus } from "./bus.ts";
import { type BusHost, connectSessionBus } from "./bus_connection.ts";
import type { Reason } from "../core/reason.ts";

/** The wait between two tries in ms: the first one, doubling up to the longest one. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** Tries until it is connected, and says once why it is not; null = the signal aborted first. */
export async function connectWithRetries(
  host: BusHost,
  { signal, waits }: { readonly signal: AbortSignal; readonly waits: (why: Reason) => void },
): Promise<SessionBus | null> {
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      return await connectSessionBus(host);
    } catch (error) {
      if (!(error instanceof BusError)) throw error;
      if (tries === 0) waits(error.reason);
      await host.sleep(Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS), signal);
    }
  }
  return null;
}
