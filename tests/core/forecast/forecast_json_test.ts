/** A forecast as programs and people get it, also src/core/forecast/forecast_words.ts. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { Forecast } from "../../../src/core/forecast/forecast.ts";
import { forecastJson } from "../../../src/core/forecast/forecast_json.ts";
import { forecastText } from "../../../src/core/forecast/forecast_words.ts";
import { en } from "../../../src/core/language/en/messages.ts";
import { vi } from "../../../src/core/language/vi/messages.ts";
import { isoTime } from "../../../src/core/time/iso_time.ts";
import { hour, minute, t0 } from "../situations.ts";

const runsOut: Forecast = {
  kind: "runs-out",
  ...{ percentFrom: 91.7, percentTo: 100, evenPercent: 40.2, sustainable: 0.6049, chance: 0.873 },
  ...{ at: t0 + 32 * minute, from: t0 - 10 * minute + hour / 2, to: t0 + hour },
};
const lasts: Forecast = {
  kind: "lasts",
  ...{ percentFrom: 55.9, percentTo: 78.1, evenPercent: 40.2, sustainable: 412, chance: 0.004 },
  ...{ percent: 63.4, rises: true, from: null },
};
const session = { kind: "session" } as const;

Deno.test("forecastJson() keeps the older keys and tells how sure they are", () => {
  const common = { even_percent: 40 };
  assertEquals(forecastJson(runsOut, session, t0, en), {
    runs_out_at: isoTime(t0 + 32 * minute),
    runs_out_from: isoTime(t0 + 20 * minute),
    runs_out_to: isoTime(t0 + hour),
    ...{ ...common, percent_from: 91, percent_to: 100, sustainable_rate: 0.6, runs_out_chance: 0.87 },
    says: "Session: at this rate you stop at 14:32 (14:20 to 15:00); at 60% of it you last until the reset",
  });
  assertEquals(forecastJson(lasts, session, t0, en), {
    percent_at_reset: 63,
    runs_out_from: null,
    ...{ ...common, percent_from: 55, percent_to: 78, sustainable_rate: null, runs_out_chance: 0 },
    says: "Session: at this rate 63% at the reset (55% to 78%)",
  });
});

Deno.test("forecastJson() says that it may last, and nothing of a share that is none", () => {
  const says = (forecast: Forecast, messages = en) => forecastJson(forecast, session, t0, messages).says;
  const unsure = { ...runsOut, to: null, sustainable: 1.1 };
  assertEquals(
    says(unsure),
    "Session: at this rate you stop at 14:32 (not before 14:20, perhaps not at all)",
  );
  assertEquals(
    says(runsOut, vi),
    "Phiên: theo đà này bạn sẽ phải dừng lúc 14:32 (từ 14:20 đến 15:00); " +
      "nếu chỉ dùng ở mức 60% của đà này thì đủ đến khi đặt lại",
  );
});

Deno.test("forecastText() is short", () => {
  assertEquals(forecastText(runsOut, t0, en), "runs out at 14:32");
  assertEquals(forecastText(lasts, t0, en), "at this rate 63% at reset");
  assertEquals(forecastText({ ...lasts, rises: false }, t0, vi), "đúng tiến độ");
  assertEquals(forecastText(null, t0, en), null);
});
