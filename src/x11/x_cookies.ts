/** The cookies that let a person's programs into a display. Source: libXau, "Xau(3)", and xauth(1). */
import type { Host } from "../host/host.ts";

/** More than this many cookies for one display are of machines long gone. */
const MAX_COOKIES = 4;

/**
 * The cookies to try for a display, in order; an empty one, for servers that let every program of the person in, comes last.
 * From `$XAUTHORITY`, else `~/.Xauthority`.
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
  /** Of the display; empty = any. */
  readonly number: string;
  readonly name: string;
  readonly data: Uint8Array;
}

/** What the file holds; a file that breaks off gives what came before. */
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
    // The address family, and the address: the file is the person's own, whichever of its names the machine has now.
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
