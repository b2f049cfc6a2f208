/** The state as a custom module of waybar: one JSON object. waybar reads text and tooltip as markup, and shows nothing where that is wrong. */
import { withoutMarkup } from "../../text/shown_text.ts";
import type { Tooltip } from "../tooltip.ts";
import type { BarFacts } from "./bar_facts.ts";
import { unknownFigure } from "./bar_fields.ts";

export interface WaybarModule {
  readonly text: string;
  /** One word, for `format-icons`: what is most worth knowing. */
  readonly alt: string;
  readonly tooltip: string;
  /** All that is so, for the style sheet. */
  readonly class: readonly string[];
  readonly percentage: number;
}

export function waybarModule(facts: BarFacts, { title, body }: Tooltip): WaybarModule {
  const { condition, level, limit, waits, alerts, snoozedUntil, old } = facts;
  const percent = limit?.percent ?? null;
  const shownLevel = level ?? "unknown";
  const classes = [
    shownLevel,
    condition,
    ...(old ? ["stale"] : []),
    ...(waits > 0 ? ["waiting"] : []),
    ...(alerts > 0 ? ["alert"] : []),
    ...(snoozedUntil === null ? [] : ["snoozed"]),
  ];
  return {
    text: percent === null ? unknownFigure : `${percent}%`,
    alt: waits > 0
      ? "waiting"
      : condition !== "good"
      ? condition
      : snoozedUntil !== null
      ? "snoozed"
      : shownLevel,
    // Its own setting `escape` would show an escape as it is.
    tooltip: withoutMarkup(body === "" ? title : `${title}\n${body}`),
    class: [...new Set(classes)],
    percentage: percent ?? 0,
  };
}
