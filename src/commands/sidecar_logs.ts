/** `sidecar logs`: the last lines that a sidecar has printed, and the new ones as they come. */
import * as z from "zod";
import { second } from "../core/time/units.ts";
import { connectRunning, type RpcClient, RpcError } from "../server/rpc_client.ts";
import type { CommandParts, ExitStatus } from "./command.ts";
import { goodSettings } from "./command.ts";
import { isAmong, isKnownSidecar } from "./known_sidecar.ts";
import { withRunning } from "./running_program.ts";
import { linesInFiles } from "./sidecar_log_files.ts";
import { outputFiles } from "../sidecars/sidecar_files.ts";
import { placeOf } from "../core/text/path.ts";

export interface SidecarLogOptions {
  readonly follow?: boolean;
  readonly lines?: string;
}

export interface SidecarLogParts extends CommandParts {
  /** Whether a person reads what is printed. */
  readonly isTerminal: boolean;
}

/** As many as the running program remembers. */
const MOST_LINES = 200;
/** How long the running program may wait for new lines before it says that there are none. */
const WAIT_SECONDS = 10;
/** Lines that are printed one after the other come together. */
const pauseMs = second / 20;

const logLine = z.object({ number: z.int(), from: z.enum(["stdout", "stderr"]), text: z.string() });
type LogLine = z.output<typeof logLine>;
const answer = z.object({ lines: z.array(logLine) });

export async function sidecarLogs(
  parts: SidecarLogParts,
  name: string,
  { follow, lines }: SidecarLogOptions,
  signal: AbortSignal,
): Promise<ExitStatus> {
  const count = lines === undefined ? MOST_LINES : Number(lines);
  if (!Number.isInteger(count) || count < 1 || count > MOST_LINES) {
    parts.err(parts.words.sidecar.badLines(MOST_LINES, JSON.stringify(lines)));
    return 2;
  }
  const running = await connectRunning(parts.host, parts.files.server);
  if (running === null && follow !== true) return await logsWithoutProgram(parts, name, count);
  if (running === null) {
    parts.err(parts.words.notRunning);
    return 1;
  }
  return await withRunning(parts, running, signal, async () => {
    try {
      if (!await isKnownSidecar(parts, running, name)) return 1;
      const last = (await linesAfter(running, { name }, signal)).slice(-count);
      for (const line of last) await parts.outInTurn(shown(parts, line));
      if (follow === true) {
        await followLines(parts, { running, name, after: last.at(-1)?.number ?? 0 }, signal);
        // It may have printed something before the program was started.
      } else if (last.length === 0) await printFromFiles(parts, name, count);
      return 0;
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      parts.err(`${name}: ${error.message}`);
      return 1;
    }
  });
}

async function logsWithoutProgram(parts: SidecarLogParts, name: string, count: number): Promise<ExitStatus> {
  const settings = await goodSettings(parts);
  if (settings === null || !isAmong(parts, settings.sidecar, name)) return 1;
  await printFromFiles(parts, name, count);
  return 0;
}

/** What it printed last, whichever run of the program that was in. Where there is nothing, that is said. */
async function printFromFiles(parts: SidecarLogParts, name: string, count: number): Promise<void> {
  const paths = outputFiles(placeOf(parts.files.state).folder, name);
  const lines = await linesInFiles(parts.host.files, paths, count);
  for (const line of lines) await parts.outInTurn(shown(parts, line));
  if (lines.length === 0) parts.err(parts.messages.reason({ about: "sidecar", kind: "no-log", name }));
}

interface Followed {
  readonly running: RpcClient;
  readonly name: string;
  /** The number of the last line that was printed. */
  readonly after: number;
}

/** Prints new lines until the signal aborts. Starts of the sidecar make no difference: the numbers go on. */
async function followLines(
  parts: SidecarLogParts,
  { running, name, after }: Followed,
  signal: AbortSignal,
): Promise<void> {
  let last = after;
  while (!signal.aborted) {
    const lines = await linesAfter(running, { name, after: last, wait_seconds: WAIT_SECONDS }, signal);
    for (const line of lines) {
      const missed = line.number - last - 1;
      if (missed > 0) await parts.outInTurn(parts.words.sidecar.missed(missed));
      await parts.outInTurn(shown(parts, line));
      last = line.number;
    }
    if (lines.length < MOST_LINES) await parts.host.sleep(pauseMs, signal);
  }
}

async function linesAfter(
  running: RpcClient,
  params: { readonly name: string; readonly after?: number; readonly wait_seconds?: number },
  signal: AbortSignal,
): Promise<readonly LogLine[]> {
  return answer.parse(await running.call("sidecar.logs", params, signal)).lines;
}

/** A person sees which lines are errors; a program gets them as they are. */
function shown({ isTerminal }: SidecarLogParts, { from, text }: Pick<LogLine, "from" | "text">): string {
  if (!isTerminal) return text;
  return from === "stderr" ? `! ${text}` : `  ${text}`;
}
