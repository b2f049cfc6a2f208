/** What every command gets, and how it ends. */
import type { Settings } from "../core/settings.ts";
import type { CommandMessages } from "../core/language/command_messages.ts";
import type { Messages } from "../core/language/messages.ts";
import type { OwnFiles } from "../storage/own_files.ts";
import type { Host } from "../host/host.ts";
import type { Net } from "../net/net_client.ts";
import type { Platform } from "../platform/platform.ts";
import type { Provider } from "../providers/provider.ts";
import { loadSettings } from "../storage/settings_file.ts";

export interface CommandParts {
  readonly host: Host;
  readonly files: OwnFiles;
  readonly messages: Messages;
  /** In the same language. */
  readonly words: CommandMessages;
  readonly createNet: (usage: Settings["usage"]) => Net;
  readonly createProvider: (net: () => Net) => Provider;
  /** Prints a line on stdout. */
  readonly out: (line: string) => void;
  /** The same for a command that watches. While the reader takes nothing, the program can be ended. */
  readonly outInTurn: (line: string) => Promise<void>;
  /** Prints a line on stderr. */
  readonly err: (line: string) => void;
}

/** What commands get that are about the program on this machine itself. */
export interface InstalledParts extends CommandParts {
  readonly platform: Pick<Platform, "autostart" | "linkProtocol" | "paths">;
  /** Full path of this program; null = it runs from its source. */
  readonly exe: string | null;
}

/** 0 done, 1 failed, 2 wrong usage, 3 already running. */
export type ExitStatus = 0 | 1 | 2 | 3;

/** The settings, or null after a message on stderr for each problem. */
export async function goodSettings(parts: CommandParts): Promise<Settings | null> {
  const settings = await loadSettings(parts.host, parts.files.settings);
  switch (settings.kind) {
    case "settings":
      return settings.settings;
    case "problems":
      for (const problem of settings.problems) parts.err(parts.messages.reason(problem));
      return null;
  }
}
