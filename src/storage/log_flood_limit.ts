/** Lines of one kind are few: a flood of them would push what matters out of the log, and cost a write each. */
import type { LogRecord, Sink } from "@logtape/logtape";

/** So many lines of one kind in so long, and so many of one sentence whomever it is about; the others are counted. */
const LINES_MAX = 20;
const SENTENCE_MAX = 60;
const windowMs = 10_000;
/** Kinds that are remembered. */
const KINDS_MAX = 200;

interface Kind {
  readonly since: number;
  readonly shown: number;
  readonly hidden: number;
  /** The last that was left out. */
  readonly last: LogRecord | null;
}

/**
 * The sink with so many lines of one kind (the sentence, and whom it is about) in ten seconds, so many of one sentence, and then how
 * many more there were.
 */
export function limitedSink(sink: Sink): Sink {
  const kinds = new Map<string, Kind>();
  /** Of these the program has so many as it has. */
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
      // They stand in the order in which they began.
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

/** Counts the line, shown or not. */
function isShown(kinds: Map<string, Kind>, name: string, max: number, record: LogRecord): boolean {
  const kind = kinds.get(name) ?? { since: record.timestamp, shown: 0, hidden: 0, last: null };
  const hasRoom = kind.shown < max;
  kinds.set(
    name,
    hasRoom ? { ...kind, shown: kind.shown + 1 } : { ...kind, hidden: kind.hidden + 1, last: record },
  );
  return hasRoom;
}
