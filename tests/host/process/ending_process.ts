/**
 * A process that is told to end while work of it hangs. Its arguments: how long in ms it takes to end a program that stays, which
 * ignores being told to; none = there is no program. Prints the pid of the program, then how it goes on.
 */
import { denoHost } from "../../../src/host/deno_host.ts";
import { endSignal } from "../../../src/host/process/this_process.ts";

const print = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const host = denoHost();
const signal = endSignal();
const [takesMs] = Deno.args;
const program = takesMs === undefined ? null : await host.programs.start({
  program: "sh",
  args: ["-c", 'trap "" TERM; while :; do sleep 0.1; done'],
  env: { PATH: host.env("PATH") ?? "" },
  stdin: "null",
});
print(String(program?.record.pid ?? 0));
await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
print("told");
if (program !== null) {
  await pause(Number(takesMs));
  program.signal("kill");
  await program.ended;
  program.release();
  print("released");
}
await pause(60_000);
