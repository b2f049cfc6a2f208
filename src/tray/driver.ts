/** The interface of a tray driver: what puts the tray view on the screen. */
import type { Action } from "../core/action.ts";
import type { TrayView } from "../core/views/tray_view.ts";
import type { Reason } from "../core/reason.ts";
import type { Remedy } from "../core/remedy.ts";

/** What the program gives to a driver. */
export interface TrayPort {
  /** The view at this moment. */
  view(): TrayView;
  /** Calls `listener` with each new view, never twice with equal ones. Returns a function that ends this. */
  subscribe(listener: (view: TrayView) => void): () => void;
  /** A person chose an entry. */
  perform(action: Action): void;
  /** The icon came or went. */
  status(status: TrayStatus): void;
}

export type TrayStatus =
  /** The driver runs, but there is no panel yet to show the icon. */
  | { readonly kind: "waiting"; readonly why: Reason }
  | { readonly kind: "shown" }
  /** The icon is gone, or has not come. The driver tries again by itself, after `retryMs`. */
  | { readonly kind: "broken"; readonly why: Reason; readonly retryMs: number };

/** Whether this driver can show anything here. `remedy` says what a person could do. */
export type Availability =
  | { readonly kind: "yes" }
  /** It can run, and will show the icon as soon as a panel appears. */
  | { readonly kind: "later"; readonly why: Reason; readonly remedy: Remedy }
  | { readonly kind: "no"; readonly why: Reason; readonly remedy: Remedy };

export interface TrayDriver {
  readonly name: "sni" | "systray2";
  /** Looks, and changes nothing. Takes 2 s at most. */
  available(): Promise<Availability>;
  /**
   * Prepares what `run()` needs before anything can be shown, and says whether that works: "yes" or "no". Does nothing
   * that `run()` would not do itself. Missing if the driver needs no preparation.
   */
  prepare?(): Promise<Availability>;
  /**
   * Shows the view until the signal aborts, then takes the icon away and resolves. Rejects when it breaks; it can then
   * be run again.
   */
  run(port: TrayPort, signal: AbortSignal): Promise<void>;
}
