/**
 * `history`: prints how the limits went, what was told and what agents waited for. It reads the file itself, so that it works the same
 * whether the program runs or not.
 */
import type { Column } from "../core/history/block_chart.ts";
import { sinceGiven } from "../core/history/given_times.ts";
import { historyCsv } from "../core/history/history_csv.ts";
import { historyJson } from "../core/history/history_json.ts";
import type { HistoryAnswer } from "../core/history/history_query.ts";
import { historyReport, type ReportLine } from "../core/history/history_report.ts";
import { defaultSettings } from "../core/settings.ts";
import { escapedText } from "../core/text/shown_text.ts";
import { type Level, levelOf, type Levels } from "../core/usage/level.ts";
import type { Reading } from "../core/usage/reading.ts";
import { openHistoryToRead } from "../storage/history/history_file.ts";
import { loadSettings } from "../storage/settings_file.ts";
import { readSavedState } from "../storage/state_file.ts";
import type { CommandParts, ExitStatus } from "./command.ts";

export interface HistoryOptions {
  /** "7d", or a date. */
  readonly since: string;
  readonly account?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

export interface HistoryParts extends CommandParts {
  /** Whether a person reads it who wants colours. */
  readonly isColoured: boolean;
  /** Prints a line without a look at its characters. */
  readonly outAsItIs: (line: string) => void;
}

export async function history(
  parts: HistoryParts,
  { since, account, json, csv }: HistoryOptions,
): Promise<ExitStatus> {
  const { host, files, words: { history: words }, messages, out, err } = parts;
  const now = host.now();
  const from = sinceGiven(since, now);
  if (from === null) {
    err(words.badSince(JSON.stringify(since)));
    return 2;
  }
  const reader = await openHistoryToRead(host, files.history);
  if (reader === null) {
    err(words.none(files.history));
    return 1;
  }
  let answer: HistoryAnswer;
  try {
    const known = [...new Set(reader.lastRows().map((limit) => limit.account))];
    if (account !== undefined && !known.includes(account)) {
      err(words.unknownAccount(JSON.stringify(account), known.map((one) => JSON.stringify(one)).join(", ")));
      return 1;
    }
    const of = account === undefined ? {} : { account };
    // A chart has room for quarters at most.
    const resolution = json === true || csv === true ? "raw" : "quarter";
    answer = reader.read({ from, to: now, resolution, ...of }, now);
  } finally {
    reader.close();
  }
  const readings = await lastReadings(parts);
  if (json === true) out(JSON.stringify(historyJson(answer, readings, messages)));
  else if (csv === true) {
    for (const line of historyCsv(historyJson(answer, readings, messages))) {
      out(line);
    }
  } else await report(parts, answer, readings);
  return 0;
}

/** They tell until when the last rows were seen to be true. */
async function lastReadings({ host, files }: HistoryParts): Promise<readonly Reading[]> {
  const state = await readSavedState(host, files.state);
  return state.kind === "read" ? state.saved.readings : [];
}

async function report(
  parts: HistoryParts,
  answer: HistoryAnswer,
  readings: readonly Reading[],
): Promise<void> {
  const { messages, words, isColoured, out, outAsItIs } = parts;
  const lines = historyReport(answer, readings, { messages, words: words.history });
  if (!isColoured) {
    for (const { text } of lines) out(text);
    return;
  }
  const { levels } = await settingsOrDefaults(parts);
  for (const line of lines) outAsItIs(coloured(line, levels));
}

async function settingsOrDefaults({ host, files }: HistoryParts) {
  const loaded = await loadSettings(host, files.settings);
  return loaded.kind === "settings" ? loaded.settings : defaultSettings;
}

/** Select Graphic Rendition of ECMA-48; orange is one of the 256 colours that terminals have. */
const codes: Readonly<Record<Level, string>> = { green: "32", yellow: "33", orange: "38;5;208", red: "31" };

/** The blocks of a chart in the colours of their levels; other text has none. */
function coloured({ text, chart }: ReportLine, levels: Levels): string {
  if (chart === undefined) return escapedText(text);
  const blocks = [...text.slice(chart.start)].map((block, index) => ({
    block,
    code: codeOf(chart.columns[index] ?? null, levels),
  }));
  let line = escapedText(text.slice(0, chart.start)), before = "";
  for (const { block, code } of blocks) {
    if (block !== " " && code !== before) {
      line += `\x1b[${code}m`;
      before = code;
    }
    line += escapedText(block);
  }
  return before === "" ? line : `${line}\x1b[0m`;
}

function codeOf(column: Column, levels: Levels): string {
  return codes[levelOf(column ?? 0, levels)];
}
