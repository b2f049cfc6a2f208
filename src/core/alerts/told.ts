/** What was told already. It is saved, so that nothing is told twice, not even after a restart. */

/** A mark in a series. Telling it also counts for all lower marks of the series. */
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
