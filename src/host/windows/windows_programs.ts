/** Programs that stay, on Windows: each in a job object of its own. */
import { startProgram } from "../process/child_process.ts";
import { countProgram } from "../programs/living_programs.ts";
import { programOwner } from "../programs/program_owner.ts";
import {
  MARK_VARIABLE,
  type ProcessGroup,
  type ProgramEnd,
  type StayingPrograms,
} from "../staying_program.ts";
import { endProcess, type Job, jobOf, startTimeOf } from "./job_object.ts";

/** `run`: what the mark of each start of this run begins with. */
export function windowsPrograms(run: string): StayingPrograms {
  const { own, isOfAnother } = programOwner(startTimeOf);
  let starts = 0;
  return {
    async start({ program, args, cwd, env, stdin, graphical = false }) {
      const mark = `${run}-${++starts}`;
      const child = await startProgram(program, {
        args: [...args],
        ...(cwd === undefined ? {} : { cwd }),
        clearEnv: true,
        env: { ...env, [MARK_VARIABLE]: mark },
        stdin,
        stdout: "piped",
        stderr: "piped",
      }, !graphical);
      const { pid } = child;
      const startTime = startTimeOf(pid);
      const job = jobUnlessEnded(child);
      const forget = countProgram();
      return {
        record: { pid, startTime, mark, owner: own },
        stdin: stdin === "piped" ? child.stdin : null,
        stdout: child.stdout,
        stderr: child.stderr,
        ended: child.status.then(({ code }): ProgramEnd => ({ code, signal: null })),
        signal: (kind) => kind === "kill" && job?.end(),
        living: () => job?.pids() ?? [],
        release() {
          job?.close();
          forget();
        },
      };
    },
    isOfAnother,
    leftover({ pid, startTime }) {
      if (startTime === null || startTimeOf(pid) !== startTime) return null;
      // Without its job, others of it are not known.
      const group: ProcessGroup = {
        signal: (kind) => kind === "kill" && endProcess(pid, startTime),
        living: () => startTimeOf(pid) === startTime ? [pid] : [],
      };
      return group;
    },
  };
}

/**
 * Null = it has ended already. A program whose end could not be seen to is not let go on. What it starts in the moment before it is in
 * the job is not in it; a program takes longer to begin.
 */
function jobUnlessEnded(child: Deno.ChildProcess): Job | null {
  try {
    return jobOf(child.pid);
  } catch (error) {
    if (startTimeOf(child.pid) === null) return null;
    child.kill("SIGKILL");
    throw error;
  }
}
