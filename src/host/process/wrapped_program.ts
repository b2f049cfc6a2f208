/** A program that this process stands in for: it is given this process's input, and prints where this process prints. */
import type { Command } from "../host.ts";
import { startProgram } from "./child_process.ts";
import { personsEnvironment } from "./process_environment.ts";

/** All of standard input; nothing where a person sits in front of it. */
export async function standardInput(): Promise<Uint8Array> {
  return Deno.stdin.isTerminal() ? new Uint8Array() : await new Response(Deno.stdin.readable).bytes();
}

/**
 * Runs a program without a shell to its end, with the person's environment, and gives its exit status. What ends this process meanwhile
 * ends the program. Rejects when it cannot be started.
 */
export async function runInstead({ program, args }: Command, input: Uint8Array): Promise<number> {
  let child: Deno.ChildProcess | null = null;
  let told: Deno.Signal | null = null;
  const signals: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  // They are listened to before there is a program that could be left behind.
  const listeners = signals.map((signal) => {
    const end = () => {
      told = signal;
      if (child !== null) endBy(child, signal);
    };
    Deno.addSignalListener(signal, end);
    return () => Deno.removeSignalListener(signal, end);
  });
  try {
    child = await startProgram(program, {
      args: [...args],
      clearEnv: true,
      env: personsEnvironment(),
      stdin: "piped",
    });
    if (told !== null) endBy(child, told);
    const writer = child.stdin.getWriter();
    // A program that ends without reading all of its input is no error.
    void writer.write(input).then(() => writer.close()).catch(() => {});
    return (await child.status).code;
  } finally {
    for (const stop of listeners) stop();
  }
}

function endBy(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch {
    // It has ended by itself.
  }
}
