/** Texts and errors as Windows' system calls take and return them: UTF-16 that ends with a zero, and numbers. */

/** The text for a call. Throws if it contains a zero, since the call would read no further. */
export function wide(text: string): Uint16Array<ArrayBuffer> {
  if (text.includes("\0")) throw new Error(`${JSON.stringify(text)} has a zero character in it`);
  const units = new Uint16Array(text.length + 1);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return units;
}

/** The text that a call has written, up to its first zero or to the end of `units`. */
export function narrow(units: Uint16Array): string {
  const end = units.indexOf(0);
  let text = "";
  for (const unit of end < 0 ? units : units.subarray(0, end)) text += String.fromCharCode(unit);
  return text;
}

/** The message is taken from the system, and its placeholders are left as they are. Source: Microsoft Learn, "FormatMessageW". */
const FROM_SYSTEM = 0x1000, IGNORE_INSERTS = 0x200;
const MOST_UNITS = 512;

/** What the system calls this error, in its own language, and the number: "Access is denied (error 5)". */
export function errorInWords(status: number): string {
  using kernel = openWords();
  const units = new Uint16Array(MOST_UNITS);
  const { FormatMessageW } = kernel.symbols;
  const length = FormatMessageW(FROM_SYSTEM | IGNORE_INSERTS, null, status, 0, units, MOST_UNITS, null);
  const words = narrow(units.subarray(0, length)).trim().replace(/\.$/, "");
  return words === "" ? `error ${status}` : `${words} (error ${status})`;
}

function openWords() {
  const library = Deno.dlopen("kernel32.dll", {
    FormatMessageW: {
      parameters: ["u32", "pointer", "u32", "u32", "buffer", "u32", "pointer"],
      result: "u32",
    },
  });
  return { symbols: library.symbols, [Symbol.dispose]: () => library.close() };
}
