/** Commands that talk to the running program: any method, its events, and its end. */
import { parseJson } from "../core/json.ts";
import { connectRunning } from "../rpc_client.ts";
import { type CommandParts, type ExitStatus, printCall, withRunning } from "./parts.ts";

const notRunning = "claudeminder is not running";

/** JSON-RPC to the running program. */
export async function call(parts: CommandParts, method: string, paramsJson?: string): Promise<ExitStatus> {
  const params = paramsJson === undefined ? undefined : parseJson(paramsJson);
  if (paramsJson !== undefined && params === undefined) {
    parts.err(`call: PARAMS_JSON is not valid JSON: ${JSON.stringify(paramsJson)}`);
    return 2;
  }
  const running = await connectRunning(parts.host, parts.files.server);
  if (running === null) {
    parts.err(notRunning);
    return 1;
  }
  return await printCall(parts, running, method, params);
}

/** Each event of the running program as one JSON object a line, until it ends or the signal aborts. */
export async function events(parts: CommandParts, signal: AbortSignal): Promise<ExitStatus> {
  const running = await connectRunning(parts.host, parts.files.server);
  if (running === null) {
    parts.err(notRunning);
    return 1;
  }
  return await withRunning(parts, running, signal, async () => {
    for await (const event of running.events(signal)) parts.out(JSON.stringify(event));
    return 0;
  });
}

/** Ends the running program. */
export async function quit(parts: CommandParts): Promise<ExitStatus> {
  return await call(parts, "system.shutdown");
}
