/** The processes of one program, as long as there are any: who they are, and signals to them. */
import type { ProcessGroup, ProgramRecord } from "../staying_program.ts";
import type { ControlGroup } from "./control_groups.ts";
import { processesOf, type ProcessTable, type SeenProcess } from "./process_table.ts";

/** Programs that end at the same time look at the same list. */
const SAME_MOMENT_MS = 10;
/** How often it is looked who is there, so that a process is still known after it has left its parent and its group. */
const LOOK_MS = 10_000;
/** By force, those are ended too that have come meanwhile. */
const MAX_ROUNDS = 5;

export interface ProcessFamily extends ProcessGroup {
  /** The program itself has just ended. */
  mainEnded(): void;
  /** Forgets it. */
  close(): void;
}

export interface FamilyParts {
  /** Its control group, in which nobody gets lost; null = it has none. */
  readonly control: ControlGroup | null;
  /** Whether it is looked from time to time who has come. */
  readonly looks: boolean;
}

export function processFamily(
  { mark, pid, startTime }: Omit<ProgramRecord, "owner">,
  table: ProcessTable,
  { control, looks }: FamilyParts,
): ProcessFamily {
  let seen: ReadonlyMap<number, string> = new Map(startTime === null ? [] : [[pid, startTime]]);

  const since = performance.now();

  /** Throws where the system does not list its processes, as when this one has too many open files. */
  function look(maxAgeMs: number, group: number | null = null): readonly SeenProcess[] {
    // A list from before the program was there would say that it is gone.
    const list = table.list(Math.min(maxAgeMs, performance.now() - since));
    const grouped = control?.pids() ?? [];
    const found = processesOf({ mark, seen, grouped, group }, list, Deno.pid);
    // Whoever once was of the program stays so, also when its parent has gone and its environment is another.
    seen = new Map(found.map((each) => [each.pid, each.startTime]));
    return found.filter(({ isZombie }) => !isZombie);
  }

  // What it has started before it was in its group.
  if (control !== null) { for (const each of look(0)) control.add(each.pid); }
  // One list does for all programs.
  const timer = looks ? setInterval(() => quietly(() => look(LOOK_MS)), LOOK_MS) : null;
  if (timer !== null) Deno.unrefTimer(timer);
  return {
    living() {
      const pids = look(SAME_MOMENT_MS).map((each) => each.pid);
      // One that goes on in a new process again and again is in no list for long enough, but always in its group.
      return [...new Set([...pids, ...control?.pids() ?? []])];
    },
    signal(kind) {
      if (kind === "kill") control?.kill();
      const told = new Set<string>();
      for (let round = 0; round < MAX_ROUNDS; round++) {
        const news = look(0).filter((each) => !told.has(`${each.pid} ${each.startTime}`));
        if (news.length === 0) return;
        for (const each of news) {
          told.add(`${each.pid} ${each.startTime}`);
          send(each.pid, kind === "kill" ? "SIGKILL" : "SIGTERM");
        }
      }
    },
    mainEnded: () =>
      quietly(() => {
        // Its number cannot have been given to another one so soon: whoever is in its group belongs to it.
        const other = table.list(0).byPid.get(pid)?.startTime ?? startTime;
        look(SAME_MOMENT_MS, other === startTime ? pid : null);
      }),
    close() {
      if (timer !== null) clearInterval(timer);
      control?.remove();
    },
  };
}

/** What is not seen now is seen when it is looked again. */
function quietly(look: () => void): void {
  try {
    look();
  } catch {
    return;
  }
}

function send(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    // It has just ended, or it acts as another user.
    const isExpected = error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied;
    if (!isExpected) throw error;
  }
}
