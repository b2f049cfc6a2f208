/** The processes of Linux, from /proc. Source: proc(5). */
import { MARK_VARIABLE } from "../staying_program.ts";
import { listOf, type ProcessTable, type SeenProcess } from "./process_table.ts";

/** The times of starts count from the start of the machine, and each start of it has an id. */
const BOOT_ID = "/proc/sys/kernel/random/boot_id";
/** Fields of /proc/PID/stat behind the name of the program, which may hold any character. */
const STATE = 0, PARENT = 1, GROUP = 2, SESSION = 3, START_TIME = 19;

export function linuxProcessTable(): ProcessTable {
  const boot = textOf(BOOT_ID)?.trim() ?? "";
  let list = listOf([]);
  let madeAt = -Infinity;
  /** Those whose mark has to be read once more. */
  let unread = new Set<number>();
  /** A mark is read once: a process gets none later. */
  function markOf(pid: number, startTime: string): string | null {
    const known = list.byPid.get(pid);
    if (known?.startTime === startTime && !unread.has(pid)) return known.mark;
    const environment = textOf(`/proc/${pid}/environ`);
    // While a process becomes another program, it has an empty one.
    if (environment === "") unread.add(pid);
    else unread.delete(pid);
    // Those of other users cannot be read.
    return markIn(environment ?? "");
  }
  return {
    list(maxAgeMs) {
      if (performance.now() - madeAt <= maxAgeMs) return list;
      const pids = pidsIn("/proc");
      unread = unread.intersection(new Set(pids));
      list = listOf(pids.flatMap((pid) => seen(pid, boot, markOf) ?? []));
      madeAt = performance.now();
      return list;
    },
    startTimeOf: (pid) => seen(pid, boot, () => null)?.startTime ?? null,
  };
}

function markIn(environment: string): string | null {
  const variable = environment.split("\0").find((each) => each.startsWith(`${MARK_VARIABLE}=`));
  return variable?.slice(MARK_VARIABLE.length + 1) ?? null;
}

function pidsIn(folder: string): readonly number[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name }) => /^\d+$/.test(name) ? [Number(name)] : []);
}

type MarkOf = (pid: number, startTime: string) => string | null;

function seen(pid: number, boot: string, markOf: MarkOf): SeenProcess | null {
  const stat = textOf(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ", START_TIME + 1);
  if (fields === undefined) return null;
  const number = (at: number) => Number(fields[at]);
  const startTime = `${boot}/${fields[START_TIME]}`;
  return {
    pid,
    parent: number(PARENT),
    group: number(GROUP),
    session: number(SESSION),
    startTime,
    mark: markOf(pid, startTime),
    isZombie: /^[ZX]$/.test(fields[STATE] ?? ""),
  };
}

function textOf(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return null;
  }
}
