/** Files that begin as programs of a system do. */

/** A file of 4096 bytes that begins as a program of this kind does. */
export function beginning(
  fields: readonly (readonly [offset: number, bytes: readonly number[]])[],
): Uint8Array {
  const bytes = new Uint8Array(4096);
  for (const [offset, values] of fields) bytes.set(values, offset);
  return bytes;
}

export const ARM64_ELF = beginning([[0, [0x7f, 0x45, 0x4c, 0x46]], [18, [183, 0]]]);
