/** What Linux knows of a process: its memory, its processor time, what it has written. */

/** What a process has used by now. */
export interface Used {
  /** Processor time, in ticks of 10 ms. */
  readonly cpuTicks: number;
  /** Bytes that went to a disk, or will. */
  readonly writtenBytes: number;
  /** How often one of its threads, of those that are there, has gone to sleep by itself, and so was woken up. */
  readonly wakeUps: number;
}

/** Ticks of /proc/PID/stat in a second; the same on every Linux that this program is built for. */
export const TICKS_PER_SECOND = 100;

/** The resident memory of a process, in MB of 10^6 bytes. */
export function residentMb(pid: number): number {
  return statusMb(pid, "VmRSS");
}

/** The most that it has been. */
export function peakMb(pid: number): number {
  return statusMb(pid, "VmHWM");
}

function statusMb(pid: number, field: string): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  const kib = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1];
  if (kib === undefined) throw new Error(`/proc/${pid}/status has no ${field}`);
  return Number(kib) * 1024 / 1e6;
}

export function used(pid: number): Used {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  // After the name, which may hold anything: STATE is field 3 of proc(5), so utime and stime, 14 and 15, are these.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const written = /^write_bytes: (\d+)$/m.exec(Deno.readTextFileSync(`/proc/${pid}/io`))?.[1];
  const threads = [...Deno.readDirSync(`/proc/${pid}/task`)].map(({ name }) => sleepsOf(pid, name));
  return {
    cpuTicks: Number(fields[11]) + Number(fields[12]),
    writtenBytes: Number(written),
    wakeUps: threads.reduce((sum, sleeps) => sum + sleeps, 0),
  };
}

function sleepsOf(pid: number, thread: string): number {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/task/${thread}/status`);
    return Number(/^voluntary_ctxt_switches:\s+(\d+)$/m.exec(status)?.[1]);
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}

/** Paths of the files below a folder that changed after `since`, in epoch ms. */
export function changedFiles(folder: string, since: number): readonly string[] {
  return [...Deno.readDirSync(folder)].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) return changedFiles(path, since);
    return entry.isFile && (Deno.statSync(path).mtime?.getTime() ?? 0) > since ? [path] : [];
  });
}

/** A program that is running, and ends when this goes out of scope. */
export interface Running extends AsyncDisposable {
  readonly pid: number;
}

/** Starts a program and does not wait for anything. */
export function start(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Running {
  const child = new Deno.Command(program, {
    args: [...args],
    env: { ...env },
    clearEnv: true,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  return {
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGTERM");
      } catch {
        // It has ended by itself.
      }
      await child.status;
    },
  };
}

/** How long in ms a program takes from its start to the first bytes that it prints; it is left to end by itself. */
export async function timeToFirstOutput(program: string): Promise<number> {
  const begin = performance.now();
  const child = new Deno.Command(program, { stdin: "null", stdout: "piped", stderr: "null" }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  const time = performance.now() - begin;
  while (!(await reader.read()).done);
  await child.status;
  return time;
}

/** Runs a program to its end; how long in ms that took, and what it printed. */
export async function timeToEnd(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly ms: number; readonly stdout: string }> {
  const begin = performance.now();
  const command = new Deno.Command(program, {
    args: [...args],
    env: { ...env },
    clearEnv: true,
    stdin: "null",
  });
  const { stdout } = await command.output();
  return { ms: performance.now() - begin, stdout: new TextDecoder().decode(stdout) };
}
