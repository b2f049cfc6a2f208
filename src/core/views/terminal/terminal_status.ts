/** The state as a person reads it on a terminal: limits with gauges, agents, sidecars, and how good the figures are. */
import { agentsLine } from "../../agents/agent_counts.ts";
import { programEntry } from "../../agents/program_menu.ts";
import { programNames } from "../../agents/program_names.ts";
import type { AgentProgram } from "../../agents/program.ts";
import { agentPrograms } from "../../agents/sources.ts";
import { waitingFor } from "../../agents/waiting_line.ts";
import { undeliveredLine } from "../../alerts/alert_line.ts";
import { snoozeAt } from "../../alerts/snooze.ts";
import type { Messages } from "../../language/messages.ts";
import type { MenuEntry } from "../../menu_entry.ts";
import { sidecarLine } from "../../sidecars/sidecar_line.ts";
import { sidecarStatus } from "../../sidecars/sidecar_json.ts";
import type { State } from "../../state.ts";
import { withShownTexts } from "../../text/shown_text.ts";
import { cutToColumns, terminalColumns } from "../../text/terminal_width.ts";
import { usageAt } from "../../usage/current_usage.ts";
import { failureOfUsage, readingOfUsage } from "../../usage/usage.ts";
import { stateLines } from "../state_lines.ts";
import { forecastLines, limitRows } from "./limit_rows.ts";
import { styled, type StyledLine, type TextStyle, wrappedLines } from "./styled_text.ts";

export interface TerminalOptions {
  readonly messages: Messages;
  /** How wide the terminal is. */
  readonly columns: number;
  /** The title of the tooltip. */
  readonly title: string;
}

/** Narrower terminals break lines. */
const leastColumns = 20;
/** How many sessions of a program are shown, how many programs, and how many that wait. */
const sessionsMax = 6, programsMax = 8, waitingMax = 5;

/** The lines, each at most as wide as the terminal; every character of their texts is visible. */
export function terminalStatus(
  state: State,
  now: number,
  options: TerminalOptions,
): readonly StyledLine[] {
  const columns = Math.max(leastColumns, options.columns);
  const { messages } = options;
  const usage = usageAt(state, now);
  const reading = readingOfUsage(usage);
  const sections = [
    wrappedLines(options.title, { columns, style: "strong" }),
    reading === null ? [] : limitRows(state, reading, now, { messages, columns }),
    reading === null
      ? []
      : forecastLines(state, reading, now, messages).flatMap((text) =>
        wrappedLines(text, { columns, style: null })
      ),
    agentLines(agentPrograms(state.agents, now), now, messages, columns),
    sidecarLines(state, now, messages, columns),
    noteLines(state, now, messages, columns),
  ];
  return withShownTexts(
    sections.filter((lines) => lines.length > 0).flatMap((lines, index) =>
      index === 0 ? lines : [[], ...lines]
    ),
  );
}

function agentLines(
  programs: readonly AgentProgram[],
  now: number,
  messages: Messages,
  columns: number,
): readonly StyledLine[] {
  if (programs.length === 0) return [];
  const counts = agentsLine(programs, messages.agents);
  const waits = waitingFor(programs, messages.agents);
  const names = programNames(programs);
  return [
    heading(messages.bars.agents, counts, columns),
    ...waits.slice(0, waitingMax).map(({ text }) => line(`? ${text}`, columns, "yellow")),
    ...more(waits.length - waitingMax, messages.agents.moreWaiting, columns),
    ...programs.slice(0, programsMax).flatMap((program) => {
      const name = names.get(program.key) ?? program.address;
      return labelsOf(programEntry(program, { name, max: sessionsMax, now, words: messages }))
        .map((label) => line(label, columns));
    }),
    ...more(programs.length - programsMax, messages.agents.more, columns),
  ];
}

function more(count: number, words: (count: number) => string, columns: number): readonly StyledLine[] {
  return count <= 0 ? [] : [line(words(count), columns, "faint")];
}

/** Its label, and those of its entries below it. */
function labelsOf(entry: MenuEntry): readonly string[] {
  switch (entry.kind) {
    case "separator":
      return [];
    case "item":
      return [entry.label];
    case "submenu":
      return [entry.label, ...entry.entries.flatMap(labelsOf).map((label) => `  ${label}`)];
  }
}

function sidecarLines(
  { sidecars }: State,
  now: number,
  messages: Messages,
  columns: number,
): readonly StyledLine[] {
  if (sidecars.length === 0) return [];
  return [
    heading(messages.bars.sidecars, null, columns),
    ...sidecars.flatMap((sidecar) => {
      const text = sidecarLine(sidecarStatus(sidecar, { now, messages }), messages.sidecars);
      const style = sidecar.phase.kind === "failed"
        ? "red"
        : sidecar.phase.kind === "unhealthy"
        ? "orange"
        : null;
      return wrappedLines(text, { columns, indent: 2, style });
    }),
  ];
}

/** How old the figures are and what is wrong; what could not be told, and what is silent. */
function noteLines(
  state: State,
  now: number,
  messages: Messages,
  columns: number,
): readonly StyledLine[] {
  const usage = usageAt(state, now);
  const until = snoozeAt(state, now);
  const undelivered = undeliveredLine(state, now, messages);
  const style = failureOfUsage(usage) === null && state.settingsProblems.length === 0 ? "faint" : "orange";
  return [
    ...stateLines(state, usage, now, messages).flatMap((text) => wrappedLines(text, { columns, style })),
    ...(undelivered === null ? [] : wrappedLines(undelivered, { columns, style: "orange" })),
    ...(until === null
      ? []
      : wrappedLines(messages.snoozedUntil(messages.clock(until, now)), { columns, style: "faint" })),
  ];
}

/** The name of a section, and what is to say of it as a whole. */
function heading(name: string, about: string | null, columns: number): StyledLine {
  const shown = cutToColumns(name, columns);
  const room = columns - terminalColumns(shown);
  return about === null || room <= 0
    ? [styled(shown, "strong")]
    : [styled(shown, "strong"), styled(cutToColumns(` · ${about}`, room))];
}

/** One line, cut where it has no room. */
function line(text: string, columns: number, style: TextStyle | null = null): StyledLine {
  return [styled("  "), styled(cutToColumns(text, columns - 2), style)];
}
