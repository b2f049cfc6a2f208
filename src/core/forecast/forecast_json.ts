/** A forecast as other programs get it. */
import type { Messages } from "../language/messages.ts";
import { isoTime } from "../time/iso_time.ts";
import { second } from "../time/units.ts";
import type { LimitTitle } from "../usage/limit.ts";
import { wholePercent } from "../usage/percent.ts";
import type { Forecast } from "./forecast.ts";
import { forecastSentence } from "./forecast_words.ts";

interface Ahead {
  /** Nine times of ten what is used at the reset is between these, in percent. */
  readonly percent_from: number;
  readonly percent_to: number;
  /** What would be used by now if the limit was used evenly, in percent. */
  readonly even_percent: number;
  /** The share of what is expected that lasts until the reset: 0.6 = at 60 % of it; null = hardly anything is expected. */
  readonly sustainable_rate: number | null;
  /** How likely it is that it runs out before the reset, 0-1. */
  readonly runs_out_chance: number;
  /** All of it in a sentence. */
  readonly says: string;
}

export type ForecastJson =
  | Ahead & {
    readonly runs_out_at: string;
    /** Nine times of ten it runs out between these; `runs_out_to`: null = it may last. */
    readonly runs_out_from: string;
    readonly runs_out_to: string | null;
  }
  | Ahead & {
    readonly percent_at_reset: number;
    /** When it runs out at the earliest, nine times of ten; null = not before the reset. */
    readonly runs_out_from: string | null;
  };

/** More than this often what is expected lasts, that is no figure to plan with. */
const mostSustainable = 100;

export function forecastJson(
  forecast: Forecast,
  title: LimitTitle,
  now: number,
  messages: Messages,
): ForecastJson {
  const { sustainable } = forecast;
  const hundredth = (value: number) => Math.round(value * 100) / 100;
  const ahead: Ahead = {
    percent_from: wholePercent(forecast.percentFrom),
    percent_to: wholePercent(forecast.percentTo),
    even_percent: wholePercent(forecast.evenPercent),
    sustainable_rate: sustainable > mostSustainable ? null : hundredth(sustainable),
    runs_out_chance: hundredth(forecast.chance),
    says: forecastSentence(forecast, title, now, messages),
  };
  switch (forecast.kind) {
    case "runs-out":
      return {
        runs_out_at: toSecond(forecast.at),
        runs_out_from: toSecond(forecast.from),
        runs_out_to: forecast.to === null ? null : toSecond(forecast.to),
        ...ahead,
      };
    case "lasts":
      return {
        percent_at_reset: wholePercent(forecast.percent),
        runs_out_from: forecast.from === null ? null : toSecond(forecast.from),
        ...ahead,
      };
  }
}

function toSecond(at: number): string {
  return isoTime(Math.round(at / second) * second);
}
