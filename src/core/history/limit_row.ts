/** What the history keeps of limits: one row for each change, and one for each quarter of an hour in which there was a change. */
import type { LimitTitle } from "../usage/limit.ts";

/** Names a limit over all accounts, and says what it is called. */
export interface HistoryLimit {
  readonly account: string;
  /** The id of the limit. */
  readonly limit: string;
  readonly title: LimitTitle;
}

/**
 * What was known of a limit from `at` on. It is true until the next row, or until its reset; but where `seenBefore` of the next row is
 * earlier, nobody looked after that.
 */
export interface LimitRow {
  /** Epoch ms: of the change, or of the begin of the quarter, hour or day that the row is of. */
  readonly at: number;
  /** The lowest and the highest percentage, and the last one: the same in a row of one change. */
  readonly low: number;
  readonly high: number;
  readonly last: number;
  /** Epoch ms; null = the window had not started, or its reset is not known. */
  readonly resetsAt: number | null;
  /** Where the figure came from: "endpoint", "cache", ... */
  readonly source: string;
  /** Epoch ms at which what the row before this one says was seen last; null = there is no row before it. */
  readonly seenBefore: number | null;
}

/** The rows of a limit, oldest first. */
export interface LimitRows extends HistoryLimit {
  readonly rows: readonly LimitRow[];
}

/** A change, to be kept. */
export interface LimitChange extends HistoryLimit {
  readonly row: LimitRow;
}
