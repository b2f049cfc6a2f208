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

/** Ends them by force. */
export function killAllWith(word: string): void {
  for (const { pid } of livingWith(word)) {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
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
