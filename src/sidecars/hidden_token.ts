/** Takes a sidecar's token out of what it prints: it may say it in its ready line, and its output is shown in menus, on a page and in files. */
import { Buffer } from "node:buffer";

/** Stands for a token. */
const hidden = "***";
/** What is shorter is no secret, and may be a part of any word. */
const shortest = 8;

/** The same text where the token is not in it. `token`: null = there is none. */
export function hiddenInText(text: string, token: string | null): string {
  return token === null || token.length < shortest ? text : text.replaceAll(token, hidden);
}

/** As `hiddenInText()`, for bytes of any kind; the same ones where the token is not in them. */
export function hiddenInBytes(bytes: Uint8Array, token: string | null): Uint8Array {
  if (token === null || token.length < shortest) return bytes;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!buffer.includes(token)) return bytes;
  // In this encoding each byte is a character.
  const text = buffer.toString("latin1").replaceAll(Buffer.from(token).toString("latin1"), hidden);
  return Buffer.from(text, "latin1");
}
