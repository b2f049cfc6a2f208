/** `run`, where a program of a graphical session that is over still runs: has it give way to this one. */
import { isSessionOver, type SessionHost } from "../app/graphical_session.ts";
import type { Host } from "../host/host.ts";
import { connectRunning, RpcError } from "../server/rpc_client.ts";
import { findRunning } from "../server/server_file.ts";

/** How long a program that gives way may take to end. */
const END_MS = 10_000;
const AGAIN_MS = 50;

/** True once it has ended; false where its session is not over, or this one's is too. Never rejects. */
export async function takesOver(
  host: SessionHost & Pick<Host, "httpClient" | "now" | "uid">,
  serverFile: string,
): Promise<boolean> {
  if (await isSessionOver(host)) return false;
  const running = await connectRunning(host, serverFile);
  if (running === null) return true;
  try {
    if (await running.call("session.giveWay") !== true) return false;
  } catch (error) {
    // An older program does not know of it; one that has ended meanwhile shows below.
    if (error instanceof RpcError) return false;
  } finally {
    running.close();
  }
  for (const until = host.now() + END_MS; host.now() < until;) {
    if (await findRunning(host, serverFile) === null) return true;
    await host.sleep(AGAIN_MS);
  }
  return false;
}
