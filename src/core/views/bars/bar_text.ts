/** A state as bars and prompts show it, from the state to the text. */
import type { Messages } from "../../language/messages.ts";
import type { State } from "../../state.ts";
import type { Tooltip } from "../tooltip.ts";
import { type BarFacts, barFacts } from "./bar_facts.ts";
import { filledTemplate } from "./bar_fields.ts";
import { barLine } from "./bar_line.ts";
import { parseBarTemplate } from "./bar_template.ts";
import { type WaybarModule, waybarModule } from "./waybar_module.ts";

/** `template`: null = the usual line. Null = it is no template. */
export function lineOfState(
  state: State,
  now: number,
  messages: Messages,
  template: string | null,
): string | null {
  return lineOf(barFacts(state, now, messages), now, messages, template);
}

/** The same of facts. */
export function lineOf(
  facts: BarFacts,
  now: number,
  messages: Messages,
  template: string | null,
): string | null {
  if (template === null) return barLine(facts, now, messages);
  const parsed = parseBarTemplate(template, messages.bars);
  return parsed.kind === "template" ? filledTemplate(parsed.template, facts, now, messages) : null;
}

export function waybarOfState(
  state: State,
  now: number,
  messages: Messages,
  tooltip: Tooltip,
): WaybarModule {
  return waybarModule(barFacts(state, now, messages), tooltip);
}
