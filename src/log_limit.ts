/** Lines of one kind are few: a flood of them would push what matters out of the log, and cost a write each. */
import type { LogRecord, Sink } from "@logtape/logtape";

/** So many lines of one kind in so long; the others are counted. */
const LINES_MAX = 20;
const windowMs = 10_000;
/** Kinds that are remembered. */
const KINDS_MAX = 200;

interface Kind {
  readonly since: number;
  readonly count: number;
  /** The last that was left out. */
  readonly last: LogRecord | null;
}

/** The sink with so many lines of one kind (the sentence, and whom it is about) in ten seconds, and then how many there were. */
export function limitedSink(sink: Sink): Sink {
  const kinds = new Map<string, Kind>();

  function end(kind: Kind): void {
    if (kind.last === null) return;
    const more = ` (said ${kind.count - LINES_MAX} more times)`;
    sink({
      ...kind.last,
      message: [...kind.last.message.slice(0, -1), `${kind.last.message.at(-1) ?? ""}${more}`],
    });
  }

  function endOld(now: number): void {
    for (const [name, kind] of kinds) {
      const isOver = Math.abs(now - kind.since) >= windowMs;
      if (!isOver && kinds.size <= KINDS_MAX) continue;
      kinds.delete(name);
      end(kind);
    }
  }

  return (record) => {
    endOld(record.timestamp);
    const { name, key } = record.properties;
    const of = JSON.stringify([record.level, String(record.rawMessage), String(name ?? key ?? "")]);
    const { since, count } = kinds.get(of) ?? { since: record.timestamp, count: 0 };
    const isShown = count < LINES_MAX;
    kinds.set(of, { since, count: count + 1, last: isShown ? null : record });
    if (isShown) sink(record);
  };
}
