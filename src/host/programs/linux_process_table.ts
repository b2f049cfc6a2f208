/** The processes of Linux, from /proc. Source: proc(5). */
import { MARK_VARIABLE } from "../staying_program.ts";
import type { ProcessTable, SeenProcess } from "./process_table.ts";

/** The times of starts count from the start of the machine, and each start of it has an id. */
const BOOT_ID = "/proc/sys/kernel/random/boot_id";
/** Fields of /proc/PID/stat behind the name of the program, which may hold any character. */
const STATE = 0, PARENT = 1, GROUP = 2, SESSION = 3, START_TIME = 19;

export function linuxProcessTable(): ProcessTable {
  const boot = textOf(BOOT_ID)?.trim() ?? "";
  let list: readonly SeenProcess[] = [];
  let madeAt = -Infinity;
  /** The marks of processes, which are read once: a process gets none later. */
  let marks = new Map<string, string | null>();
  const keyOf = ({ pid, startTime }: SeenProcess) => `${pid} ${startTime}`;
  return {
    list(maxAgeMs) {
      if (performance.now() - madeAt <= maxAgeMs) return list;
      list = pidsIn("/proc").flatMap((pid) => seen(pid, boot) ?? []);
      madeAt = performance.now();
      const keys = new Set(list.map(keyOf));
      marks = new Map([...marks].filter(([key]) => keys.has(key)));
      return list;
    },
    hasMark(each, mark) {
      const key = keyOf(each);
      const known = marks.get(key);
      if (known !== undefined) return known === mark;
      // A zombie has none, and those of other users cannot be read.
      const environment = each.isZombie ? null : textOf(`/proc/${each.pid}/environ`);
      const own = environment === null ? null : markIn(environment);
      // While a process becomes another program, it has an empty one.
      if (environment !== "") marks.set(key, own);
      return own === mark;
    },
  };
}

function markIn(environment: string): string | null {
  const variable = environment.split("\0").find((each) => each.startsWith(`${MARK_VARIABLE}=`));
  return variable?.slice(MARK_VARIABLE.length + 1) ?? null;
}

function pidsIn(folder: string): readonly number[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name }) => /^\d+$/.test(name) ? [Number(name)] : []);
}

function seen(pid: number, boot: string): SeenProcess | null {
  const stat = textOf(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields === undefined) return null;
  const number = (at: number) => Number(fields[at]);
  return {
    pid,
    parent: number(PARENT),
    group: number(GROUP),
    session: number(SESSION),
    startTime: `${boot}/${fields[START_TIME]}`,
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
