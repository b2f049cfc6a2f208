/**
 * `server.json`: where the running program listens, and with which token. Only one program at a time owns it, so it is also the
 * lock that keeps a second one from starting.
 */
import * as z from "zod";
import { below, placeOf } from "../core/text/path.ts";
import type { Host } from "../host/host.ts";

const maxServerFileBytes = 4096;
const pingMs = 1000;

/** What stands in `server.json`. */
export interface RpcAddress {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
}

const serverFile = z.object({
  url: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }),
  token: z.string().min(1),
  pid: z.int().positive(),
});

/** What is needed to find out where the running program is. */
export type RpcAddressHost = Pick<Host, "uid"> & { readonly files: Pick<Host["files"], "read" | "lstat"> };

/** Holds the token alone, for programs that read one from a file (`credentials_file` of Prometheus). */
export function tokenFileBeside(serverFile: string): string {
  return below(placeOf(serverFile).folder, "token");
}

/** Rejects when the files cannot be written. */
export async function writeServerFile(
  { files }: { readonly files: Pick<Host["files"], "write"> },
  file: string,
  address: RpcAddress,
): Promise<void> {
  await files.write(tokenFileBeside(file), address.token);
  await files.write(file, JSON.stringify(address) + "\n");
}

/** The program that owns `file` and answers, or null: none, or the file is left over from a crash. */
export async function findRunning(
  host: Pick<Host, "httpClient"> & RpcAddressHost,
  file: string,
): Promise<RpcAddress | null> {
  const address = await readServerFile(host, file);
  if (address === null) return null;
  const client = host.httpClient({});
  try {
    const response = await client.fetch(`${address.url}/rpc`, {
      method: "POST",
      headers: { "authorization": `Bearer ${address.token}`, "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "system.ping" }),
      signal: AbortSignal.timeout(pingMs),
    });
    const answer = pong.safeParse(await response.json());
    return response.ok && answer.success ? address : null;
  } catch {
    return null;
  } finally {
    client.close();
  }
}

/** Removes both files, unless another program has written them since. */
export async function removeServerFile(
  host: RpcAddressHost & { readonly files: Pick<Host["files"], "remove"> },
  file: string,
  token: string,
): Promise<void> {
  if ((await readServerFile(host, file))?.token !== token) return;
  await host.files.remove(tokenFileBeside(file));
  // Whoever waits for the end of the program looks at this one.
  await host.files.remove(file);
}

const pong = z.object({ result: z.object({ pong: z.literal(true) }) });

/** What the file says. Null = it is not there, makes no sense, or belongs to another user, to whom we must not talk. Never rejects. */
export async function readServerFile(
  { files, uid }: RpcAddressHost,
  file: string,
): Promise<RpcAddress | null> {
  try {
    const owner = (await files.lstat(file))?.owner ?? uid;
    // Root may talk to the program of another user.
    if (owner !== uid && uid !== 0) return null;
    const text = await files.read(file, maxServerFileBytes);
    return text === null ? null : serverFile.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
