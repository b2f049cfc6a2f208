/** `run --background`: finds what keeps the program from starting, while the terminal can still show it. */
import type { CommandMessages } from "../core/language/command_messages.ts";
import type { Messages } from "../core/language/messages.ts";
import type { Host } from "../host/host.ts";
import { connectRunning } from "../server/rpc_client.ts";
import type { LoadedSettings } from "../storage/settings_file.ts";

/** What keeps the program from starting, and its exit status. */
export interface Refusal {
  readonly status: 1 | 3;
  lines(messages: Messages, words: CommandMessages): readonly string[];
}

/** Null = the program can start. */
export async function refusalToDetach(
  host: Host,
  serverFile: string,
  settings: LoadedSettings,
): Promise<Refusal | null> {
  const running = await connectRunning(host, serverFile);
  running?.close();
  if (running !== null) {
    const { pid } = running.address;
    return { status: 3, lines: (_, words) => [words.alreadyRunning(pid)] };
  }
  switch (settings.kind) {
    case "settings":
      return null;
    case "problems":
      return { status: 1, lines: (messages) => settings.problems.map(messages.reason) };
  }
}
