/** What the command `history` says. Names of limits, times and spans are said as everywhere else. */

export interface HistoryCommandMessages {
  readonly options: Record<"since" | "account" | "csv", string>;
  /** `got`: the argument in quotation marks. */
  badSince(got: string): string;
  /** `known`: the accounts that there are. */
  unknownAccount(account: string, known: string): string;
  /** There is no file yet. */
  none(file: string): string;
  /** Nothing is known of this time. */
  nothing(begin: string): string;
  /** The first line. */
  since(begin: string): string;
  account(name: string): string;
  /** Parts of a line about a limit. */
  peak(percent: string, clock: string): string;
  resets(count: number): string;
  timesSpent(count: number): string;
  alerts(count: number): string;
  /** `median`: how long half of them took at most; null = none has ended. */
  waits(count: number, median: string | null): string;
  /** A short span: "48 s". */
  seconds(count: number): string;
  /** Under the chart, where a day begins. Sunday and January are 0. */
  weekday(weekday: number): string;
  date(day: number, month: number): string;
}
