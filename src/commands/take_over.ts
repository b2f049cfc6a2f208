/** Has a running program end that cannot show anything any more, because its graphical session is over, so that this one can run. */
import { isSessionOver, type SessionHost } from "../app/graphical_session.ts";
import type { Host } from "../host/host.ts";
import { connectRunning, RpcError } from "../server/rpc_client.ts";
import { findRunning } from "../server/server_file.ts";

/** How long a program that gives way may take to end. Its sidecars alone may take ten seconds. */
const END_MS = 15_000;
const AGAIN_MS = 50;

/** True once it has ended. False where its session goes on, or where this program's session is over too. Never rejects. */
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
    // An older program does not know the method. Whether the program has ended meanwhile is seen below.
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
