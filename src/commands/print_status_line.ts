/**
 * `statusline`: the status line of the vendor's own program, where there is no curl to ask for it, or beside a person's own command.
 * It is loaded instead of everything else, since it runs after each answer of the model. What goes wrong here must not break that
 * program: then the line is empty.
 */
import { askStatusLine, type StatusLineRequest } from "../server/status_line_request.ts";
import type { RpcHost } from "../server/rpc_client.ts";
import type { Command, Host } from "../host/host.ts";
import type { OwnFiles } from "../storage/own_files.ts";

export interface StatusLineParts {
  readonly host: Pick<Host, "env" | "openStream" | "sleep"> & RpcHost;
  readonly files: Pick<OwnFiles, "server" | "statusLine">;
  /** There are none on Windows. */
  readonly hasUnixSockets: boolean;
  /** The variable that names the folder of settings of the vendor's own program. */
  readonly folderVariable: string;
  /** All that the vendor's own program gives. */
  readonly input: () => Promise<Uint8Array>;
  /** Runs a command with that input, prints what it prints, and gives its exit status. Rejects when it cannot be started. */
  readonly runInstead: (command: Command, input: Uint8Array) => Promise<number>;
  readonly out: (line: string) => void;
}

/** As the vendor's own program gives it, it is a few KB. */
const maxInputBytes = 1 << 20;
/** How long the figures may still be on their way after a wrapped command has ended. */
const afterWrappedMs = 250;

/**
 * The command that the arguments name for this process to stand in for; [] = none. Null = the arguments are not of the two simple forms,
 * and are for the command line to understand.
 */
export function wrappedIn(args: readonly string[]): readonly string[] | null {
  if (args[0] !== "statusline") return null;
  if (args.length === 1) return [];
  if (args[1] !== "--wrap") return null;
  // As before other commands, "--" may stand in front of the command's name.
  const command = args.slice(args[2] === "--" ? 3 : 2);
  return command.length > 0 ? command : null;
}

/** Prints the line, or what the wrapped command prints. The exit status is that of the wrapped command, else 0. */
export async function printStatusLine(parts: StatusLineParts, wrapped: readonly string[]): Promise<number> {
  const body = await parts.input();
  const line = body.length > maxInputBytes ? Promise.resolve(null) : lineOf(parts, {
    body,
    folder: parts.host.env(parts.folderVariable) ?? "",
    columns: parts.host.env("COLUMNS") ?? "",
  });
  const [program, ...args] = wrapped;
  if (program === undefined) {
    parts.out(await line ?? "");
    return 0;
  }
  const status = await parts.runInstead({ program, args }, body);
  const done = new AbortController();
  await Promise.race([line, parts.host.sleep(afterWrappedMs, done.signal)]);
  done.abort();
  return status;
}

/** Null = no program runs, or it does not answer. Never rejects. */
async function lineOf(parts: StatusLineParts, request: StatusLineRequest): Promise<string | null> {
  if (parts.hasUnixSockets) return await askStatusLine(parts.host, parts.files.statusLine, request);
  try {
    const { lineByRpc } = await import("./status_line_by_rpc.ts");
    return await lineByRpc(parts.host, parts.files.server, request);
  } catch {
    return null;
  }
}
