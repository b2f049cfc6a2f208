/** Starts other programs. Every child process is started here. */
import type { Command, RunOptions, RunResult } from "../host.ts";

/** How much a child program may print; the rest is dropped. */
const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;
const DEFAULT_RUN_MS = 10_000;

/**
 * Starts a program. On Windows it gets no console window; `hasConsole`: false = it would get none anyway. Rejects when it cannot be
 * started.
 */
export async function startProgram(
  program: string,
  options: Deno.CommandOptions,
  hasConsole = true,
): Promise<Deno.ChildProcess> {
  if (Deno.build.os === "windows" && hasConsole) {
    await (await import("../windows/hidden_console.ts")).joinConsole();
  }
  return new Deno.Command(program, options).spawn();
}

/** What a program prints that ends at once; this process waits meanwhile. */
export function outputOf({ program, args }: Command, env: Readonly<Record<string, string>>): string {
  const { stdout } = new Deno.Command(program, {
    args: [...args],
    clearEnv: true,
    env: { ...env },
    stdin: "null",
    stderr: "null",
  }).outputSync();
  return new TextDecoder().decode(stdout);
}

/**
 * Runs a program without a shell to its end. Rejects when it cannot be started. `env` is its whole environment.
 */
export async function runProgram(
  { program, args }: Command,
  options: RunOptions,
  env: Readonly<Record<string, string>>,
): Promise<RunResult> {
  const child = await startProgram(program, {
    args: [...args],
    clearEnv: true,
    env: { ...env },
    stdin: options.stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  });
  let ended = false;
  child.status.then(() => {
    ended = true;
  });
  let timedOut = false;
  const limit = new AbortController();
  const timer = setTimeout(() => {
    timedOut = !ended;
    killQuietly(child);
    // Its own children may hold the pipes open for ever, even after it has ended.
    limit.abort();
  }, options.timeoutMs ?? DEFAULT_RUN_MS);
  try {
    const [status, stdout, stderr] = await Promise.all([
      child.status,
      textOf(child.stdout, limit.signal),
      textOf(child.stderr, limit.signal),
      options.stdin === undefined ? undefined : feed(child.stdin, options.stdin, limit.signal),
    ]);
    return { code: status.code, stdout, stderr, timedOut };
  } finally {
    clearTimeout(timer);
  }
}

function killQuietly(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    // It has ended by itself.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** A program that ends without reading all of its input is no error. */
async function feed(stdin: WritableStream<Uint8Array>, text: string, signal: AbortSignal): Promise<void> {
  try {
    await new Blob([text]).stream().pipeTo(stdin, { signal });
  } catch {
    return;
  }
}

async function textOf(stream: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<string> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  const cancel = () => void reader.cancel();
  signal.addEventListener("abort", cancel);
  let text = "";
  let room = MAX_OUTPUT_BYTES;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += decoder.decode(part.value.subarray(0, room), { stream: true });
      room -= Math.min(room, part.value.length);
    }
  } finally {
    signal.removeEventListener("abort", cancel);
  }
  return text + decoder.decode();
}
