/** A forecast in words: short for the line of a limit, long for `status` and other programs. */
import type { Messages } from "../language/messages.ts";
import type { LimitTitle } from "../usage/limit.ts";
import { percentText } from "../usage/limit_words.ts";
import { wholePercent } from "../usage/percent.ts";
import type { Forecast } from "./forecast.ts";

/** Null = there is no forecast. */
export function forecastText(forecast: Forecast | null, now: number, messages: Messages): string | null {
  switch (forecast?.kind) {
    case undefined:
      return null;
    case "runs-out":
      return messages.runsOutAt(messages.clock(forecast.at, now));
    case "lasts":
      return forecast.rises ? messages.atReset(percentText(forecast.percent, 0)) : messages.onPace;
  }
}

/** What the forecast says, how sure that is, and what would last. */
export function forecastSentence(
  forecast: Forecast,
  title: LimitTitle,
  now: number,
  messages: Messages,
): string {
  const name = messages.limitName(title);
  switch (forecast.kind) {
    case "runs-out": {
      const { at, from, to, sustainable } = forecast;
      const clock = (time: number) => messages.clock(time, now);
      const share = wholePercent(sustainable * 100);
      return messages.stopsYouAt(name, {
        at: clock(at),
        from: clock(from),
        to: to === null ? null : clock(to),
        share: share < 1 || share >= 100 ? null : `${share}%`,
      });
    }
    case "lasts":
      return messages.lastsUntilReset(name, {
        percent: percentText(forecast.percent, 0),
        from: percentText(forecast.percentFrom, 0),
        to: percentText(forecast.percentTo, 0),
      });
  }
}
