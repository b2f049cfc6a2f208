/** Runs one step of the gate as a process: limited in time, with nothing of it left running. */

export interface StepOptions {
  readonly cwd: string;
  /** After this many ms the step and all that it started is ended. */
  readonly limitMs: number;
  /** Variables besides those of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Gets the output while the step runs. */
  readonly show: (text: string) => void;
}

/** How a step ended. */
export interface Ran {
  readonly code: number;
  readonly output: string;
  /** `name (pid)` of each process that it had started and not ended; they are ended now. */
  readonly left: readonly string[];
}

/** The variable by which every process that a step starts can be told, also one that leaves the step's process group. */
const MARK = "CLAUDEMINDER_STEP";

/** How long after a step's end a process that it has ended may still be seen. */
const GRACE_MS = 2000;

/** The steps in progress, ended when this process is told to stop. */
const running = new Set<Step>();

interface Step {
  readonly child: Deno.ChildProcess;
  readonly mark: string;
}

/** Thrown by `runStep()` when this process has been told to stop; `status` is what it should end with. */
export class Interrupted extends Error {
  constructor(readonly status: number) {
    super("Told to stop");
    this.name = "Interrupted";
  }
}

let told: Interrupted | null = null;

/** From now on Ctrl-C, or a request to end, ends the steps in progress with all that they started, and so the run. */
export function endStepsWhenTold(): void {
  for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    // Windows knows no SIGTERM.
    if (signal === "SIGTERM" && Deno.build.os === "windows") continue;
    Deno.addSignalListener(signal, () => {
      told = new Interrupted(status);
      running.forEach(end);
    });
  }
}

/**
 * Runs a program to its end in a process group of its own, and shows its output while it runs.
 * @throws {Interrupted} when this process has been told to stop.
 */
export async function runStep(program: string, args: readonly string[], options: StepOptions): Promise<Ran> {
  const mark = crypto.randomUUID();
  const child = new Deno.Command(program, {
    args: [...args],
    cwd: options.cwd,
    env: { ...options.env, NO_COLOR: "1", [MARK]: mark },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
  const step = { child, mark };
  running.add(step);
  const limit = setTimeout(() => {
    options.show(`\nEnded: not done after ${options.limitMs / 1000} s\n`);
    end(step);
  }, options.limitMs);
  try {
    // What the step leaves running holds its output open, so the end is that of the process, not that of its output.
    const output = collected([child.stdout, child.stderr], options.show);
    const { code } = await child.status;
    const left = await leftBy(step);
    end(step);
    await gone(step);
    if (told !== null) throw told;
    return { code, output: await output, left };
  } finally {
    clearTimeout(limit);
    running.delete(step);
  }
}

/** All that comes out of these streams, in the order in which it comes, shown as it comes. */
async function collected(
  streams: readonly ReadableStream<Uint8Array>[],
  show: (text: string) => void,
): Promise<string> {
  let text = "";
  await Promise.all(streams.map(async (stream) => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      const piece = decoder.decode(chunk, { stream: true });
      show(piece);
      text += piece;
    }
  }));
  return text;
}

/** `name (pid)` of each process of a step that goes on running after it. */
async function leftBy(step: Step): Promise<readonly string[]> {
  return (await gone(step)).map(({ pid, name }) => `${name} (${pid})`);
}

/** Waits until nothing of a step is running, for a while; what is running then. */
async function gone(step: Step): Promise<readonly Process[]> {
  const until = performance.now() + GRACE_MS;
  let left = processesOf(step);
  while (left.length > 0 && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    left = processesOf(step);
  }
  return left;
}

interface Process {
  readonly pid: number;
  readonly name: string;
}

/** The running processes that a step started, at any depth; only Linux tells them. */
function processesOf(step: Step): readonly Process[] {
  const found: Process[] = [];
  for (const path of namesIn("/proc")) {
    const pid = Number(path.slice("/proc/".length));
    if (!Number.isInteger(pid)) continue;
    // "PID (NAME) STATE PPID PGRP ..."; the name may hold anything, so it ends at the last parenthesis.
    const stat = readOrEmpty(`/proc/${pid}/stat`);
    const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (stat === "" || state === "Z") continue;
    const marked = readOrEmpty(`/proc/${pid}/environ`).includes(`${MARK}=${step.mark}`);
    if (!marked && Number(group) !== step.child.pid) continue;
    found.push({ pid, name: stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")")) });
  }
  return found;
}

/** The text of a file, "" when the process that it tells of is gone or another user's. */
function readOrEmpty(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

/** Ends what a step started; what is gone already is no error. */
function end(step: Step): void {
  if (Deno.build.os !== "linux") {
    try {
      step.child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
  for (const { pid } of processesOf(step)) {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** What stands where tests may leave something: in a folder of their own, and locks of X servers that have gone. */
export function traces(folder: string): ReadonlySet<string> {
  // X servers put them there, whatever TMPDIR says; each holds the id of its process.
  const locks = namesIn("/tmp").filter((path) => /^\/tmp\/\.X\d+-lock$/.test(path));
  const stale = locks.filter((path) => readOrEmpty(`/proc/${readOrEmpty(path).trim()}/stat`) === "");
  return new Set([...namesIn(folder), ...stale]);
}

/** Paths of what is in a folder; none where there is no such folder. */
function namesIn(folder: string): readonly string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => `${folder}/${name}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
