/** The cookies with which a person's programs may use a display. Source: libXau, "Xau(3)", and xauth(1). */
import type { Host } from "../host/host.ts";

/** At most this many cookies of one display are tried: more of them belong to machines that do not exist any more. */
const MAX_COOKIES = 4;

/**
 * The cookies to try for a display, in order, from `$XAUTHORITY` or else `~/.Xauthority`. The last one is empty, for
 * servers that let in every program of the person.
 */
export async function displayCookies(
  host: Pick<Host, "env" | "files">,
  display: string,
): Promise<readonly Uint8Array[]> {
  const file = host.env("XAUTHORITY") ?? `${host.env("HOME") ?? ""}/.Xauthority`;
  const none = new Uint8Array(0);
  try {
    const bytes = await host.files.readBytes(file);
    const entries = bytes === null ? [] : authorityEntries(bytes);
    const cookies = entries
      .filter(({ name, number }) => name === "MIT-MAGIC-COOKIE-1" && (number === "" || number === display))
      .map(({ data }) => data);
    return [...cookies.slice(0, MAX_COOKIES), none];
  } catch {
    return [none];
  }
}

export interface AuthorityEntry {
  /** The number of the display; "" = any. */
  readonly number: string;
  readonly name: string;
  readonly data: Uint8Array;
}

/** The entries of the file. If the file breaks off, the entries before that. */
export function authorityEntries(bytes: Uint8Array): readonly AuthorityEntry[] {
  const entries: AuthorityEntry[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const field = (): Uint8Array | null => {
    if (at + 2 > bytes.length) return null;
    const end = at + 2 + view.getUint16(at);
    if (end > bytes.length) return null;
    const value = bytes.subarray(at + 2, end);
    at = end;
    return value;
  };
  const text = (value: Uint8Array) => new TextDecoder().decode(value);
  while (at + 2 <= bytes.length) {
    // The address is not compared: the file is the person's own, and the machine may have another name now.
    at += 2;
    const address = field();
    const number = field();
    const name = field();
    const data = field();
    if (address === null || number === null || name === null || data === null) break;
    entries.push({ number: text(number), name: text(name), data });
  }
  return entries;
}
