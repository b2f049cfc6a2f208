/** The limits on a terminal: name, gauge, percentage and what is known besides, in columns where there is room for them. */
import type { Messages } from "../../language/messages.ts";
import type { State } from "../../state.ts";
import { shownLine } from "../../text/shown_text.ts";
import { cutToColumns, terminalColumns } from "../../text/terminal_width.ts";
import { periodsOf } from "../../usage/current_usage.ts";
import { forecast } from "../../forecast/forecast.ts";
import { forecastSentence, forecastText } from "../../forecast/forecast_words.ts";
import { profileOf } from "../../forecast/work_profile.ts";
import { levelOf } from "../../usage/level.ts";
import { bindingLimit, isOver, type Limit, percentAt, windowLengthMs } from "../../usage/limit.ts";
import { percentText, resetDetail } from "../../usage/limit_words.ts";
import { periodOf } from "../../usage/periods.ts";
import type { Reading } from "../../usage/reading.ts";
import { column, packedLines, styled, type StyledLine, type StyledText } from "./styled_text.ts";

/** From here on there is room for columns. */
const columnsFrom = 60;
const nameMax = 22;
const gaugeMin = 10, gaugeMax = 30;
/** Room for "resets in 2d 4h (Sat 12:00)" and a little more. */
const detailMin = 36;
/** Marks the limit that stops the work first. */
const BINDING = "▶ ", OTHER = "  ";
const EVEN = "│";

/** Where the limits that run out are going, and what would last. */
export function forecastLines(
  state: State,
  { account, limits }: Reading,
  now: number,
  messages: Messages,
): readonly string[] {
  return limits.flatMap(({ id, title }) => {
    const period = periodOf(periodsOf(state), account, id);
    const ahead = period === null ? null : forecast(period, now, profileOf(state.profiles, period));
    return ahead?.kind === "runs-out" ? [forecastSentence(ahead, title, now, messages)] : [];
  });
}

/** What is shown of one limit. */
interface Row {
  readonly name: string;
  readonly percent: number | null;
  readonly binds: boolean;
  /** How much of its period is over, 0-1; null = not known. */
  readonly even: number | null;
  readonly details: readonly string[];
}

export function limitRows(
  state: State,
  reading: Reading,
  now: number,
  { messages, columns }: { readonly messages: Messages; readonly columns: number },
): readonly StyledLine[] {
  const binding = bindingLimit(reading.limits, now)?.limit;
  const rows = reading.limits.map((limit) => rowOf(limit, state, reading, now, messages, limit === binding));
  const lines = columns < columnsFrom
    ? rows.flatMap((row) => stacked(row, state, columns))
    : inColumns(rows, state, columns);
  return rows.some(({ even }) => even !== null)
    ? [...lines, [styled(`${OTHER}${EVEN} ${messages.bars.evenUse}`, "faint")]]
    : lines;
}

function rowOf(
  limit: Limit,
  state: State,
  { account }: Reading,
  now: number,
  messages: Messages,
  binds: boolean,
): Row {
  const percent = percentAt(limit, now);
  const period = periodOf(periodsOf(state), account, limit.id);
  const ahead = period === null
    ? null
    : forecastText(forecast(period, now, profileOf(state.profiles, period)), now, messages);
  const details = [resetDetail(limit, now, messages), ahead, binds ? messages.stopsFirst : null];
  return {
    ...{ percent, binds },
    name: shownLine(messages.limitName(limit.title)),
    even: percent === null ? null : evenUse(limit, now),
    details: details.filter((detail) => detail !== null),
  };
}

function evenUse(limit: Limit, now: number): number | null {
  const lengthMs = windowLengthMs(limit.title);
  if (limit.kind === "money" || limit.resetsAt === null || lengthMs === null || isOver(limit, now)) {
    return null;
  }
  return Math.min(1, Math.max(0, 1 - (limit.resetsAt - now) / lengthMs));
}

function inColumns(
  rows: readonly Row[],
  state: State,
  columns: number,
): readonly StyledLine[] {
  const names = column(rows.map(({ name }) => cutToColumns(name, nameMax)));
  const nameWidth = terminalColumns(names[0] ?? "");
  const room = columns - OTHER.length - nameWidth - 2 - 6 - 2;
  const gauge = Math.max(gaugeMin, Math.min(gaugeMax, room - detailMin));
  const detailWidth = room - gauge;
  const indent = styled(" ".repeat(columns - detailWidth));
  return rows.flatMap((row, index) => {
    const [first = [], ...more] = packedLines(row.details, detailWidth);
    return [
      [
        ...nameOf(row, names[index] ?? ""),
        styled("  "),
        ...gaugeOf(row, gauge, state),
        figureOf(row, state),
        styled("  "),
        ...first,
      ],
      ...more.map((line) => [indent, ...line]),
    ];
  });
}

function stacked(row: Row, state: State, columns: number): readonly StyledLine[] {
  const name = cutToColumns(row.name, Math.max(1, columns - OTHER.length - 6));
  const gauge = Math.min(gaugeMax, columns - OTHER.length);
  return [
    [...nameOf(row, name), figureOf(row, state)],
    ...(row.percent === null ? [] : [[styled(OTHER), ...gaugeOf(row, gauge, state)]]),
    ...packedLines(row.details, columns - OTHER.length).map((line) => [styled(OTHER), ...line]),
  ];
}

function nameOf({ binds }: Row, name: string): readonly StyledText[] {
  return binds ? [styled(BINDING, "strong"), styled(name, "strong")] : [styled(OTHER), styled(name)];
}

function figureOf({ percent }: Row, { settings }: State): StyledText {
  const text = percent === null ? "" : percentText(percent, 0);
  return styled(text.padStart(6), percent === null ? null : levelOf(percent, settings.levels));
}

function gaugeOf({ percent, even }: Row, width: number, { settings }: State): readonly StyledText[] {
  if (percent === null) return [styled(" ".repeat(width))];
  const full = percent <= 0 ? 0 : Math.max(1, Math.min(width, Math.floor(percent / 100 * width)));
  const mark = even === null ? -1 : Math.min(width - 1, Math.floor(even * width));
  const level = levelOf(percent, settings.levels);
  const part = (from: number, to: number): readonly StyledText[] => {
    const used = Math.max(0, Math.min(to, full) - from), left = to - from - used;
    return [styled("█".repeat(used), level), styled("░".repeat(left), "faint")];
  };
  const cells = mark < 0
    ? part(0, width)
    : [...part(0, mark), styled(EVEN, "strong"), ...part(mark + 1, width)];
  return cells.filter(({ text }) => text !== "");
}
