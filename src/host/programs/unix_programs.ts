/** Programs that stay, on Linux and macOS: how they are started, and how those of an earlier run are known again. */
import { startProgram } from "../process/child_process.ts";
import { smallReads } from "../small_reads.ts";
import { MARK_VARIABLE, type ProgramEnd, type StayingPrograms } from "../staying_program.ts";
import type { ControlGroups } from "./control_groups.ts";
import { countProgram } from "./living_programs.ts";
import { processFamily } from "./process_family.ts";
import type { ProcessTable } from "./process_table.ts";
import { programGuard } from "./program_guard.ts";
import { programOwner } from "./program_owner.ts";

export interface UnixParts {
  readonly table: ProcessTable;
  /** Null where the system has none, or gives none to this process. */
  readonly groups: ControlGroups | null;
  /** What the mark of each start of this run begins with. */
  readonly run: string;
  /** The person's PATH. */
  readonly path: string | undefined;
}

export function unixPrograms({ table, groups, run, path }: UnixParts): StayingPrograms {
  const guard = programGuard({ mark: `${run}-`, groups: groups?.prefix ?? null, path });
  const { own, isOfAnother } = programOwner(table.startTimeOf);
  let starts = 0;
  return {
    async start({ program, args, cwd, env, stdin, graphical = false }) {
      const number = ++starts;
      const mark = `${run}-${number}`;
      const guarded = await guard.expect();
      let child: Deno.ChildProcess | null = null;
      try {
        child = await startProgram(program, {
          args: [...args],
          ...(cwd === undefined ? {} : { cwd }),
          clearEnv: true,
          env: { ...env, [MARK_VARIABLE]: mark },
          stdin,
          stdout: "piped",
          stderr: "piped",
          // A session of its own, with a group of the same number.
          detached: true,
        });
        const { pid } = child;
        // Before it can have started much. A program of the desktop starts none.
        const control = graphical ? null : groups?.groupOf(pid, `-${number}`) ?? null;
        guarded.started(pid);
        const startTime = table.startTimeOf(pid);
        const looks = control === null && !graphical;
        const family = processFamily({ mark, pid, startTime }, table, { control, looks });
        const forget = countProgram();
        return {
          record: { pid, startTime, mark, owner: own },
          stdin: stdin === "piped" ? child.stdin : null,
          stdout: smallReads(child.stdout),
          stderr: smallReads(child.stderr),
          ended: child.status.then(({ code, signal }): ProgramEnd => {
            family.mainEnded();
            return signal === null ? { code, signal } : { code: null, signal };
          }),
          signal: family.signal,
          living: family.living,
          release() {
            family.close();
            guarded.drop();
            forget();
          },
        };
      } catch (error) {
        if (child !== null) await forced(child, stdin);
        guarded.drop();
        throw error;
      }
    },
    isOfAnother,
    leftover(record) {
      const control = groups?.leftOf(record.mark) ?? null;
      const family = processFamily(record, table, { control, looks: false });
      const living = () => {
        const pids = family.living();
        if (pids.length === 0) family.close();
        return pids;
      };
      return living().length === 0 ? null : { living, signal: family.signal };
    },
  };
}

/** Ends a program that has just been started, since its end could not be seen to later. */
async function forced(child: Deno.ChildProcess, stdin: "null" | "piped"): Promise<void> {
  try {
    // Its whole group, which has its number.
    Deno.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
  await Promise.all([
    child.status,
    child.stdout.cancel(),
    child.stderr.cancel(),
    ...(stdin === "piped" ? [child.stdin.abort()] : []),
  ]);
}
