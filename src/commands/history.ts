/**
 * `history`: prints how the limits went, what was told and what agents waited for. It reads the file itself, so that it works the same
 * whether the program runs or not.
 */
import { sinceGiven } from "../core/history/given_times.ts";
import { historyCsv } from "../core/history/history_csv.ts";
import { historyJson } from "../core/history/history_json.ts";
import type { HistoryAnswer } from "../core/history/history_query.ts";
import { historyReport, type ReportLine } from "../core/history/history_report.ts";
import { defaultSettings } from "../core/settings.ts";
import { levelOf, type Levels } from "../core/usage/level.ts";
import type { Reading } from "../core/usage/reading.ts";
import type { StyledLine, StyledText } from "../core/views/terminal/styled_text.ts";
import { openHistoryToRead } from "../storage/history/history_file.ts";
import { loadSettings } from "../storage/settings_file.ts";
import { readSavedState } from "../storage/state_file.ts";
import type { CommandParts, ExitStatus } from "./command.ts";
import { type Terminal, terminalText } from "./terminal_text.ts";

export interface HistoryOptions {
  /** "7d", or a date. */
  readonly since: string;
  readonly account?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

export interface HistoryParts extends CommandParts {
  /** Null = standard output is none. */
  readonly terminal: Pick<Terminal, "colours" | "printRaw"> | null;
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
  const { messages, words, terminal, out } = parts;
  const lines = historyReport(answer, readings, { messages, words: words.history });
  if (terminal === null || terminal.colours === "none") {
    for (const { text } of lines) out(text);
    return;
  }
  const { levels } = await settingsOrDefaults(parts);
  await terminal.printRaw(`${terminalText(lines.map((line) => coloured(line, levels)), terminal)}\n`);
}

async function settingsOrDefaults({ host, files }: HistoryParts) {
  const loaded = await loadSettings(host, files.settings);
  return loaded.kind === "settings" ? loaded.settings : defaultSettings;
}

/** The blocks of a chart in the colours of their levels; other text has none. */
function coloured({ text, chart }: ReportLine, levels: Levels): StyledLine {
  if (chart === undefined) return [{ text }];
  const parts: StyledText[] = [{ text: text.slice(0, chart.start) }];
  for (const [index, block] of [...text.slice(chart.start)].entries()) {
    const last = parts.at(-1);
    const style = block === " " ? last?.style : levelOf(chart.columns[index] ?? 0, levels);
    if (last !== undefined && last.style === style) {
      parts[parts.length - 1] = { ...last, text: last.text + block };
    } else parts.push(style === undefined ? { text: block } : { text: block, style });
  }
  return parts;
}
