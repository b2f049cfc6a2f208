/** Asks for a status line by the RPC, where there are no Unix sockets. */
import * as z from "zod";
import { connectRunning, type RpcHost } from "../server/rpc_client.ts";
import type { StatusLineRequest } from "../server/status_line_request.ts";

const answer = z.object({ line: z.string() });
const answerMs = 1_000;

/** Null = no program runs. Rejects where it does not answer. */
export async function lineByRpc(
  host: RpcHost,
  serverFile: string,
  { body, folder, columns }: StatusLineRequest,
): Promise<string | null> {
  const running = await connectRunning(host, serverFile);
  if (running === null) return null;
  try {
    const width = Number(columns);
    const params = {
      input: new TextDecoder().decode(body),
      folder: folder === "" ? null : folder,
      columns: Number.isInteger(width) && width > 0 ? width : null,
    };
    return answer.parse(await running.call("usage.statusLine", params, AbortSignal.timeout(answerMs))).line;
  } finally {
    running.close();
  }
}
