/** The programs that stay and have not been released: this process waits for them at its end. */

const living = new Set<symbol>();

/** Counts a program until the function that this returns is called. */
export function countProgram(): () => void {
  const program = Symbol();
  living.add(program);
  return () => void living.delete(program);
}

export function arePrograms(): boolean {
  return living.size > 0;
}
