/** How alerts reach a person: what was told, what could not be shown, and until when alerts are snoozed. */
import type { Reason } from "../reason.ts";
import type { Settings } from "../settings.ts";
import type { Telling, Told } from "./told.ts";
import { toldAfter } from "./told_memory.ts";
import { type Undelivered, undeliveredAfter } from "./undelivered.ts";

/** The part of the state that this is about. */
export interface Delivery {
  readonly told: readonly Told[];
  /** Epoch ms of the last alert; null = never. */
  readonly toldAt: number | null;
  /** Why alerts cannot be shown; null = the last one was. */
  readonly undelivered: Undelivered | null;
  /** Epoch ms at which the icon began to pulse; null = never. */
  readonly pulsedAt: number | null;
  /** Epoch ms; null = not snoozed. In the past means over. */
  readonly snoozedUntil: number | null;
}

export type DeliveryEvent =
  | { readonly type: "snoozed"; readonly until: number | null; readonly now: number }
  /** A person was told these. */
  | {
    readonly type: "told";
    readonly told: readonly Telling[];
    /** The same for programs. */
    readonly alerts: readonly Readonly<Record<string, unknown>>[];
    readonly title: string;
    readonly body: string;
    /** Whether the icon may move. */
    readonly pulse: boolean;
    /** Whether the next alert has to wait for a minute. */
    readonly spaced: boolean;
    readonly now: number;
  }
  /** They could not be shown. */
  | { readonly type: "undelivered"; readonly why: Reason; readonly now: number };

/** What an event changes of it. */
export function deliveryAfter(
  { told, toldAt, undelivered, pulsedAt }: Delivery,
  event: DeliveryEvent,
  icon: Pick<Settings["icon"], "pulse">,
): Partial<Delivery> {
  switch (event.type) {
    case "snoozed":
      return { snoozedUntil: event.until };
    case "told":
      return {
        told: toldAfter(told, event.told, event.now),
        toldAt: event.spaced ? event.now : toldAt,
        undelivered: null,
        pulsedAt: event.pulse && icon.pulse ? event.now : pulsedAt,
      };
    case "undelivered":
      return { undelivered: undeliveredAfter(undelivered, event.why, event.now) };
  }
}
