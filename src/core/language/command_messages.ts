/**
 * Every sentence of the command line: help, wrong usage, what commands print. `doctor` has a catalogue of its own. What other programs
 * read is the same in each language and is not here: keys, names of commands and options, JSON-RPC errors, the answers of the older
 * programs.
 */
import type { HistoryCommandMessages } from "./history_command_messages.ts";
import type { SidecarCommandMessages } from "./sidecar_command_messages.ts";

export interface CommandMessages {
  readonly help: HelpWords;
  /** What each command does. */
  readonly commands: Record<CommandName, string>;
  readonly options: Record<OptionName, string>;
  /** `line`: one line of what the command-line library says is wrong, in English. */
  usageError(line: string): string;
  readonly notRunning: string;
  /** The running program shows another login than the one that this terminal uses. */
  readonly otherLoginToWatch: string;
  readonly hasEnded: string;
  alreadyRunning(pid: number): string;
  /** `got`: the argument in quotation marks. */
  badMinutes(most: number, got: string): string;
  badPercent(got: string): string;
  badResetTime(got: string): string;
  badParams(got: string): string;
  readonly autostart: AutostartWords;
  readonly uninstall: UninstallWords;
  readonly sidecar: SidecarCommandMessages;
  readonly history: HistoryCommandMessages;
}

export type CommandName =
  | "run"
  | "demo"
  | "get_usage"
  | "refresh_usage"
  | "check_token"
  | "get_config"
  | "set_config"
  | "snooze"
  | "clear_snooze"
  | "check_reminders"
  | "status"
  | "call"
  | "events"
  | "metrics"
  | "history"
  | "statusline"
  | "sidecar"
  | "doctor"
  | "autostart"
  | "quit"
  | "uninstall"
  | "completions"
  | "help";

export type OptionName =
  | "version"
  | "help"
  | "config"
  | "logLevel"
  | "headless"
  | "background"
  | "eventd"
  | "tray"
  | "autostart"
  | "json"
  | "waybar"
  | "line"
  | "format"
  | "watch"
  | "after"
  | "wrap"
  | "purge";

export interface HelpWords {
  /** What the program is for. */
  readonly about: string;
  /** The headings of a help page. */
  readonly usage: string;
  readonly options: string;
  readonly commands: string;
  /** Stand for any options and any command in the usage line. */
  readonly anyOptions: string;
  readonly anyCommand: string;
  choices(list: string): string;
  fallback(value: string): string;
}

/** What starts at login. */
export interface AutostartWords {
  readonly disabled: string;
  enabled(path: string): string;
  /** Another copy is the one that starts. */
  enabledElsewhere(path: string): string;
  /** There is no such file. */
  enabledForNothing(path: string): string;
  /** What a person can do about it. */
  readonly enableAnew: string;
  /** The program runs from its source: there is no file that the system could start. */
  readonly fromSource: string;
}

/** Each line says what was done, or what was left in its place. */
export interface UninstallWords {
  ended(pid: number): string;
  doesNotEnd(pid: number): string;
  autostartRemoved(place: string): string;
  readonly autostartWasOff: string;
  readonly linksRemoved: string;
  readonly linksWereOff: string;
  deleted(path: string): string;
  notThere(path: string): string;
  /** Data stays, since `--purge` was not given. */
  leftData(path: string): string;
  /** Settings stay, since the person has chosen their place. */
  leftSettings(path: string): string;
  /** The settings in this file cannot be used; they may have named state files in other places. */
  notLookedElsewhere(path: string): string;
  leftProgram(path: string): string;
  /** `what`: the place that could not be cleared. */
  failed(what: string, why: string): string;
}
