/**
 * Groups of processes on Windows: a job object holds a program and all that it starts, and ends them when its last handle is closed,
 * which happens at the end of this process, however it ends. Nobody can leave it. Source: Microsoft Learn, "Job Objects",
 * "JOBOBJECT_EXTENDED_LIMIT_INFORMATION", "JOBOBJECT_BASIC_PROCESS_ID_LIST", "GetProcessTimes".
 */
import { errorInWords } from "./system_call_text.ts";

const EXTENDED_LIMITS = 9, PROCESS_IDS = 3;
/** The structure of the limits for 64 bits: its bytes, and where its flags are. */
const LIMITS_BYTES = 144, FLAGS_AT = 16;
const KILL_ON_CLOSE = 0x2000;
/** The rights that are needed to put a process into a job, to ask about it, and to end it. */
const TO_ASSIGN = 0x101, TO_ASK = 0x10_1000, TO_END = 0x1;
const MORE_DATA = 234, TIMEOUT = 258;
const FIRST_PIDS = 64, MOST_PIDS = 1 << 16;
/** As what ends by force ends on Windows. */
const EXIT_STATUS = 1;

function open() {
  return Deno.dlopen("kernel32.dll", {
    CreateJobObjectW: { parameters: ["pointer", "pointer"], result: "u64" },
    SetInformationJobObject: { parameters: ["u64", "u32", "buffer", "u32"], result: "i32" },
    AssignProcessToJobObject: { parameters: ["u64", "u64"], result: "i32" },
    QueryInformationJobObject: { parameters: ["u64", "u32", "buffer", "u32", "pointer"], result: "i32" },
    TerminateJobObject: { parameters: ["u64", "u32"], result: "i32" },
    OpenProcess: { parameters: ["u32", "i32", "u32"], result: "u64" },
    GetProcessTimes: { parameters: ["u64", "buffer", "buffer", "buffer", "buffer"], result: "i32" },
    WaitForSingleObject: { parameters: ["u64", "u32"], result: "u32" },
    TerminateProcess: { parameters: ["u64", "u32"], result: "i32" },
    GetLastError: { parameters: [], result: "u32" },
    CloseHandle: { parameters: ["u64"], result: "i32" },
  }).symbols;
}

let opened: ReturnType<typeof open> | null = null;
const calls = () => opened ??= open();

export interface Job {
  /** The pids of the processes in it. */
  pids(): readonly number[];
  /** Ends all of them. */
  end(): void;
  close(): void;
}

/** Puts a process into a new job, with what it starts from then on. */
export function jobOf(pid: number): Job {
  const job = checked("CreateJobObjectW", calls().CreateJobObjectW(null, null));
  try {
    const limits = new DataView(new ArrayBuffer(LIMITS_BYTES));
    limits.setUint32(FLAGS_AT, KILL_ON_CLOSE, true);
    const bytes = new Uint8Array(limits.buffer);
    checked(
      "SetInformationJobObject",
      calls().SetInformationJobObject(job, EXTENDED_LIMITS, bytes, LIMITS_BYTES),
    );
    const process = checked("OpenProcess", calls().OpenProcess(TO_ASSIGN, 0, pid));
    try {
      checked("AssignProcessToJobObject", calls().AssignProcessToJobObject(job, process));
    } finally {
      calls().CloseHandle(process);
    }
  } catch (error) {
    calls().CloseHandle(job);
    throw error;
  }
  return {
    pids: () => pidsIn(job),
    end: () => void calls().TerminateJobObject(job, EXIT_STATUS),
    close: () => void calls().CloseHandle(job),
  };
}

function pidsIn(job: bigint): readonly number[] {
  for (let room = FIRST_PIDS; room <= MOST_PIDS; room *= 4) {
    const bytes = new Uint8Array(8 + 8 * room);
    const isTold = calls().QueryInformationJobObject(job, PROCESS_IDS, bytes, bytes.length, null) !== 0;
    if (isTold) return pidsFrom(bytes);
    if (calls().GetLastError() !== MORE_DATA) break;
  }
  throw failure("QueryInformationJobObject");
}

/** First the numbers of processes in the job and in the list, then their pids in eight bytes each. */
export function pidsFrom(bytes: Uint8Array): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.min(view.getUint32(4, true), Math.floor((bytes.length - 8) / 8));
  return Array.from({ length: count }, (_, index) => Number(view.getBigUint64(8 + 8 * index, true)));
}

/** When a running process has started, as a number of the system; null = it has ended, or may not be asked. */
export function startTimeOf(pid: number): string | null {
  const process = calls().OpenProcess(TO_ASK, 0, pid);
  if (process === 0n) return null;
  try {
    // Its number is kept while somebody has a handle of it, even after its end.
    if (calls().WaitForSingleObject(process, 0) !== TIMEOUT) return null;
    const created = new BigUint64Array(1), other = new BigUint64Array(1);
    return calls().GetProcessTimes(process, created, other, other, other) === 0 ? null : String(created[0]);
  } finally {
    calls().CloseHandle(process);
  }
}

/** Ends the process that has started at that time, and no other one that has its number by now. */
export function endProcess(pid: number, startTime: string): void {
  const process = calls().OpenProcess(TO_END, 0, pid);
  if (process === 0n) return;
  try {
    // While this handle is open, the number stays that of the process.
    if (startTimeOf(pid) === startTime) calls().TerminateProcess(process, EXIT_STATUS);
  } finally {
    calls().CloseHandle(process);
  }
}

function checked<T extends number | bigint>(call: string, result: T): T {
  if (Number(result) === 0) throw failure(call);
  return result;
}

function failure(call: string): Error {
  return new Error(`${call}: ${errorInWords(calls().GetLastError())}`);
}
