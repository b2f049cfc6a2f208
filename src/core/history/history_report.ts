/** The history for a person: for each limit a chart of blocks with its figures, then what was told and what agents waited for. */
import type { HistoryCommandMessages } from "../language/history_command_messages.ts";
import type { Messages } from "../language/messages.ts";
import { cut } from "../text/shown_text.ts";
import { day, minute, second } from "../time/units.ts";
import { percentText } from "../usage/limit_words.ts";
import type { Reading } from "../usage/reading.ts";
import { blockLines, type Column, columnsOf } from "./block_chart.ts";
import type { HistoryAnswer } from "./history_query.ts";
import { limitSummary, waitSummary } from "./history_summary.ts";
import type { LimitRows } from "./limit_row.ts";

/** A line, or a line of a chart: then `columns` are what each of its blocks, from `start` on, stands for. */
export interface ReportLine {
  readonly text: string;
  readonly chart?: { readonly start: number; readonly columns: readonly Column[] };
}

export interface ReportWords {
  readonly messages: Pick<Messages, "clock" | "limitName" | "span">;
  readonly words: HistoryCommandMessages;
}

/** All lines fit into a terminal of 80 columns. */
const axisWidth = 6, chartWidth = 72, chartHeight = 4;
const lineWidth = axisWidth + chartWidth;
/** Up to so many days each is named; of more, some dates are. */
const weekdaysUpTo = 10 * day;

export function historyReport(
  answer: HistoryAnswer,
  readings: readonly Reading[],
  { messages, words }: ReportWords,
): readonly ReportLine[] {
  const { from, to, limits, alerts, waits, leftOut } = answer;
  const known = limits.filter(({ rows }) => limitSummary(rows, from) !== null);
  const begin = messages.clock(from, to);
  const told = alerts.length + leftOut.alerts, waited = waitSummary(waits);
  if (known.length === 0 && told === 0 && waited.count === 0) return [{ text: words.nothing(begin) }];
  const several = new Set(known.map(({ account }) => account)).size > 1;
  const median = waited.medianMs === null ? null : spanText(waited.medianMs, { messages, words });
  return [
    { text: words.since(begin) },
    ...known.flatMap((limit, index) => [
      { text: "" },
      ...(several && known[index - 1]?.account !== limit.account
        ? [{ text: cut(words.account(limit.account), lineWidth) }, { text: "" }]
        : []),
      ...limitReport(limit, answer, readings, { messages, words }),
    ]),
    { text: "" },
    { text: words.alerts(told) },
    { text: words.waits(waited.count + leftOut.waits, median) },
  ];
}

function limitReport(
  limit: LimitRows,
  { from, to }: HistoryAnswer,
  readings: readonly Reading[],
  { messages, words }: ReportWords,
): readonly ReportLine[] {
  const summary = limitSummary(limit.rows, from);
  if (summary === null) return [];
  const { peak, resets, timesSpent } = summary;
  const figures = [
    words.peak(percentText(peak.percent, 0), messages.clock(peak.at, to)),
    words.resets(resets),
    ...(timesSpent === 0 ? [] : [words.timesSpent(timesSpent)]),
  ].join(" · ");
  const name = cut(messages.limitName(limit.title), lineWidth);
  const gap = lineWidth - widthOf(name) - widthOf(figures);
  const head = gap >= 2 ? [`${name}${" ".repeat(gap)}${figures}`] : [name, figures.padStart(lineWidth)];
  const columns = columnsOf(limit, readings, { from, to, width: chartWidth });
  const lines = blockLines(columns, chartHeight).map((blocks, line): ReportLine => ({
    text: `${axis(line)}${blocks}`.trimEnd(),
    chart: { start: axisWidth, columns },
  }));
  return [...head.map((text) => ({ text })), ...lines, { text: ticks(from, to, words) }];
}

function axis(line: number): string {
  const label = line === 0 ? "100%" : line === chartHeight - 1 ? "0%" : "";
  return `${label.padStart(axisWidth - 2)} │`;
}

/** The names of days, each where its day begins. */
function ticks(from: number, to: number, words: HistoryCommandMessages): string {
  const isShort = to - from <= weekdaysUpTo;
  let line = " ".repeat(axisWidth);
  const first = new Date(from);
  for (let date = midnightAfter(first); date.getTime() < to; date = midnightAfter(date)) {
    const column = axisWidth + Math.floor((date.getTime() - from) / (to - from) * chartWidth);
    const label = isShort ? words.weekday(date.getDay()) : words.date(date.getDate(), date.getMonth());
    // Names of days stand close together; dates need room to be told apart.
    if (line.trim() !== "" && column < line.length + (isShort ? 1 : 6)) continue;
    if (column + label.length > lineWidth) break;
    line = `${line.padEnd(column)}${label}`;
  }
  return line.trimEnd();
}

/** In columns of a terminal, for letters that are as wide as Latin ones. */
function widthOf(text: string): number {
  return [...text.normalize("NFC")].length;
}

function midnightAfter(date: Date): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1);
}

function spanText(ms: number, { messages, words }: ReportWords): string {
  return ms < 2 * minute ? words.seconds(Math.round(ms / second)) : messages.span(ms);
}
