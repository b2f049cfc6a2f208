/**
 * Whether what a notice has told is still so: one that is over is taken from the screen. What was true when it was told and will
 * always have been is not: the reset of a limit, the end of an agent's work.
 */
import type { State } from "../state.ts";
import type { Standing } from "./alert_kind.ts";
import { situationOf } from "./due_alerts.ts";
import { kindNamed } from "./kinds.ts";
import { seriesIn } from "./series.ts";
import type { Telling } from "./told.ts";

/** How what was told by one notice stands at `now` (epoch ms): it is over when all of it is. */
export function standingOf(told: readonly Telling[], state: State, now: number): Standing {
  const situation = situationOf(state, now);
  const each = told.map(({ series: text, mark }) => {
    const series = seriesIn(text);
    return kindNamed(series.kind)?.standing({ series, mark }, situation) ?? "lasting";
  });
  if (each.includes("lasting")) return "lasting";
  return each.includes("so") ? "so" : "over";
}
