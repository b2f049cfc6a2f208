/** The history as other programs get it. */
import * as z from "zod";
import type { HistoryJson, PointJson } from "../../core/history/history_json.ts";
import { resolutions } from "../../core/history/history_query.ts";
import { type Shape, time } from "./shape.ts";

const point = z.strictObject(
  {
    time: time.describe("of the change, or the begin of the quarter, hour or day"),
    percent: z.number().describe("used, the last one of that time"),
    low: z.number().describe("the lowest one of that time"),
    high: z.number().describe("the highest one of that time"),
    resets_at: time.nullable().describe("null = it had not begun, is not known, or is money"),
    seen_until: time.nullable().describe(
      "when it was seen last that `percent` was still true; from then to the next point nobody looked; null = not known",
    ),
    source: z.string().describe("where the figure came from: endpoint, cache or status line"),
  } satisfies Shape<PointJson>,
).meta({ id: "HistoryPoint", description: "What was known of a limit, from then on." });

const limit = z.strictObject(
  {
    account: z.string(),
    id: z.string(),
    name: z.string(),
    points: z.array(point).readonly().describe(
      "oldest first; in front the last one before `from`, if there is one: it may still hold",
    ),
  } satisfies Shape<HistoryJson["limits"][number]>,
);

const alert = z.strictObject(
  {
    time,
    kind: z.string(),
    account: z.string().nullable(),
    limit: z.string().nullable().describe("the id of the limit that it was about; null = it was about none"),
    threshold: z.number().nullable().describe("in percent"),
  } satisfies Shape<HistoryJson["alerts"][number]>,
);

const wait = z.strictObject(
  {
    time: time.describe("when it began"),
    agent: z.string().describe("which kind of agent"),
    directory: z.string().describe('in which it works; "" = not known'),
    what: z.string().describe("what it wanted: run, edit, read, fetch, outside, search, other, or question"),
    ended_at: time.nullable().describe("null = it goes on, or nobody saw its end"),
    answer: z.enum(["allowed-once", "allowed-always", "rejected", "answered", "elsewhere", "gone"]).nullable()
      .describe("elsewhere = not by this program, or it was given up; gone = the agent's program had ended"),
  } satisfies Shape<HistoryJson["waits"][number]>,
);

export const historySchema = z.strictObject(
  {
    from: time,
    to: time,
    resolution: z.enum(resolutions).describe("as asked for, or coarser, where that would be too many points"),
    limits: z.array(limit).readonly(),
    alerts: z.array(alert).readonly().describe("that were told, oldest first"),
    waits: z.array(wait).readonly().describe("of agents, oldest first"),
    left_out: z.strictObject({ alerts: z.int(), waits: z.int() })
      .describe("how many older ones of that time there are besides"),
  } satisfies Shape<HistoryJson>,
).meta({ id: "History", description: "What happened to the limits, and what was told of it." });
