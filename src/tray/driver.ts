/** The interface of everything that can put the tray view in front of a person. */
import type { Action } from "../core/action.ts";
import type { TrayView } from "../core/views/tray_view.ts";
import type { Reason } from "../core/reason.ts";
import type { Remedy } from "../core/remedy.ts";

/** What a driver takes from the program. */
export interface TrayPort {
  /** The view as it stands. */
  view(): TrayView;
  /** Calls `listener` with each new view, never twice with equal ones; returns the way to stop it. */
  subscribe(listener: (view: TrayView) => void): () => void;
  /** A person chose an entry. */
  perform(action: Action): void;
  /** The icon came or went. */
  status(status: TrayStatus): void;
}

/** `waiting`: running, but there is no panel to show it yet. */
export type TrayStatus = { readonly kind: "waiting"; readonly why: Reason } | { readonly kind: "shown" };

/** Can this driver show anything here? */
export type Availability =
  | { readonly kind: "yes" }
  /** It can run, and shows the icon as soon as a panel appears. */
  | { readonly kind: "later"; readonly why: Reason; readonly remedy: Remedy }
  | { readonly kind: "no"; readonly why: Reason; readonly remedy: Remedy };

export interface TrayDriver {
  readonly name: "sni" | "systray2";
  /** Looks without leaving a trace; takes 2 s at most. */
  available(): Promise<Availability>;
  /**
   * Makes what `run()` needs before anything can be shown, and tells whether it can be had: "yes" or "no". Does nothing that
   * `run()` would not do. Missing where nothing is needed.
   */
  prepare?(): Promise<Availability>;
  /**
   * Shows the view until the signal aborts, then takes the icon away and resolves. Rejects when it breaks; it can then be
   * run again.
   */
  run(port: TrayPort, signal: AbortSignal): Promise<void>;
}
