/** How right forecasts of simulated people are, beside a straight line through the period and the slope of the last hour. */
import { backTest, type BackTestResult } from "../core/forecast/back_test.ts";
import { peopleKinds, type PersonKind } from "../core/forecast/simulated_people.ts";

/** Not those by which the figures of the forecast were found: these are below 100. */
const seeds = Array.from({ length: 16 }, (_, index) => 1001 + index);
const learnedWeeks = 8;
/** So many weeks of each person that there are enough stops. */
const triedWeeks = (kind: PersonKind, limit: "session" | "week") =>
  limit === "week" ? 12 : kind === "weekend" ? 8 : 4;

interface Row extends BackTestResult {
  readonly kind: PersonKind;
  readonly limit: "session" | "week";
}

/** Whether a forecast is nearer than both simpler ones. */
export function isNearer({ ours, line, lastHour }: Pick<Row, "ours" | "line" | "lastHour">): boolean {
  return ours < line && ours < lastHour;
}

export function forecastRows(): readonly Row[] {
  return (["session", "week"] as const).flatMap((limit) =>
    peopleKinds.map((kind) => ({
      kind,
      limit,
      ...backTest({ kind, limit, seeds, learnedWeeks, triedWeeks: triedWeeks(kind, limit) }),
    }))
  );
}

/** As README has it. */
export function forecastTable(rows: readonly Row[]): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const time = (minutes: number) =>
    minutes >= 120 ? `${(minutes / 60).toFixed(1)} h` : `${minutes.toFixed(1)} min`;
  return [
    "| who, and which limit | stops told | forecast | straight line | last hour's slope | time in band | percent in band | stops or lasts: right |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map((row) =>
      `| ${
        [
          `${row.kind}, ${row.limit}`,
          row.stops.toLocaleString("en"),
          `${time(row.ours)}${isNearer(row) ? "" : " (not nearer)"}`,
          time(row.line),
          time(row.lastHour),
          percent(row.timeInBand),
          percent(row.percentInBand),
          percent(row.kindRight),
        ].join(" | ")
      } |`
    ),
  ].join("\n");
}

if (import.meta.main) Deno.stdout.writeSync(new TextEncoder().encode(`${forecastTable(forecastRows())}\n`));
