/** A sidecar as the supervisor sees it: everything that one start needs, made anew each time from the settings of that moment. */
// @ts-types="../std_types/encoding.d.ts"
import { encodeHex } from "@std/encoding/hex";
import { ReasonError } from "../core/reason_error.ts";
import type { SidecarSettings } from "../core/sidecars/sidecar_settings.ts";
import type { Host, HttpClient } from "../host/host.ts";
import type { Platform } from "../platform/platform.ts";
import { childCommand, takesToken } from "./child_environment.ts";
import type { ConnectionNote } from "./json_rpc/json_rpc_connection.ts";
import type { PortChoice } from "./port_choice.ts";
import { parseReadyLine } from "./ready_line.ts";
import { type SidecarHealth, sidecarHealth } from "./sidecar_health.ts";
import type { SidecarOutput } from "./sidecar_output.ts";
import type { Attempt, SupervisedProgram } from "./supervised_program.ts";

const tokenBytes = 32;

export interface SidecarProgramParts {
  readonly host: Pick<Host, "env" | "monotonic" | "sleep" | "openStream" | "clearSocket"> & {
    readonly files: Pick<Host["files"], "stat">;
  };
  readonly platform: Pick<Platform, "os" | "home" | "childVariables">;
  readonly client: HttpClient;
  readonly ports: PortChoice;
  /** Fills the array with bytes that nobody can predict, and returns it. */
  readonly random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
  readonly output: SidecarOutput;
  readonly note: (note: ConnectionNote) => void;
}

export interface SidecarAttempt extends Attempt {
  readonly token: SidecarHealth["token"];
  readonly connection: SidecarHealth["connection"];
}

/** `settings`: those of the next start. */
export function sidecarProgram(
  name: string,
  settings: () => SidecarSettings,
  parts: SidecarProgramParts,
): SupervisedProgram<SidecarAttempt> {
  return { name, prepare: () => prepared(settings(), parts) };
}

async function prepared(
  settings: SidecarSettings,
  { host, platform, client, ports, random, output, note }: SidecarProgramParts,
): Promise<SidecarAttempt> {
  const { socket } = settings;
  if (socket !== "") await prepareSocket(host, socket, platform);
  const cwd = await folderOf(host, settings, platform);
  const token = takesToken(settings) ? encodeHex(random(new Uint8Array(tokenBytes))) : null;
  const { port, free } = await ports.choose(settings);
  const told = { port, token, socket: socket === "" ? null : socket };
  const health = sidecarHealth({ host, client, settings, port, token, note });
  return {
    command: {
      ...childCommand(host, settings, told, platform.childVariables),
      ...(cwd === null ? {} : { cwd }),
      stdin: "null",
    },
    get place() {
      return health.place();
    },
    takeOutput: (program) => output.take(program, { seen: (line) => see(line, health), token: health.token }),
    async ready(signal) {
      await health.ready(signal);
      return health.place();
    },
    notReady: health.notReady,
    check: health.check,
    askToEnd: health.askToEnd,
    lastLines: output.lastWords,
    token: health.token,
    connection: health.connection,
    close() {
      health.close();
      free();
    },
  };
}

function see(line: string, health: SidecarHealth): void {
  const ready = parseReadyLine(line);
  if (ready !== null) health.takeReadyLine(ready);
}

/** Many programs cannot listen where a socket is left of one that was killed. */
async function prepareSocket(
  host: SidecarProgramParts["host"],
  path: string,
  { os }: Pick<Platform, "os">,
): Promise<void> {
  if (os === "windows") throw new ReasonError({ about: "sidecar", kind: "no-unix-sockets" });
  if (!await host.clearSocket(path)) throw new ReasonError({ about: "sidecar", kind: "socket-taken", path });
}

/** Null = that of this program: the person has no home, and has named no folder. */
async function folderOf(
  { files }: SidecarProgramParts["host"],
  { cwd }: SidecarSettings,
  { home }: Pick<Platform, "home">,
): Promise<string | null> {
  const folder = cwd === "" ? home : cwd;
  const isThere = (await files.stat(folder))?.isDirectory === true;
  if (isThere) return folder;
  if (cwd === "") return null;
  throw new ReasonError({ about: "sidecar", kind: "folder-missing", folder });
}
