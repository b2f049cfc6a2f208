/**
 * Which processes of a test are there, found by a word in their environment: so also those are found that have left their group and
 * their parent. Linux alone tells it.
 */

export interface LivingProcess {
  readonly pid: number;
  readonly command: string;
}

/** Those of this user that were started with `word` in their environment, without zombies and without this process. */
export function livingWith(word: string): readonly LivingProcess[] {
  return [...Deno.readDirSync("/proc")]
    .filter(({ name }) => /^\d+$/.test(name) && Number(name) !== Deno.pid)
    .filter(({ name }) => textOf(`/proc/${name}/environ`).includes(word) && isAlive(Number(name)))
    .map(({ name }) => ({ pid: Number(name), command: commandOf(name) }));
}

/** Whether there is a process with that pid that is no zombie. */
export function isAlive(pid: number): boolean {
  // "PID (NAME) STATE ..."; the name may hold anything, so it ends at the last parenthesis.
  const stat = textOf(`/proc/${pid}/stat`);
  return stat !== "" &&
    !["Z", "X"].includes(stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3));
}

/** Waits until no such process is there. Ends those that still are after the limit, and rejects with their commands. */
export async function noneLeftWith(word: string, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs;
  let left = livingWith(word);
  while (left.length > 0 && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    left = livingWith(word);
  }
  for (const { pid } of left) killed(pid);
  if (left.length > 0) {
    const lines = left.map(({ pid, command }) => `${pid} ${command}`);
    throw new Error(`Left behind after ${limitMs / 1000} s:\n${lines.join("\n")}`);
  }
}

function killed(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function commandOf(pid: string): string {
  return textOf(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();
}

/** "" where the process is gone, or another user's. */
function textOf(file: string): string {
  try {
    return Deno.readTextFileSync(file);
  } catch {
    return "";
  }
}
