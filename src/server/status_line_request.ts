/**
 * Asks the running program for a status line, from another process of the same person. It loads no library: the vendor's own program
 * asks after each answer of its model.
 */
import type { Host } from "../host/host.ts";

/** Name the folder of settings that the vendor's own program was started with, and how wide its terminal is. */
export const folderHeader = "claude-config-dir", widthHeader = "columns";

/** What is asked with. */
export interface StatusLineRequest {
  /** What the vendor's own program has given. */
  readonly body: Uint8Array;
  /** As in the variable; "" = it is not set. */
  readonly folder: string;
  readonly columns: string;
}

/** The running program answers within a few ms. */
const answerMs = 1_000;

/** What no header may hold: it would begin another one. */
const unsendable = /[\0\r\n]/;

/** The line, without its end; null = nobody answers there, or it cannot be asked. Never rejects. */
export async function askStatusLine(
  host: Pick<Host, "openStream" | "sleep">,
  path: string,
  request: StatusLineRequest,
): Promise<string | null> {
  // Without its folder it would be taken for a session of the usual login.
  if (unsendable.test(request.folder)) return null;
  const done = new AbortController();
  const late = host.sleep(answerMs, done.signal).then(() => null);
  try {
    return await Promise.race([asked(host, path, request), late]);
  } catch {
    return null;
  } finally {
    done.abort();
  }
}

async function asked(
  host: Pick<Host, "openStream">,
  path: string,
  { body, folder, columns }: StatusLineRequest,
): Promise<string | null> {
  const stream = await host.openStream({ path });
  try {
    const lines = [
      "POST /statusline HTTP/1.1",
      "host: tray",
      `content-length: ${body.length}`,
      ...[[folderHeader, folder], [widthHeader, columns]].flatMap(([name = "", value = ""]) =>
        value === "" || unsendable.test(value) ? [] : [`${name}: ${value}`]
      ),
    ];
    const writer = stream.writable.getWriter();
    const head = new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`);
    // An answer may come before all is sent: then the rest is not wanted.
    const sent = writer.write(head).then(() => writer.write(body)).catch(() => {});
    const answer = await new Response(stream.readable).text();
    await sent;
    const [status = "", line] = answer.split(/\r\n\r\n(.*)/s);
    return status.startsWith("HTTP/1.1 200 ") && line !== undefined ? line.replace(/\n$/, "") : null;
  } finally {
    stream.close();
  }
}
