/**
 * How much time is spent on what servers stream: so many milliseconds in a second on each, and on all of them together. What
 * comes faster is dropped unread, and made good by a picture. One that sends little is read whatever the others send.
 */
import type { Host } from "../../../host/host.ts";

/** Of a second, for one server and for all: what is left is for answering, drawing and ending. */
const ONE_RATE = 0.4;
const ALL_RATE = 0.5;
/** What may be spent at once after a quiet time, in ms. */
const BURST_MS = 250;
/** A server that spends no more than so much of a second, and so many ms at once, is read even while all together spend too much. */
const LITTLE_RATE = 0.015;
const LITTLE_MS = 12;
/** No debt is larger, in ms: a flood that has ended is soon forgotten. */
const DEBT_MS = 50;
/** With so much to spend, in ms, a server is read again. */
const ENOUGH_MS = 60;
/** What all may do at once, in ms, before each waits for a turn of its own: twenty that have something at the same moment are one long wait. */
const AT_ONCE_MS = 12;
/** Bytes that take about a ms, more or less. */
const BYTES_PER_MS = 16 * 1024;
/** What cannot be kept up with is dropped for so long, in ms. */
const EXHAUSTED_MS = 1_000;
/** Between two looks at what is dropped, in ms. */
const REST_MS = 8;

export interface Budget {
  account(): Share;
}

/** One server's share. */
export interface Share {
  /** So much was spent, in ms. */
  charge(ms: number): void;
  /** It sends faster than it gets its turns: nothing is left to spend. */
  exhaust(): void;
  /** Whether what comes now is dropped. */
  isOver(): boolean;
  /** Nothing more has come for a while: what comes next is read. */
  calm(): void;
  /** Resolves when so many bytes may be read: at once while little is going on. */
  begin(bytes: number): Promise<void>;
  /** Resolves when the others had their turn. */
  turn(): Promise<void>;
  /** Resolves when it is time to drop more of what has come. */
  rest(signal: AbortSignal): Promise<void>;
  close(): void;
}

export function createBudget(host: Pick<Host, "monotonic" | "sleep">): Budget {
  const all = purse(() => ALL_RATE);
  const atOnce = purse(() => ALL_RATE, AT_ONCE_MS);
  let over = 0;
  let turns: Promise<void> = Promise.resolve();

  function turn(): Promise<void> {
    return turns = turns.then(() => host.sleep(0));
  }

  /** Fills by `rate` ms in each ms, to `most` at most. */
  function purse(rate: () => number, most = BURST_MS) {
    let balance = most;
    let at = host.monotonic();
    return {
      balance(): number {
        const now = host.monotonic();
        balance = Math.min(most, balance + (now - at) * rate());
        at = now;
        return balance;
      },
      take(ms: number): number {
        return balance = Math.max(-DEBT_MS, this.balance() - ms);
      },
      fill(least: number): void {
        balance = Math.max(balance, least);
      },
    };
  }

  return {
    account() {
      const own = purse(() => Math.min(ONE_RATE, ALL_RATE / Math.max(1, over)));
      const little = purse(() => LITTLE_RATE, LITTLE_MS);
      let isOver = false, exhaustedUntil = -Infinity;
      const set = (value: boolean) => {
        if (value !== isOver) over += value ? 1 : -1;
        isOver = value;
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
        isOver() {
          const isExhausted = host.monotonic() < exhaustedUntil;
          if (!isExhausted && own.balance() >= ENOUGH_MS && all.balance() > 0) set(false);
          return isOver;
        },
        calm() {
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
        rest: (signal) => host.sleep(REST_MS * Math.max(1, over), signal),
        close: () => set(false),
      };
    },
  };
}
