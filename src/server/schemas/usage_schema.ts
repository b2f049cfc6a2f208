/** The usage object as other programs get it. */
import * as z from "zod";
import type { UsageError, UsageObject, UsageWindow } from "../../core/views/get_usage_json.ts";
import { type Shape, time } from "./shape.ts";

const windowShape = {
  utilization: z.number().describe("percent used, 0 and above"),
  resets_at: time.nullable().describe("null = it starts on first use"),
} satisfies Shape<UsageWindow>;
const window = z.strictObject(windowShape).meta({ id: "Window" });

const goals = z.strictObject(
  {
    enabled: z.boolean(),
    is_on_track: z.boolean(),
    current_usage: z.number().describe("percent"),
    expected_usage: z.number().describe("percent"),
    message: z.string(),
  } satisfies Shape<NonNullable<UsageObject["goals"]>>,
);

const focusMode = z.strictObject(
  {
    is_snoozed: z.boolean(),
    snooze_remaining: z.int().describe("seconds"),
    is_quiet_hours: z.boolean(),
    is_dnd: z.boolean().describe("do not disturb: more is used than `focus_mode.dnd_threshold`"),
    notifications_suppressed: z.boolean(),
  } satisfies Shape<UsageObject["focus_mode"]>,
);

const figuresShape = {
  five_hour: window.nullable().describe("the session"),
  seven_day: window.nullable().describe("the week"),
  goals: goals.exactOptional().describe("there where the session's figures are"),
  focus_mode: focusMode,
  observed_at: time,
  source: z.string().describe("where the figures come from: endpoint, cache or status line"),
  stale: z.literal(true).exactOptional().describe("no newer figures can be had before `next_try_at`"),
  next_try_at: time.exactOptional(),
} satisfies Shape<UsageObject>;

const failure = z.strictObject(
  {
    error: z.string(),
    token_expired: z.literal(true).exactOptional(),
    rate_limited: z.literal(true).exactOptional(),
    offline: z.literal(true).exactOptional(),
    certificate: z.literal(true).exactOptional(),
    next_try_at: time.exactOptional(),
  } satisfies Shape<UsageError>,
).meta({ id: "UsageError", description: "Why there are no figures that could be given." });

const figures = z.strictObject(figuresShape).meta({
  id: "Usage",
  description: "The figures, as `get_usage` prints them.",
});

/** The figures, or why there are none. */
export const usageOrError = z.union([figures, failure]);

/** The same, with the figures of the session a second time in front. */
export const usageUpdate = z.union([
  z.strictObject({
    utilization: windowShape.utilization.exactOptional(),
    resets_at: windowShape.resets_at.exactOptional(),
    ...figuresShape,
  }).meta({ id: "UsageUpdate", description: "The figures, and those of the session once more in front." }),
  failure,
]);
