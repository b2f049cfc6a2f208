/**
 * The Unix socket beside `server.json` on which the status line of the vendor's own program is asked for. curl is enough to ask, and
 * costs next to nothing. Only this user can connect: the socket is in a folder that nobody else may enter. So no token is needed, and
 * nothing else is answered there.
 */
import { getLogger } from "@logtape/logtape";
import { placeOf } from "../core/text/path.ts";
import { closedFolder, type ClosingHost } from "../host/files/private_folder.ts";
import type { Host } from "../host/host.ts";
import type { Task } from "../tasks/task.ts";
import { folderHeader, widthHeader } from "./status_line_request.ts";

const log = getLogger(["claudeminder", "server"]);

const maxBodyBytes = 1 << 20;
/** Whoever asks is on this machine, and has all that it sends. */
const limits = { connections: 50, headMs: 2_000, bodyMs: 2_000, writeMs: 2_000 };
/** The kernel takes no longer paths: 108 bytes on Linux and 104 on macOS, with a zero at the end. */
const maxPathBytes = 103;

export interface StatusLineSocketParts {
  readonly host: ClosingHost & Pick<Host, "serve" | "clearSocket">;
  readonly path: string;
  readonly line: (
    text: string,
    asker: { readonly folder: string | null; readonly columns: number | null },
  ) => Promise<string>;
}

/** Listens until the signal aborts; where no socket may be, it does nothing. Most people do not miss it: `doctor` tells of it. */
export function serveStatusLine({ host, path, line }: StatusLineSocketParts): Task {
  return async (signal) => {
    const closed = await closedFolder(host, placeOf(path).folder);
    if (closed.kind === "trouble" || isTooLong(path)) {
      log.warning("no status lines: {path} cannot be a private socket", { path });
      return await aborted(signal);
    }
    // What a program that was killed has left. That no other runs is known already.
    await host.clearSocket(path);
    const server = await host.serve({ path, limits }, (request) => answer(request, line));
    log.debug("status lines at {path}", { path });
    await aborted(signal);
    await server.close();
  };
}

function isTooLong(path: string): boolean {
  return new TextEncoder().encode(path).length > maxPathBytes;
}

async function answer(request: Request, line: StatusLineSocketParts["line"]): Promise<Response> {
  if (new URL(request.url).pathname !== "/statusline") return new Response(null, { status: 404 });
  if (request.method !== "POST") return new Response(null, { status: 405 });
  const text = await bodyOf(request);
  if (text === null) return new Response(null, { status: 413 });
  const columns = Number(request.headers.get(widthHeader) ?? "");
  const told = await line(text, {
    folder: pathIn(request.headers.get(folderHeader)),
    columns: Number.isInteger(columns) && columns > 0 ? columns : null,
  });
  return new Response(`${told}\n`, { headers: { "content-type": "text/plain; charset=utf-8" } });
}

/** The body as text; null = it is too long. */
async function bodyOf(request: Request): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = "", size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > maxBodyBytes) return null;
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

/** The text of a header, which is bytes: curl sends a path as it is, in UTF-8. "" and null: there is none. */
function pathIn(header: string | null): string | null {
  if (header === null || header === "") return null;
  return new TextDecoder().decode(Uint8Array.from(header, (letter) => letter.charCodeAt(0)));
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
