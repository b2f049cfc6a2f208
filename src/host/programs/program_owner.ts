/** Which process of ours has started a program. */
import type { ProcessId, StayingPrograms } from "../staying_program.ts";

/** `startTimeOf`: null = there is no such process. */
export interface ProgramOwner extends Pick<StayingPrograms, "isOfAnother"> {
  /** This process. */
  readonly own: ProcessId;
}

export function programOwner(startTimeOf: (pid: number) => string | null): ProgramOwner {
  const own = { pid: Deno.pid, startTime: startTimeOf(Deno.pid) };
  return {
    own,
    isOfAnother: ({ owner: { pid, startTime } }) =>
      pid !== own.pid && startTime !== null && startTimeOf(pid) === startTime,
  };
}
