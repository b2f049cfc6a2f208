/** Programs that stay, in memory: whoever made them decides what each does. For the demo, and for tests. */
import type {
  ProgramEnd,
  ProgramRecord,
  StayingCommand,
  StayingProgram,
  StayingPrograms,
} from "../staying_program.ts";

/** One start, as seen by whoever decides what it does. */
export interface MemoryProgram {
  readonly command: StayingCommand;
  readonly record: ProgramRecord;
  /** What it was told, in order. */
  readonly signals: readonly ("terminate" | "kill")[];
  /** Whether it was forgotten. */
  readonly isReleased: boolean;
  /** What it has read from its standard input. */
  readonly read: string;
  /** The signal that it and its children end at; "kill" = it ignores the other one. To begin with: "terminate". */
  endsAt: "terminate" | "kill";
  /** Pids of other processes of its group. They stay when it ends by itself. */
  readonly children: Set<number>;
  print(text: string, to?: "stdout" | "stderr"): void;
  /** It ends by itself. */
  end(end: ProgramEnd): void;
}

export interface MemoryPrograms {
  readonly programs: StayingPrograms;
  /** All that were started, in their order. */
  readonly started: readonly MemoryProgram[];
}

/** `play`: called at each start; what it throws makes the start fail. */
export function memoryPrograms(play: (program: MemoryProgram) => void = () => {}): MemoryPrograms {
  let starts = 0;
  const started: MemoryProgram[] = [];
  const staying: StayingProgram[] = [];
  return {
    programs: {
      start(command) {
        const made = makeProgram(command, ++starts);
        return Promise.resolve().then(() => {
          play(made.program);
          started.push(made.program);
          staying.push(made.staying);
          return made.staying;
        });
      },
      leftover: ({ mark }) =>
        staying.find(({ record, living }) => record.mark === mark && living().length > 0) ?? null,
      isOfAnother: (record) => record.owner.pid !== owner.pid,
    },
    started,
  };
}

/** Far above the numbers that the system gives, so that none is ever taken for a real one. */
const FIRST_PID = 1_000_000_000;
const owner = { pid: FIRST_PID, startTime: "0" };

function makeProgram(command: StayingCommand, number: number) {
  const { promise: ended, resolve: setEnded } = Promise.withResolvers<ProgramEnd>();
  const record = { pid: FIRST_PID + number, startTime: String(number), mark: `memory-${number}`, owner };
  const signals: ("terminate" | "kill")[] = [];
  const children = new Set<number>();
  const output = { stdout: textStream(), stderr: textStream() };
  const decoder = new TextDecoder();
  let isEnded = false;
  let isReleased = false;
  let read = "";
  const end = (how: ProgramEnd) => {
    isEnded = true;
    output.stdout.close();
    output.stderr.close();
    setEnded(how);
  };
  const program: MemoryProgram = {
    command,
    record,
    signals,
    children,
    endsAt: "terminate",
    get isReleased() {
      return isReleased;
    },
    get read() {
      return read;
    },
    print: (text, to = "stdout") => output[to].print(text),
    end,
  };
  const staying: StayingProgram = {
    record,
    stdin: command.stdin === "null" ? null : new WritableStream({
      write(part) {
        if (isEnded) throw new Error("The program has ended");
        read += decoder.decode(part, { stream: true });
      },
    }),
    stdout: output.stdout.readable,
    stderr: output.stderr.readable,
    ended,
    signal(kind) {
      signals.push(kind);
      if (kind !== "kill" && program.endsAt === "kill") return;
      children.clear();
      if (!isEnded) end({ code: null, signal: kind === "kill" ? "SIGKILL" : "SIGTERM" });
    },
    living: () => [...(isEnded ? [] : [record.pid]), ...children],
    release: () => {
      isReleased = true;
    },
  };
  return { program, staying };
}

function textStream() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, {
    highWaterMark: Infinity,
  });
  const writer = writable.getWriter();
  // A reader that has gone away is no error of the program.
  const quietly = (work: Promise<void>) => void work.catch(() => {});
  return {
    readable,
    print: (text: string) => quietly(writer.write(new TextEncoder().encode(text))),
    close: () => quietly(writer.close()),
  };
}
