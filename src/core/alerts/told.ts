/** What was told already, so that it is told once: over restarts too. */

/** A place in a series. What is told covers all lower marks of its series. */
export interface Telling {
  /** As `seriesText()` writes it: `limit/ACCOUNT/ID/BEGIN/threshold`, `network`, ... */
  readonly series: string;
  readonly mark: number;
}

export interface Told extends Telling {
  /** Epoch ms. */
  readonly at: number;
}

export function isTold(told: readonly Told[], { series, mark }: Telling): boolean {
  return told.some((one) => one.series === series && one.mark >= mark);
}
