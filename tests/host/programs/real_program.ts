/** Real programs that stay, for tests. */
import { linuxProcessTable } from "../../../src/host/programs/linux_process_table.ts";
import { unixPrograms } from "../../../src/host/programs/unix_programs.ts";
import { GUARD_NAME } from "../../../src/host/programs/program_guard.ts";
import {
  MARK_VARIABLE,
  type StayingCommand,
  type StayingProgram,
  type StayingPrograms,
} from "../../../src/host/staying_program.ts";

const env = { PATH: Deno.env.get("PATH") ?? "" };

/** Programs of Linux as where there are no control groups. */
export function ungrouped(): StayingPrograms {
  const run = crypto.randomUUID();
  return unixPrograms({ table: linuxProcessTable(), groups: null, run, path: Deno.env.get("PATH") });
}

/** Starts a script of `sh`. */
export function sh(
  programs: StayingPrograms,
  script: string,
  more: Partial<StayingCommand> = {},
): Promise<StayingProgram> {
  return programs.start({ program: "sh", args: ["-c", script], env, stdin: "null", ...more });
}

/** All that comes from it until it ends. */
export async function read(stream: ReadableStream<Uint8Array>): Promise<string> {
  return await new Response(stream).text();
}

/** Ends programs by force, forgets them, and waits until nothing is left of them, and of their guard. */
export async function end(...programs: readonly StayingProgram[]): Promise<void> {
  const guards = programs.flatMap(guardsOf);
  for (const program of programs) {
    program.signal("kill");
    await program.ended;
    await until(() => program.living().length === 0, "the end of the program");
    for (const stream of [program.stdout, program.stderr]) if (!stream.locked) await stream.cancel();
    if (program.stdin?.locked === false) await program.stdin.abort();
    program.release();
  }
  await until(() => guards.every((pid) => textOf(`/proc/${pid}/stat`) === ""), "the end of the guard");
  // The end of a process is told in a turn of its own.
  await new Promise((resolve) => setTimeout(resolve, 20));
}

/** The pids of the guards of the run that has started a program. */
export function guardsOf({ record }: StayingProgram): readonly number[] {
  const own = `${MARK_VARIABLE}=${record.mark.replace(/-\d+$/, "-")}`;
  const names = Deno.build.os === "linux" ? [...Deno.readDirSync("/proc")].map(({ name }) => name) : [];
  return names.filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    const line = textOf(`/proc/${pid}/cmdline`).split("\0");
    return line.includes(GUARD_NAME) && line.includes(own);
  });
}

/** Whether a process has ended. A zombie has. */
export function hasEnded(pid: number): boolean {
  return Deno.build.os === "linux" ? !/\) [^ZX] /.test(textOf(`/proc/${pid}/stat`)) : !isThere(pid);
}

function isThere(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch {
    return false;
  }
}

function textOf(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

/** Waits for something of the system that nothing tells of. */
export async function until(isSo: () => boolean, what: string, limitMs = 10_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`Still waiting after ${limitMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
