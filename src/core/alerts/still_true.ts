/** Whether what a notice has told is still true. A notice about something that is over is taken from the screen. */
import type { State } from "../state.ts";
import type { StillTrue } from "./alert_kind.ts";
import { situationOf } from "./due_alerts.ts";
import { kindNamed } from "./kinds.ts";
import { seriesIn } from "./series.ts";
import type { Telling } from "./told.ts";

/** Of all that one notice has told, at `now` (epoch ms). It is over when all of it is over. */
export function stillTrue(told: readonly Telling[], state: State, now: number): StillTrue {
  const situation = situationOf(state, now);
  const each = told.map(({ series: text, mark }) => {
    const series = seriesIn(text);
    return kindNamed(series.kind)?.stillTrue({ series, mark }, situation) ?? "news";
  });
  if (each.includes("news")) return "news";
  return each.includes("still") ? "still" : "over";
}
