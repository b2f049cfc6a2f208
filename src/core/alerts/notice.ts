/** What is shown on the screen as a notification, as data: a title, a few lines, and buttons that carry Actions. */
import type { Action } from "../action.ts";

export interface Notice {
  /** What it is about: `usage`, ... A notice replaces the one with the same subject that is still shown. */
  readonly subject: string;
  /** One line of plain text. */
  readonly title: string;
  /** Lines, separated by "\n"; plain text. */
  readonly body: string;
  readonly urgency: "normal" | "critical";
  /** The most important first, since some systems show only a few, or none. */
  readonly buttons: readonly NoticeButton[];
  /** What a click on the notice itself does; null = it goes away. */
  readonly opens: NoticeOpening | null;
}

/** A click on the notice itself; some services draw it as one more button. */
export interface NoticeOpening {
  readonly label: string;
  readonly action: Action;
}

export interface NoticeButton {
  /** Stable and unique in its notice: `snooze:15`, `sign-in`, `show`. */
  readonly id: string;
  readonly label: string;
  readonly action: Action;
}
