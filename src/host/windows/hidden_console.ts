/**
 * A console without a window, for the programs that this one starts on Windows. This program has no console, so each console program
 * that it starts would get one of its own: a black window on the screen, for as long as it runs. `Deno.Command` cannot pass
 * CREATE_NO_WINDOW. So one console program is started with that flag, by the system call. This process joins its console, which has no
 * window, and ends the program. From then on this process has a console that its children inherit, and nobody ever saw a window.
 * Source: Microsoft Learn, "Process Creation Flags", "AttachConsole".
 */
import { errorInWords, wide } from "./system_call_text.ts";
import { HostError, type HostReason } from "../host_error.ts";

/** Runs no start-up script (/d), prints nothing (/q), and waits for a line that never comes. */
const HOLDER_ARGUMENTS = "/d /q";
/** Standard input, output and error: -10, -11, -12. */
const STREAMS = [0xffff_fff6, 0xffff_fff5, 0xffff_fff4] as const;
const NO_WINDOW = 0x0800_0000;
/** The program has a console a moment after its start, usually after 40 ms. */
const AGAIN_MS = 5, PATIENCE_MS = 5_000;
/** STARTUPINFOW, which begins with its own size, and the offsets in PROCESS_INFORMATION; both for 64 bits. */
const STARTUP_BYTES = 104, INFORMATION_BYTES = 24, THREAD_AT = 8, PID_AT = 16;

function open() {
  return Deno.dlopen("kernel32.dll", {
    GetConsoleCP: { parameters: [], result: "u32" },
    GetLastError: { parameters: [], result: "u32" },
    AttachConsole: { parameters: ["u32"], result: "i32" },
    CreateProcessW: {
      // deno-fmt-ignore
      parameters: [
        "buffer", "buffer", "pointer", "pointer", "i32", "u32", "pointer", "pointer", "buffer", "buffer",
      ],
      result: "i32",
    },
    GetStdHandle: { parameters: ["u32"], result: "u64" },
    SetStdHandle: { parameters: ["u32", "u64"], result: "i32" },
    TerminateProcess: { parameters: ["u64", "u32"], result: "i32" },
    CloseHandle: { parameters: ["u64"], result: "i32" },
  });
}

type Calls = ReturnType<typeof open>["symbols"];

let joining: Promise<void> | null = null;

/**
 * Resolves when programs that this process starts get no console window any more. Rejects with the reason if that cannot be done; the
 * next call tries again.
 */
export function joinConsole(): Promise<void> {
  return joining ??= join().catch((error) => {
    joining = null;
    throw error;
  });
}

async function join(): Promise<void> {
  const library = open();
  try {
    // A process that was started from a terminal, as when it runs from its source, has a console.
    if (library.symbols.GetConsoleCP() === 0) await joinNewOne(library.symbols);
  } finally {
    library.close();
  }
}

async function joinNewOne(calls: Calls): Promise<void> {
  const holder = startHolder(calls);
  // Joining a console also replaces the standard handles, so what this process prints is sent where it went before.
  const streams = STREAMS.map((stream) => ({ stream, handle: calls.GetStdHandle(stream) }));
  try {
    const until = performance.now() + PATIENCE_MS;
    while (calls.AttachConsole(holder.pid) === 0) {
      if (performance.now() > until) {
        throw noStart("there is no console to join", { about: "windows", kind: "no-console" });
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  } finally {
    for (const { stream, handle } of streams) calls.SetStdHandle(stream, handle);
    calls.TerminateProcess(holder.process, 0);
    calls.CloseHandle(holder.thread);
    calls.CloseHandle(holder.process);
  }
}

function startHolder(
  calls: Calls,
): { readonly process: bigint; readonly thread: bigint; readonly pid: number } {
  const program = `${Deno.env.get("SystemRoot") || "C:\\Windows"}\\System32\\cmd.exe`;
  const startup = new Uint8Array(STARTUP_BYTES);
  new DataView(startup.buffer).setUint32(0, STARTUP_BYTES, true);
  const information = new DataView(new ArrayBuffer(INFORMATION_BYTES));
  const line = wide(`"${program}" ${HOLDER_ARGUMENTS}`);
  const { buffer } = information;
  // deno-fmt-ignore
  const isStarted = calls.CreateProcessW(
    wide(program), line, null, null, 0, NO_WINDOW, null, null, startup, new Uint8Array(buffer),
  );
  if (isStarted === 0) {
    const text = `${program}: ${errorInWords(calls.GetLastError())}`;
    throw noStart(text, { about: "system", text });
  }
  return {
    process: information.getBigUint64(0, true),
    thread: information.getBigUint64(THREAD_AT, true),
    pid: information.getUint32(PID_AT, true),
  };
}

function noStart(words: string, why: HostReason): HostError {
  return new HostError(`Programs cannot be started without a window: ${words}`, {
    about: "windows",
    kind: "no-start-without-window",
    why,
  });
}
