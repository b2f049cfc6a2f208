/**
 * How much time is spent on reading event streams: so many milliseconds in a second on each server, and on all of them together.
 * What comes faster is dropped unread, and a full state is fetched instead. A server that sends little is always read, whatever
 * the others send.
 */
import type { Host } from "../../../host/host.ts";
import { second } from "../../../core/time/units.ts";

/** Of a second, for one server and for all together. The rest is for answering, drawing and ending. */
const ONE_RATE = 0.4;
const ALL_RATE = 0.5;
/** What may be spent at once after a quiet time, in ms. */
const BURST_MS = 250;
/** A server that spends no more than this of a second, and so many ms at once, is read even while all together spend too much. */
const LITTLE_RATE = 0.015;
const LITTLE_MS = 12;
/** No debt is larger, in ms: a flood that has ended is soon forgotten. */
const DEBT_MS = 50;
/** With so much to spend, in ms, a server is read again. */
const ENOUGH_MS = 60;
/** What all servers may read at once, in ms, before each waits for its turn: twenty that have something at the same moment are one long wait. */
const AT_ONCE_MS = 12;
/** Bytes that take about a ms to read. */
const BYTES_PER_MS = 16 * 1024;
/** For so long everything of a server is dropped that sends faster than it can be read, in ms. */
const EXHAUSTED_MS = second;
/** Between two reads of what is dropped, in ms. */
const REST_MS = 8;

export interface StreamTime {
  /** The share of one more server. */
  share(): StreamTimeShare;
}

/** One server's share. */
export interface StreamTimeShare {
  /** So much was spent, in ms. */
  charge(ms: number): void;
  /** The server sends faster than it gets its turns: its share is used up. */
  exhaust(): void;
  /** Whether what comes now is dropped. */
  isUsedUp(): boolean;
  /** Nothing has come for a while: what comes next is read. */
  renew(): void;
  /** Resolves when so many bytes may be read: at once while little is going on. */
  begin(bytes: number): Promise<void>;
  /** Resolves when the others had their turn. */
  turn(): Promise<void>;
  /** Resolves when it is time to drop more of what has come. */
  rest(signal: AbortSignal): Promise<void>;
  close(): void;
}

export function createReadingTime(host: Pick<Host, "monotonic" | "sleep">): StreamTime {
  const all = createBucket(host, () => ALL_RATE, BURST_MS);
  const atOnce = createBucket(host, () => ALL_RATE, AT_ONCE_MS);
  /** How many shares are used up. */
  let usedUpCount = 0;
  let turns: Promise<void> = Promise.resolve();

  function turn(): Promise<void> {
    return turns = turns.then(() => host.sleep(0));
  }

  return {
    share() {
      const own = createBucket(host, () => Math.min(ONE_RATE, ALL_RATE / Math.max(1, usedUpCount)), BURST_MS);
      const little = createBucket(host, () => LITTLE_RATE, LITTLE_MS);
      let isUsedUp = false, exhaustedUntil = -Infinity;
      const set = (value: boolean) => {
        if (value !== isUsedUp) usedUpCount += value ? 1 : -1;
        isUsedUp = value;
      };
      return {
        charge(ms) {
          const left = own.take(ms);
          const together = all.take(ms);
          const isMore = little.take(ms) < 0;
          if (left < 0 || together < 0 && isMore) set(true);
        },
        exhaust() {
          exhaustedUntil = host.monotonic() + EXHAUSTED_MS;
          set(true);
        },
        isUsedUp() {
          const isExhausted = host.monotonic() < exhaustedUntil;
          if (!isExhausted && own.balance() >= ENOUGH_MS && all.balance() > 0) set(false);
          return isUsedUp;
        },
        renew() {
          own.fill(ENOUGH_MS);
          little.fill(0);
          exhaustedUntil = -Infinity;
          set(false);
        },
        begin(bytes) {
          const ms = bytes / BYTES_PER_MS;
          if (atOnce.balance() < ms) return turn();
          atOnce.take(ms);
          return Promise.resolve();
        },
        turn,
        rest: (signal) => host.sleep(REST_MS * Math.max(1, usedUpCount), signal),
        close: () => set(false),
      };
    },
  };
}

/** A token bucket of milliseconds. */
interface Bucket {
  balance(): number;
  /** Gives the balance after it. */
  take(ms: number): number;
  fill(least: number): void;
}

/** Fills by `rate` ms in each ms, to `most` at most; it is full at first. */
function createBucket(host: Pick<Host, "monotonic">, rate: () => number, most: number): Bucket {
  let left = most;
  let at = host.monotonic();

  function balance(): number {
    const now = host.monotonic();
    left = Math.min(most, left + (now - at) * rate());
    at = now;
    return left;
  }

  return {
    balance,
    take: (ms) => left = Math.max(-DEBT_MS, balance() - ms),
    fill(least) {
      left = Math.max(left, least);
    },
  };
}
