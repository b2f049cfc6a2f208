/** `run`: opens the log, starts the program that keeps running, and says how it ended. */
import { dirname } from "node:path";
import { runApp } from "../app/app.ts";
import type { AppParts } from "../app/app_parts.ts";
import type { OwnFiles } from "../storage/own_files.ts";
import { isSessionOver } from "../app/graphical_session.ts";
import { VERSION } from "../app/version.ts";
import { commandMessagesIn, messagesIn } from "../core/language/catalogues.ts";
import { type Language, languageOf } from "../core/language/languages.ts";
import { below } from "../core/text/path.ts";
import type { Host } from "../host/host.ts";
import { closedFolder, unusableFolder } from "../host/files/private_folder.ts";
import type { Platform } from "../platform/platform.ts";
import { startFileLog } from "../storage/logging.ts";
import { loadSettings } from "../storage/settings_file.ts";
import type { TrayChoice, TrayOption } from "../tray/driver_choice.ts";
import { refusalToDetach } from "./background_start.ts";
import type { ExitStatus } from "./command.ts";
import type { RunOptions } from "./command_line.ts";
import { startEventdLogging } from "./opencode_eventd.ts";
import { showRunning } from "./running_program_commands.ts";
import { takesOver } from "./take_over.ts";

/** What compose.ts chooses for the program that keeps running. Each function is given the machine that it is for. */
export interface AppChoices {
  /** `usageUrl`: the usage endpoint. */
  /** The kinds of agents that are followed. */
  readonly agentSources: AppParts["agentSources"];
  network(host: Host, platform: Platform, usageUrl: string): Pick<AppParts, "createNet" | "createProvider">;
  notices(
    host: Host,
    platform: Platform,
  ): Pick<AppParts, "createSender" | "links" | "reducedMotion" | "exe">;
  readonly random: AppParts["random"];
  tray(host: Host, platform: Platform, wanted: TrayOption): () => Promise<TrayChoice>;
}

export interface RunParts {
  readonly host: Host;
  readonly platform: Platform;
  readonly files: OwnFiles;
  /** The language of what is told before the settings are known, or without them. */
  readonly language: Language;
  readonly usageUrl: string;
  readonly choices: AppChoices;
  /** Writes text on stderr. */
  readonly err: (text: string) => void;
  /** Aborts when the process is to end. */
  readonly endSignal: () => AbortSignal;
  /** Starts this program once more, without the terminal. */
  readonly startInBackground: () => Promise<void>;
  /** Lets the process have more files open at a time. */
  readonly raiseOpenFiles: () => Promise<void>;
  /** As `AppParts.collect`. */
  readonly collect: ((all: boolean) => void) | null;
}

/** `--headless` wants no icon, unless another option names a driver. */
export function trayOption({ headless, tray }: RunOptions): TrayOption {
  return headless === true && tray === "auto" ? "none" : tray;
}

export async function run(parts: RunParts, options: RunOptions): Promise<ExitStatus> {
  const { host, platform, files, language, err } = parts;
  const settings = await loadSettings(host, files.settings);
  // Anybody who can put another file there could make this person's processes talk to them.
  const room = await closedFolder(host, dirname(files.server));
  if (room.kind === "trouble") {
    const { reason, remedy } = messagesIn(language);
    err(`claudeminder: ${reason(unusableFolder(dirname(files.server), room))}. ${remedy(room.remedy)}\n`);
    return 1;
  }
  const tray = trayOption(options);
  // A program of a session that is over must not keep this one from showing the icon.
  const takeOver = async () =>
    tray !== "none" && platform.os === "linux" && await takesOver(host, files.server);
  if (options.background === true) {
    const refusal = await refusalToDetach(host, files.server, settings);
    if (refusal !== null && !(refusal.status === 3 && await takeOver())) {
      for (const line of refusal.lines(messagesIn(language), commandMessagesIn(language))) err(`${line}\n`);
      return refusal.status;
    }
    await parts.startInBackground();
    return 0;
  }
  const file = below(platform.paths.stateFolder, "claudeminder.log");
  const level = options.logLevel ?? (settings.kind === "settings" ? settings.settings.log_level : "info");
  if (options.eventd === true) await startEventdLogging(host, { level, otherwise: file });
  else await startFileLog(host, { level, file, err });
  // The program will have many connections. Nothing has to wait for this.
  void parts.raiseOpenFiles();
  const app: AppParts = {
    host,
    platform,
    files,
    messages: (wanted) => messagesIn(languageOf(wanted, host)),
    version: VERSION,
    demo: false,
    agentSources: parts.choices.agentSources,
    ...parts.choices.network(host, platform, parts.usageUrl),
    ...parts.choices.notices(host, platform),
    random: parts.choices.random,
    atLogin: options.autostart === true,
    collect: parts.collect,
    isSessionOver: async () => platform.os === "linux" && await isSessionOver(host),
    chooseTray: tray === "none" ? null : parts.choices.tray(host, platform, tray),
  };
  const signal = parts.endSignal();
  let outcome = await runApp(app, signal);
  if (outcome.kind === "already-running" && await takeOver()) outcome = await runApp(app, signal);
  switch (outcome.kind) {
    case "ended":
      return 0;
    case "bad-settings":
      for (const problem of outcome.problems) err(`${messagesIn(language).reason(problem)}\n`);
      return 1;
    case "already-running":
      if (options.autostart !== true) {
        err(`${commandMessagesIn(language).alreadyRunning(outcome.address.pid)}\n`);
      }
      // A person who opens the program a second time wants to see it.
      if (options.autostart !== true && tray !== "none") await showRunning(host, files.server);
      return 3;
  }
}
