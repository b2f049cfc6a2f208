/**
 * Truncates a list or a record of JSON while it comes: the first entries stay as they are, the others are counted and not held. A
 * huge text costs one pass over its bytes, some of them at a time.
 */

/** Bytes of JSON that are kept of one text; an entry that goes beyond them is left out. */
const KEPT_MAX = 1 << 20;

export interface TruncatedJson {
  /** JSON of the first entries, or, where nothing was left out, the whole text, which may be anything. "" = the text has no proper end. */
  readonly text: string;
  /** How many entries were left out. */
  readonly more: number;
}

export interface JsonTruncator {
  /** Takes the next bytes of the UTF-8 text, cut anywhere. */
  feed(bytes: Uint8Array): void;
  end(): TruncatedJson;
}

/** Keeps `max` entries at most. */
export function createJsonTruncator(max: number, keptMax = KEPT_MAX): JsonTruncator {
  const kept: Uint8Array[] = [];
  /** Bytes fed before the present ones. */
  let before = 0;
  let place: "before" | "within" | "after" | "odd" = "before";
  let open = 0, depth = 0;
  let isString = false, isEscaped = false;
  /** Entries that have ended, how many of them are kept, and where the last of those ends. */
  let count = 0, keptCount = 0, keptEnd = 0;
  /** Whether anything but blanks has come since the last entry's end. */
  let isBegun = false;
  let isKeeping = true;

  function endEntry(at: number): void {
    count++;
    isBegun = false;
    if (!isKeeping) return;
    if (keptCount >= max) isKeeping = false;
    else {
      keptCount++;
      keptEnd = at;
    }
  }

  /** The place after the string that goes on at `from`; the end of the bytes where it does not end in them. */
  function endOfString(bytes: Uint8Array, from: number): number {
    for (let start = from;;) {
      const quote = bytes.indexOf(QUOTE, start);
      const end = quote < 0 ? bytes.length : quote;
      let backslashes = 0;
      while (end - 1 - backslashes >= start && bytes[end - 1 - backslashes] === BACKSLASH) backslashes++;
      // A backslash at the end of the bytes before belongs to those at the beginning of these.
      const all = end - backslashes === start && isEscaped ? backslashes + 1 : backslashes;
      isEscaped = quote < 0 && all % 2 === 1;
      if (quote < 0) return bytes.length;
      if (all % 2 === 0) {
        isString = false;
        return quote + 1;
      }
      start = quote + 1;
    }
  }

  function begin(byte: number): void {
    if (byte !== OPEN_LIST && byte !== OPEN_RECORD) place = "odd";
    else [place, open, depth] = ["within", byte, 1];
  }

  function close(byte: number, at: number): void {
    depth--;
    if (depth > 0) return;
    // The brackets of each kind stand two apart in ASCII.
    place = byte === open + 2 ? "after" : "odd";
    if (isBegun || count > 0) endEntry(at);
  }

  function scan(bytes: Uint8Array): void {
    let at = isString ? endOfString(bytes, 0) : 0;
    for (; at < bytes.length && place !== "odd"; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === SPACE || byte === TAB || byte === NEWLINE || byte === RETURN) continue;
      if (place === "before") {
        // A byte order mark of three bytes may stand there.
        if (before + at > 2 || byte !== BYTE_ORDER_MARK[before + at]) begin(byte);
        continue;
      }
      if (place === "after") {
        place = "odd";
        break;
      }
      switch (byte) {
        case QUOTE:
          isBegun = isString = true;
          at = endOfString(bytes, at + 1) - 1;
          break;
        case COMMA:
          if (depth === 1) endEntry(before + at);
          break;
        case OPEN_LIST:
        case OPEN_RECORD:
          isBegun = true;
          depth++;
          break;
        case CLOSE_LIST:
        case CLOSE_RECORD:
          close(byte, before + at);
          break;
        default:
          isBegun = true;
      }
    }
  }

  function firstText(length: number): string {
    const decoder = new TextDecoder();
    let text = "", left = length;
    for (const bytes of kept) {
      text += decoder.decode(bytes.subarray(0, left), { stream: true });
      left -= Math.min(left, bytes.length);
    }
    return text + decoder.decode();
  }

  return {
    feed(bytes) {
      if (isKeeping) kept.push(bytes.slice());
      if (place !== "odd") scan(bytes);
      before += bytes.length;
      if (before > keptMax) isKeeping = false;
    },

    end() {
      if (isKeeping) return { text: firstText(before), more: 0 };
      if (place !== "after") return { text: "", more: 0 };
      const [beginning, close] = open === OPEN_LIST ? ["[", "]"] : ["{", "}"];
      const text = keptCount === 0 ? beginning : firstText(keptEnd);
      return { text: text + close, more: count - keptCount };
    },
  };
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [SPACE, TAB, NEWLINE, RETURN] = [0x20, 0x09, 0x0a, 0x0d];
const [OPEN_LIST, CLOSE_LIST, OPEN_RECORD, CLOSE_RECORD] = [0x5b, 0x5d, 0x7b, 0x7d];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
