/** The interface of everything that can put a notice in front of a person. */
import type { Notice } from "../core/alerts/notice.ts";
import type { Action } from "../core/action.ts";
import type { Reason } from "../core/reason.ts";
import type { Remedy } from "../core/remedy.ts";

export interface NoticeSender {
  /** In a person's words: `D-Bus`, `notify-send`, `osascript`, `PowerShell`. */
  readonly name: string;
  /**
   * Shows the notice, which replaces the earlier one with the same subject, and calls `pressed` when a person presses one of its
   * buttons or the notice itself. Takes 15 s at most. Never rejects.
   */
  send(notice: Notice, pressed: (action: Action) => void): Promise<Sent>;
  /**
   * Takes the notice of this subject away, if it is still shown and the system can do that. Nobody has to wait for it: it is done
   * before the next notice is sent. Never throws.
   */
  withdraw(subject: string): void;
  /** Calls `listener` whenever notices may be shown again that could not be; returns the way to stop it. */
  onReturn(listener: () => void): () => void;
  /** What there is here to show notices, for `doctor`. Takes 2 s at most. Never rejects. */
  describe(): Promise<SenderDescription>;
  /** Frees everything that it holds. The notice that is shown stays. */
  close(): Promise<void>;
}

export type Sent =
  | { readonly kind: "shown" }
  /** It can be tried again. */
  | { readonly kind: "failed"; readonly why: Reason };

export type SenderDescription =
  /** `detail` names the service and its abilities. */
  | { readonly kind: "works"; readonly detail: Reason }
  /** The program for it is there. Whether its notices are shown is not known before it is tried. */
  | { readonly kind: "uncertain"; readonly why: Reason; readonly remedy: Remedy }
  | { readonly kind: "missing"; readonly why: Reason; readonly remedy: Remedy };
