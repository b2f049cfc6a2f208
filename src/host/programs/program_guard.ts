/**
 * Ends the programs that stay when this process ends without having done so, as by `kill -9`. A small `sh` waits for that: it reads from
 * a pipe, which closes with this process, however it ends. One such guard is for all programs.
 */
import { startProgram } from "../process/child_process.ts";
import { MARK_VARIABLE } from "../staying_program.ts";

/**
 * Its arguments: the variable of the marks, with what all marks of this run begin with, and what the paths of all its control groups
 * begin with, or "". Each line that it reads says how many programs are being started, and the groups of those that have been. Once the
 * pipe has closed, those of the last line are ended, and on Linux whatever has a mark or is in a control group: first all are told to
 * end, and after 2 s they are ended by force. What it reads are numbers only.
 */
const SCRIPT = String.raw`
trap '' TERM INT HUP
mark=$1 prefix=$2 expected=0 groups='  '
while read -r number list; do expected=$number groups=" $list "; done
end() {
  [ -z "$prefix" ] || for group in "$prefix"*; do
    [ ! -d "$group" ] || rmdir "$group" || { sleep 0.1; rmdir "$group"; }
  done
  exit
}
[ "$expected" = 0 ] && [ "$groups" = '  ' ] && end
found() {
  [ -z "$prefix" ] || cat "$prefix"*/cgroup.procs
  [ ! -e /proc/self/environ ] || grep -lsF -e "$mark" /proc/[0-9]*/environ
}
tell() {
  signal=$1 there=1 told=' '
  for group in $groups; do kill -s "$signal" -- "-$group" && there=0; done
  for file in $(found); do
    pid=${"$"}{file%/environ} pid=${"$"}{pid#/proc/}
    case $told in *" $pid "*) continue ;; esac
    told="$told$pid "
    read -r stat <"/proc/$pid/stat" || continue
    set -- ${"$"}{stat##*) }
    case $groups in *" $3 "*) continue ;; esac
    kill -s "$signal" "$pid" && there=0
  done
  return $there
}
tell TERM
for round in 1 2 3 4 5 6 7 8 9 10; do
  sleep 0.2
  tell 0 || end
done
for round in 1 2 3 4 5; do
  tell KILL || end
  sleep 0.2
done
end
`;

/** What the guard is called in lists of processes. */
export const GUARD_NAME = "claudeminder-guard";
/** Where `grep` and `sleep` are, on any system; the person's own PATH comes first. */
const PATH = "/usr/bin:/bin";
/** How long until a guard that has been ended is started anew. */
const AGAIN_MS = 500;

/** One start of a program. */
export interface Guarded {
  /** It has started; `group`: the number of its group. */
  started(group: number): void;
  /** It could not be started, or all its processes are gone. */
  drop(): void;
}

export interface ProgramGuard {
  /** Resolves when a program may be started. */
  expect(): Promise<Guarded>;
}

type Writer = WritableStreamDefaultWriter<Uint8Array>;

export interface GuardParts {
  /** What the marks of all programs of this run begin with. */
  readonly mark: string;
  /** What the paths of all its control groups begin with; null = there are none. */
  readonly groups: string | null;
  /** The person's PATH. */
  readonly path: string | undefined;
}

export function programGuard({ mark, groups, path }: GuardParts): ProgramGuard {
  /** What is guarded. `group`: null until the program has started. */
  const all = new Set<{ group: number | null }>();
  let running: Promise<Writer> | null = null;

  function run(): Promise<Writer> {
    const guard = start(() => {
      // Else it was no longer needed, or there is another one already.
      if (running !== guard) return;
      running = null;
      if (all.size > 0) Deno.unrefTimer(setTimeout(tellQuietly, AGAIN_MS));
    });
    return guard;
  }

  async function start(ended: () => void): Promise<Writer> {
    const child = await startProgram("/bin/sh", {
      args: ["-c", SCRIPT, GUARD_NAME, `${MARK_VARIABLE}=${mark}`, groups ?? ""],
      cwd: "/",
      clearEnv: true,
      env: { PATH: path === undefined || path === "" ? PATH : `${path}:${PATH}` },
      stdin: "piped",
      stdout: "null",
      stderr: "null",
      // What ends the group or the terminal of this process does not end the guard.
      detached: true,
    });
    child.unref();
    const writer = child.stdin.getWriter();
    // A guard that has been ended is no error.
    writer.closed.catch(() => {});
    child.status.then(() => {
      writer.abort().catch(() => {});
      ended();
    });
    return writer;
  }

  async function tell(): Promise<void> {
    const writer = await (running ??= run());
    const known = [...all].flatMap(({ group }) => group ?? []);
    await writer.write(new TextEncoder().encode(`${all.size - known.length} ${known.join(" ")}\n`));
  }

  function tellQuietly(): void {
    if (all.size === 0) return;
    // If it has ended, the next one is told.
    tell().catch(() => {});
  }

  function drop(one: { group: number | null }): void {
    if (!all.delete(one)) return;
    if (all.size > 0) return tellQuietly();
    // It ends when the pipe closes, and has nothing to do.
    const last = running;
    running = null;
    last?.then((writer) => writer.write(new TextEncoder().encode("0 \n")).then(() => writer.close()))
      .catch(() => {});
  }

  return {
    async expect() {
      const one: { group: number | null } = { group: null };
      all.add(one);
      try {
        // It has to know before there is a program. If it has just been ended, another one is told.
        await tell().catch(() => {
          running = null;
          return tell();
        });
      } catch (error) {
        drop(one);
        throw error;
      }
      return {
        started(group) {
          one.group = group;
          tellQuietly();
        },
        drop: () => drop(one),
      };
    },
  };
}
