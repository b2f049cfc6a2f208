/** What is shown in waybar and on a terminal, as other programs get it. */
import * as z from "zod";
import type { WaybarModule } from "../../core/views/bars/waybar_module.ts";
import type { StyledText } from "../../core/views/terminal/styled_text.ts";
import type { Shape } from "./shape.ts";

export const waybarSchema = z.strictObject(
  {
    text: z.string(),
    alt: z.string().describe("one word: waiting, a condition that is not good, snoozed, or the level"),
    tooltip: z.string(),
    class: z.array(z.string()).readonly().describe("the level, the condition, and what else is so"),
    percentage: z.int(),
  } satisfies Shape<WaybarModule>,
).meta({ id: "WaybarModule", description: "A custom module of waybar; without markup." });

const styledText = z.strictObject(
  {
    text: z.string(),
    style: z.enum(["green", "yellow", "orange", "red", "strong", "faint"]).exactOptional(),
  } satisfies Shape<StyledText>,
).meta({ id: "StyledText" });

export const terminalSchema = z.strictObject({
  lines: z.array(z.array(styledText).readonly()).readonly(),
});
