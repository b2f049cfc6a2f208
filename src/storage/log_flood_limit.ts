/** Limits how often the same line is logged: a flood of lines would push what matters out of the log, and each costs a write. */
import type { LogRecord, Sink } from "@logtape/logtape";

/** In each window: so many lines of one sentence about one thing, and so many of one sentence about all things. The rest is counted. */
const LINES_MAX = 20;
const SENTENCE_MAX = 60;
const windowMs = 10_000;
/** How many kinds of lines are remembered. */
const KINDS_MAX = 200;

interface Kind {
  readonly since: number;
  readonly shown: number;
  readonly hidden: number;
  /** The last line that was left out. */
  readonly last: LogRecord | null;
}

/**
 * The sink, but for lines beyond the limits; a line after each window says how many those were. Lines of one kind have the same
 * sentence and are about the same thing.
 */
export function limitedSink(sink: Sink): Sink {
  const kinds = new Map<string, Kind>();
  /** By sentence. Their number is limited by the code itself. */
  const sentences = new Map<string, Kind>();

  function end(kind: Kind, of: string): void {
    if (kind.last === null) return;
    const more = ` (said ${kind.hidden} more times${of})`;
    sink({
      ...kind.last,
      message: [...kind.last.message.slice(0, -1), `${kind.last.message.at(-1) ?? ""}${more}`],
    });
  }

  function endOld(now: number): void {
    for (const [name, kind] of kinds) {
      const isOver = Math.abs(now - kind.since) >= windowMs;
      // The map is in the order in which the kinds began.
      if (!isOver && kinds.size <= KINDS_MAX) break;
      kinds.delete(name);
      end(kind, "");
    }
    for (const [sentence, kind] of sentences) {
      if (Math.abs(now - kind.since) < windowMs) break;
      sentences.delete(sentence);
      end(kind, ", of this and others");
    }
  }

  return (record) => {
    endOld(record.timestamp);
    const { name, key } = record.properties;
    const sentence = JSON.stringify([record.level, String(record.rawMessage)]);
    const of = JSON.stringify([sentence, String(name ?? key ?? "")]);
    if (!isShown(kinds, of, LINES_MAX, record)) return;
    if (isShown(sentences, sentence, SENTENCE_MAX, record)) sink(record);
  };
}

/** Whether the line may be shown. Counts it in both cases. */
function isShown(kinds: Map<string, Kind>, name: string, max: number, record: LogRecord): boolean {
  const kind = kinds.get(name) ?? { since: record.timestamp, shown: 0, hidden: 0, last: null };
  const hasRoom = kind.shown < max;
  kinds.set(
    name,
    hasRoom ? { ...kind, shown: kind.shown + 1 } : { ...kind, hidden: kind.hidden + 1, last: record },
  );
  return hasRoom;
}
