/** Where log lines go: to stderr, and for the program that keeps running also to a file that is rotated. */
import { dirname } from "node:path";
import { getRotatingFileSink } from "@logtape/file";
import {
  configure,
  getLogger,
  getTextFormatter,
  type LogRecord,
  type Sink,
  withFilter,
} from "@logtape/logtape";
import { escapedText } from "../core/text/shown_text.ts";
import { limitedSink } from "./log_flood_limit.ts";
import type { FileInfo, Host } from "../host/host.ts";
import { reasonEn } from "../core/language/en/reasons.ts";
import type { Reason } from "../core/reason.ts";
import { ReasonError, reasonOf } from "../core/reason_error.ts";

export type LogLevel = "debug" | "info" | "warning" | "error";

export interface LoggingOptions {
  readonly level: LogLevel;
  /** Null = none. Its folder must be there. */
  readonly file: string | null;
  /** Writes text on stderr. */
  readonly err: (text: string) => void;
}

const maxBytes = 1 << 20;
const maxFiles = 3;

/** The log file and the older ones that it was rotated into, newest first. */
export function logFiles(file: string): readonly string[] {
  return [file, ...Array.from({ length: maxFiles - 1 }, (_, index) => `${file}.${index + 1}`)];
}

/** As `startLogging`, but makes the folder of the file, and goes on without the file where it cannot be written. */
export async function startFileLog(
  host: { readonly files: Pick<Host["files"], "makeDir" | "stat"> },
  options: LoggingOptions & { readonly file: string },
): Promise<void> {
  try {
    await host.files.makeDir(dirname(options.file), 0o700);
    refuseOdd(options.file, await host.files.stat(options.file));
    await startLogging(options);
  } catch (error) {
    await startLogging({ ...options, file: null });
    const why = reasonEn(reasonOf(error));
    getLogger(["claudeminder", "log"]).warning("no log is kept: {why}", { why });
  }
}

/**
 * Throws where something other than a file has that name. The library that writes the log would open it, and where it is a pipe, the
 * whole program would wait until somebody reads from its other end.
 */
export function refuseOdd(file: string, info: Pick<FileInfo, "isFile"> | null): void {
  if (info === null || info.isFile) return;
  const why: Reason = { about: "file", kind: "not-ordinary" };
  throw new ReasonError({ about: "file", kind: "unwritable", path: file, why });
}

/** Call once, before anything logs. Only warnings and errors go to stderr, unless the level is "debug". */
export async function startLogging({ level, file, err }: LoggingOptions): Promise<void> {
  const quietest = rank(level === "debug" || level === "error" ? level : "warning");
  const sinks: Record<string, Sink> = {
    stderr: limitedSink(
      withFilter((record) => err(lineOf(record)), (record) => rank(record.level) >= quietest),
    ),
  };
  if (file !== null) {
    // Without a buffer, because people look for what happened just before the program ended.
    const rotating = getRotatingFileSink(file, {
      maxSize: maxBytes,
      maxFiles,
      bufferSize: 0,
      formatter: fileLine,
    });
    const sink = limitedSink(rotating);
    sinks.file = Object.assign(sink, { [Symbol.dispose]: () => rotating[Symbol.dispose]() });
  }
  await configure({
    sinks,
    loggers: [
      { category: ["claudeminder"], lowestLevel: level, sinks: Object.keys(sinks) },
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: ["stderr"] },
    ],
  });
}

const formatLine = getTextFormatter({
  timestamp: "rfc3339",
  level: "FULL",
  value: (value) => oneLine(String(value)),
});

/** Anybody's text may be in a message. It cannot begin a line of its own, nor control a terminal that shows the log. */
function fileLine(record: LogRecord): string {
  return escapedText(formatLine(record));
}

function lineOf(record: LogRecord): string {
  const text = record.message.map((part) => oneLine(typeof part === "string" ? part : String(part))).join("");
  return `claudeminder: ${escapedText(text)}\n`;
}

function oneLine(text: string): string {
  return text.replaceAll("\n", "\\n");
}

function rank(level: LogRecord["level"]): number {
  return ["trace", "debug", "info", "warning", "error", "fatal"].indexOf(level);
}
