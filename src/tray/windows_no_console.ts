/**
 * Makes a Windows console program into one without a console. If a program that has no console starts a console
 * program, a black window opens, and stays as long as that program runs.
 * Source: Microsoft Learn, "PE Format": the signature, the COFF file header, the optional header.
 */
import type { TrayHelperReason } from "../core/reason.ts";
import { ReasonError } from "../core/reason_error.ts";

/** The place in the file that holds the position of the PE signature. */
const SIGNATURE_PLACE_AT = 0x3c;
const SIGNATURE = 0x4550;
/** After the signature (4 bytes) comes the COFF header. It holds the size of the optional header. */
const OPTIONAL_SIZE_AT = 4 + 16;
const OPTIONAL_AT = 4 + 20;
const PE32 = 0x10b, PE32_PLUS = 0x20b;
/** The position in the optional header, the same in both kinds. */
const SUBSYSTEM_AT = 68;
const GUI = 2, CONSOLE = 3;

/**
 * The program with its subsystem set to "Windows GUI"; no other byte changes, and standard input and output still work.
 * Throws, with the program's name, if the file is not as expected.
 */
export function withoutConsole(name: string, program: Uint8Array): Uint8Array {
  const refuse = (why: TrayHelperReason): never => {
    throw new ReasonError({
      about: "tray-helper",
      kind: "unusable",
      place: name,
      why: { about: "tray-helper", ...why },
    });
  };
  const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
  const word = (at: number) => at + 2 <= view.byteLength ? view.getUint16(at, true) : -1;
  const isProgram = word(0) === 0x5a4d && view.byteLength >= SIGNATURE_PLACE_AT + 4;
  const start = isProgram ? view.getUint32(SIGNATURE_PLACE_AT, true) : Infinity;
  if (word(start) !== SIGNATURE || word(start + 2) !== 0) return refuse({ kind: "not-for-windows" });
  const magic = word(start + OPTIONAL_AT);
  if (![PE32, PE32_PLUS].includes(magic) || word(start + OPTIONAL_SIZE_AT) < SUBSYSTEM_AT + 2) {
    return refuse({ kind: "unknown-headers" });
  }
  const at = start + OPTIONAL_AT + SUBSYSTEM_AT;
  const subsystem = word(at);
  if (subsystem !== GUI && subsystem !== CONSOLE) return refuse({ kind: "odd-subsystem", number: subsystem });
  const changed = program.slice();
  changed[at] = GUI;
  return changed;
}
