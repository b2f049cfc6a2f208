/** What is put in front of a person at once, as data: a title, a few lines, and buttons that carry Actions. */
import type { Action } from "../action.ts";

export interface Notice {
  /** What it is about: `usage`, ...; a notice takes the place of the one of its subject that is still shown. */
  readonly subject: string;
  /** One line of plain text. */
  readonly title: string;
  /** Lines, separated by "\n"; plain text. */
  readonly body: string;
  readonly urgency: "normal" | "critical";
  /** The most important first: some systems show fewer, or none. */
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
