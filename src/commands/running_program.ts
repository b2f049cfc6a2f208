/** What commands do with the running program: a call whose answer is printed, and work that goes on until it is ended. */
import { type RpcClient, RpcError } from "../server/rpc_client.ts";
import { findRunning } from "../server/server_file.ts";
import { reasonOf } from "../core/reason_error.ts";
import type { CommandParts, ExitStatus } from "./command.ts";

/** Calls a method of the running program and prints its result, or its error on stderr. */
export async function printCall(
  parts: CommandParts,
  running: RpcClient,
  method: string,
  params?: unknown,
): Promise<ExitStatus> {
  try {
    parts.out(JSON.stringify(await running.call(method, params)));
    return 0;
  } catch (error) {
    parts.err(error instanceof RpcError ? `${error.message} (${error.code})` : inWords(parts, error));
    return 1;
  } finally {
    running.close();
  }
}

/** Does `work` with the running program. A failure is told on stderr, unless the signal has ended the work. */
export async function withRunning(
  parts: CommandParts,
  running: RpcClient,
  signal: AbortSignal,
  work: () => Promise<ExitStatus>,
): Promise<ExitStatus> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) return 0;
    const isThere = await findRunning(parts.host, parts.files.server) !== null;
    parts.err(isThere ? inWords(parts, error) : parts.words.hasEnded);
    return 1;
  } finally {
    running.close();
  }
}

function inWords({ messages }: CommandParts, error: unknown): string {
  return messages.reason(reasonOf(error));
}
