/** `sidecar`: what the sidecars of the running program do, and has it start and end them. */
import * as z from "zod";
import type { RpcClient } from "../server/rpc_client.ts";
import { connectRunning, RpcError } from "../server/rpc_client.ts";
import type { CommandParts, ExitStatus } from "./command.ts";
import { isKnownSidecar } from "./known_sidecar.ts";
import { withRunning } from "./running_program.ts";
import { type ListedSidecar, listedSidecar, listedSidecars, sidecarTable } from "./sidecar_table.ts";

/** What is wanted of one of them. */
export type SidecarWish = "start" | "stop" | "restart";

/** `json`: as the running program answers. */
export async function listSidecars(parts: CommandParts, { json }: { json: boolean }): Promise<ExitStatus> {
  return await asked(parts, async (running) => {
    const answer = await running.call("sidecar.list");
    const sidecars = listedSidecars.parse(answer).sidecars;
    if (json) parts.out(JSON.stringify(answer));
    else if (sidecars.length === 0) parts.out(parts.words.sidecar.none(parts.files.settings));
    else for (const line of sidecarTable(sidecars, parts)) parts.out(line);
    return 0;
  });
}

/** Starts, ends or restarts one, and waits until that is done. */
export async function changeSidecar(
  parts: CommandParts,
  wish: SidecarWish,
  name: string,
): Promise<ExitStatus> {
  const { words: { sidecar: words }, out, err } = parts;
  return await asked(parts, async (running) => {
    if (!await isKnownSidecar(parts, running, name)) return 1;
    const told = await tellRestarts(parts, running, name);
    try {
      await running.call(`sidecar.${wish}`, { name });
      if (wish === "stop") out(words.stopped(name));
      else out(words.runs(name, await whereItRuns(parts, running, name)));
      return 0;
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      // The running program says it in the person's language; its errors are for programs.
      const { reason } = await statusOf(running, name);
      err(`${name}: ${reason ?? error.message}`);
      return 1;
    } finally {
      await told.end();
    }
  });
}

const restarting = z.object({
  type: z.literal("sidecar"),
  data: z.object({ name: z.string(), event: z.literal("restarting"), reason: z.string() }),
});

/** Until it ends, says of each restart why: a start that is tried several times can take minutes. */
async function tellRestarts({ messages, err }: CommandParts, running: RpcClient, name: string) {
  const ended = new AbortController();
  const events = running.events(ended.signal)[Symbol.asyncIterator]();
  // What happens after the first event is missed by none.
  await events.next();
  const telling = (async () => {
    for (let { value, done } = await events.next(); done !== true; { value, done } = await events.next()) {
      const { success, data: event } = restarting.safeParse(value);
      if (!success || event.data.name !== name) continue;
      err(`${name}: ${messages.sidecars.phases.restarting} · ${event.data.reason}`);
    }
  })().catch(() => {
    // Where the stream is cut, so is the call, which is told.
  });
  return {
    async end(): Promise<void> {
      ended.abort();
      await telling;
    },
  };
}

/** Waits until it is well. */
async function whereItRuns(
  { words: { sidecar: words } }: CommandParts,
  running: RpcClient,
  name: string,
): Promise<string> {
  await running.call("sidecar.ensureRunning", { name });
  const { url, pid } = await statusOf(running, name);
  return url ?? (pid === null ? name : words.inProcess(pid));
}

async function statusOf(running: RpcClient, name: string): Promise<ListedSidecar> {
  return listedSidecar.parse(await running.call("sidecar.status", { name }));
}

async function asked(
  parts: CommandParts,
  work: (running: RpcClient) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const running = await connectRunning(parts.host, parts.files.server);
  if (running === null) {
    parts.err(parts.words.notRunning);
    return 1;
  }
  return await withRunning(parts, running, new AbortController().signal, () => work(running));
}
