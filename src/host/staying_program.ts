/**
 * The part of the seam for programs that stay beside this one: sidecars, and the helper of the tray. They end with this program, however
 * that ends.
 */

/** A program and its arguments, never a shell line. */
export interface StayingCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** The folder that it starts in; absent = this program's own. */
  readonly cwd?: string;
  /** Its whole environment, but for the mark of this start. */
  readonly env: Readonly<Record<string, string>>;
  /** "piped": `StayingProgram.stdin` is there. */
  readonly stdin: "null" | "piped";
  /**
   * It has no console, and starts no other programs: Windows need not have a console ready for it, and it is not looked from time to
   * time what it has started.
   */
  readonly graphical?: true;
}

/**
 * The variable with the mark of a start. The program and all that it starts have it in their environment, so that those are found
 * that have left the group of the program.
 */
export const MARK_VARIABLE = "CLAUDEMINDER_SIDECAR";

/** How a program has ended: with an exit status, or by a signal. */
export type ProgramEnd =
  | { readonly code: number; readonly signal: null }
  | { readonly code: null; readonly signal: string };

/** A group of processes: a program, and all that it has started. */
export interface ProcessGroup {
  /**
   * Tells all of them to end, or ends them by force. Windows knows only the latter. Processes that have left the group are found by
   * their mark and their parents.
   */
  signal(kind: "terminate" | "kill"): void;
  /** The pids of those that are there, without zombies. Empty = all are gone. */
  living(): readonly number[];
}

/** What a process is known by. */
export interface ProcessId {
  readonly pid: number;
  /** When it started, as the system tells it; a stranger's process with the same pid has another value. Null = the system cannot tell. */
  readonly startTime: string | null;
}

/** What is written down of a program, to know its processes again after a crash. */
export interface ProgramRecord extends ProcessId {
  /** No other start has the same, on whatever machine. */
  readonly mark: string;
  /** The process of ours that has started it. */
  readonly owner: ProcessId;
}

export interface StayingProgram extends ProcessGroup {
  readonly record: ProgramRecord;
  /** Null unless it is piped. Writing to a program that has ended rejects, at the second time at the latest. */
  readonly stdin: WritableStream<Uint8Array> | null;
  /** Nothing is read ahead: a program whose output nobody takes waits. */
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  /** Resolves when the program itself has ended; others of its group may still be there. Never rejects. */
  readonly ended: Promise<ProgramEnd>;
  /** Forgets the program after all its processes are gone: from then on nothing ends them. */
  release(): void;
}

export interface StayingPrograms {
  /** Starts a program without a shell, in a group of its own. Rejects when it cannot be started: `NotFound`, `PermissionDenied`, ... */
  start(command: StayingCommand): Promise<StayingProgram>;
  /** The processes that are left of a program of an earlier run, never those of a stranger; null = there are none. */
  leftover(record: Omit<ProgramRecord, "owner">): ProcessGroup | null;
  /** Whether another process of ours has started it, and still runs. */
  isOfAnother(record: Pick<ProgramRecord, "owner">): boolean;
}

/** Where a stream of bytes leads: a TCP port, or a Unix socket. */
export type StreamAddress =
  | { readonly hostname: string; readonly port: number }
  | { readonly path: string };

/** A connection in both directions. */
export interface ByteStream {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
  /** Closes both directions; may be called again. */
  close(): void;
}
