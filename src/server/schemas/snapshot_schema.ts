/** The snapshot as other programs get it. */
import * as z from "zod";
import type { ForecastJson } from "../../core/forecast/forecast_json.ts";
import type { Snapshot, SnapshotLimit } from "../../core/views/snapshot.ts";
import { agentServers } from "./agent_schema.ts";
import { sidecarStatus } from "./sidecar_schema.ts";
import { type Shape, time } from "./shape.ts";

/** An alert. Its other keys depend on its kind. */
export const alert: z.ZodType<Snapshot["alerts"][number]> = z.looseObject({ kind: z.string() })
  .meta({ id: "Alert", description: "What a person should know; the other keys depend on its kind." });

/** What all forecasts tell. */
const ahead = {
  percent_from: z.number().describe(
    "nine times of ten so much is used at the reset, from and to, in percent",
  ),
  percent_to: z.number(),
  even_percent: z.number().describe("used by now if it was used evenly"),
  sustainable_rate: z.number().nullable()
    .describe("0.6 = at 60 % of this rate it lasts until the reset; null = hardly anything more is expected"),
  runs_out_chance: z.number().describe("that it runs out before the reset, 0 to 1"),
  says: z.string().describe("all of it in a sentence"),
};

const limit = z.strictObject(
  {
    id: z.string(),
    name: z.string(),
    percent: z.number().nullable().describe("used; null = it was reset since, or has no cap"),
    level: z.enum(["green", "yellow", "orange", "red"]).nullable(),
    resets_at: time.nullable().describe("null = it starts on first use, is not known, or is money"),
    reset_unknown: z.literal(true).exactOptional().describe("it runs, and until when is not known"),
    forecast: z.union([
      z.strictObject(
        {
          runs_out_at: time,
          runs_out_from: time.describe(
            "nine times of ten it is between these; runs_out_to: null = it may last",
          ),
          runs_out_to: time.nullable(),
          ...ahead,
        } satisfies Shape<Extract<ForecastJson, { runs_out_at: unknown }>>,
      ),
      z.strictObject(
        {
          percent_at_reset: z.number(),
          runs_out_from: time.nullable().describe("at the earliest, nine times of ten; null = it lasts"),
          ...ahead,
        } satisfies Shape<Extract<ForecastJson, { percent_at_reset: unknown }>>,
      ),
    ]).nullable().describe("where it is going; null = too little is known"),
    observed_at: time.exactOptional().describe("when it was told, where that was before the other limits"),
    spent: z.strictObject({
      minor: z.number().describe("in the smallest unit, as cents"),
      exponent: z.int().describe("how many digits of it stand behind the point"),
      currency: z.string(),
    }).exactOptional(),
  } satisfies Shape<SnapshotLimit>,
).meta({ id: "Limit" });

type Failure = NonNullable<Snapshot["usage"]["failure"]>;

const usage = z.strictObject(
  {
    state: z.enum(["pending", "fresh", "stale", "down"]),
    observed_at: time.nullable(),
    age_seconds: z.int().nullable(),
    source: z.string().nullable(),
    limits: z.array(limit).readonly(),
    binding: z.string().nullable().describe("the id of the limit that stops the work first"),
    failure: z.strictObject(
      {
        kind: z.string(),
        message: z.string(),
        note: z.string().exactOptional().describe("what else it may mean"),
        since: time,
      } satisfies Shape<Failure>,
    ).nullable().describe("why there are no newer figures"),
    next_try_at: time.nullable().describe("null = not before something changes"),
  } satisfies Shape<Snapshot["usage"]>,
);

/** The whole state, as programs get it. */
export const snapshotSchema = z.strictObject(
  {
    version: z.literal(1).describe("of this format"),
    time,
    usage,
    signed_in_through: z.string().nullable().describe("where the token in use was found"),
    snoozed_until: time.nullable(),
    alerts: z.array(alert).readonly().describe("those that could not be told yet"),
    opencode: agentServers,
    sidecars: z.array(sidecarStatus).readonly(),
    newer_version: z.string().nullable(),
    problems: z.array(z.string()).readonly(),
  } satisfies Shape<Snapshot>,
).meta({ id: "Snapshot", description: "The whole state, as `status --json` prints it." });
