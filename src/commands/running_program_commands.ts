/** The commands that only talk to the running program: `call`, `events`, `metrics`, `link` and `quit`. */
import { parseJson } from "../core/text/json.ts";
import type { Host } from "../host/host.ts";
import { parseLink } from "../notify/button_links.ts";
import { connectRunning, type RpcClient, RpcError } from "../server/rpc_client.ts";
import { findRunning, readServerFile } from "../server/server_file.ts";
import type { CommandParts, ExitStatus } from "./command.ts";
import { printCall, withRunning } from "./running_program.ts";

/** Calls any method of the running program. */
export async function call(parts: CommandParts, method: string, paramsJson?: string): Promise<ExitStatus> {
  const params = paramsJson === undefined ? undefined : parseJson(paramsJson);
  if (paramsJson !== undefined && params === undefined) {
    parts.err(parts.words.badParams(JSON.stringify(paramsJson)));
    return 2;
  }
  const running = await connectRunning(parts.host, parts.files.server);
  if (running === null) {
    parts.err(parts.words.notRunning);
    return 1;
  }
  return await printCall(parts, running, method, params);
}

/** The pause before a stream that has ended is opened again, in ms. */
const againMs = 500;

/**
 * Each event of the running program as one JSON object a line, with its id, until the program ends or the signal aborts. `after`: the id of
 * the last event that was seen. A stream that is cut while the program goes on is opened again, and goes on where it was.
 */
export async function events(
  parts: CommandParts,
  { after }: { readonly after?: string },
  signal: AbortSignal,
): Promise<ExitStatus> {
  const first = await connectRunning(parts.host, parts.files.server);
  if (first === null) {
    parts.err(parts.words.notRunning);
    return 1;
  }
  let last = after;
  for (let running: RpcClient | null = first; running !== null && !signal.aborted;) {
    const client = running, before = last;
    const status = await withRunning(parts, client, signal, async () => {
      try {
        for await (const { id, event } of client.eventsAfter(last, signal)) {
          last = id ?? last;
          const told = typeof event === "object" ? event : { event };
          await parts.outInTurn(JSON.stringify(id === undefined ? event : { id, ...told }));
        }
      } catch (error) {
        if (last !== before || await hasEnded(parts)) return 0;
        throw error;
      }
      return 0;
    });
    if (status !== 0) return status;
    await parts.host.sleep(againMs, signal);
    running = await connectRunning(parts.host, parts.files.server);
  }
  // A program that ends by itself takes its file away; its end may cut a stream all the same.
  if (signal.aborted || await readServerFile(parts.host, parts.files.server) === null) return 0;
  parts.err(parts.words.hasEnded);
  return 1;
}

async function hasEnded({ host, files }: CommandParts): Promise<boolean> {
  return await findRunning(host, files.server) === null;
}

/** What the running program tells Prometheus. */
export async function metrics(parts: CommandParts, signal: AbortSignal): Promise<ExitStatus> {
  const running = await connectRunning(parts.host, parts.files.server);
  if (running === null) {
    parts.err(parts.words.notRunning);
    return 1;
  }
  return await withRunning(parts, running, signal, async () => {
    await parts.outInTurn((await running.metrics()).trimEnd());
    return 0;
  });
}

/**
 * `link`: does what a button of a notification on Windows stands for. The system hands over the link of the button. A link that is not
 * one of ours, or is too old, does nothing.
 */
export async function pressLink(parts: CommandParts, link: string): Promise<ExitStatus> {
  const key = parseLink(link);
  const running = key === null ? null : await connectRunning(parts.host, parts.files.server);
  if (running === null) return 1;
  return await printCall(parts, running, "alerts.press", { key });
}

/** Has the running program show its state. Where it cannot, nothing more can be done. */
export async function showRunning(host: Host, serverFile: string): Promise<void> {
  const running = await connectRunning(host, serverFile);
  try {
    await running?.call("system.show");
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
  } finally {
    running?.close();
  }
}

/** Ends the running program. */
export async function quit(parts: CommandParts): Promise<ExitStatus> {
  return await call(parts, "system.shutdown");
}
