/** The alerts that a person was told, for the history: which kind, and of which limit. Their words are not kept. */
import { seriesIn } from "../alerts/series.ts";
import type { Telling } from "../alerts/told.ts";

export interface ToldAlert {
  /** Epoch ms. */
  readonly at: number;
  readonly kind: string;
  /** The limit that it is about; null = none. */
  readonly account: string | null;
  readonly limit: string | null;
  /** The threshold that was reached, in percent; null = the alert has none. */
  readonly threshold: number | null;
}

export function toldAlerts(told: readonly Telling[], now: number): readonly ToldAlert[] {
  const at = Math.round(now);
  return told.map(({ series: text, mark }) => {
    const series = seriesIn(text);
    const about = (name: string) => {
      const [, account = "", limit = ""] = /^(.*)\/([^/]*)$/s.exec(name) ?? [];
      return { account, limit };
    };
    const none = { account: null, limit: null };
    const threshold = series.kind === "threshold" ? mark : null;
    switch (series.of) {
      case "period":
      case "coming reset":
        // The name of a period is that of its limit and the time at which it began.
        return { at, kind: series.kind, ...about(series.period.replace(/\/[^/]*$/, "")), threshold };
      case "money":
        return { at, kind: series.kind, ...about(series.limit), threshold };
      case "token":
      case "machine":
      case "agent":
      case "sidecar":
        return { at, kind: series.kind, ...none, threshold };
    }
  });
}
