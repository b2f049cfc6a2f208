/** What the program logs, for a test to look at. One at a time. */
import { configure, type LogRecord, reset } from "@logtape/logtape";

export interface Warnings extends AsyncDisposable {
  /** The texts of warnings and errors, in their order. */
  readonly texts: readonly string[];
}

export async function collectWarnings(): Promise<Warnings> {
  const texts: string[] = [];
  const keep = (record: LogRecord) => void texts.push(record.message.map(String).join(""));
  await configure({
    sinks: { keep },
    loggers: [
      { category: ["claudeminder"], lowestLevel: "warning", sinks: ["keep"] },
      { category: ["logtape", "meta"], lowestLevel: "fatal", sinks: [] },
    ],
  });
  return { texts, [Symbol.asyncDispose]: () => reset() };
}
