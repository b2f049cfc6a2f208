/**
 * Every sentence of the command line: help, wrong usage; `doctor` has a catalogue of its own. What other programs read (keys, names of
 * commands and options, JSON-RPC errors, the answers of the older programs) is the same in each language and not here.
 */

export interface CommandMessages {
  readonly help: HelpWords;
  /** What each command does. */
  readonly commands: Record<CommandName, string>;
  readonly options: Record<OptionName, string>;
  /** One line of what the command-line library says is wrong, in its English. */
  usageError(line: string): string;
  readonly notRunning: string;
  readonly nothingToWatch: string;
  /** The running program shows another login than this terminal's. */
  readonly otherLoginToWatch: string;
  readonly hasEnded: string;
  alreadyRunning(pid: number): string;
  /** `got`: the argument as it came, quoted. */
  badMinutes(most: number, got: string): string;
  badPercent(got: string): string;
  badResetTime(got: string): string;
  badParams(got: string): string;
  readonly autostart: AutostartWords;
  readonly uninstall: UninstallWords;
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
  | "watch"
  | "purge";

export interface HelpWords {
  /** What the program is for. */
  readonly about: string;
  /** Over the parts of a help page. */
  readonly usage: string;
  readonly options: string;
  readonly commands: string;
  /** In the usage line, for any options and any command. */
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
  /** The remedy. */
  readonly enableAnew: string;
  /** There is no file of its own that could be started. */
  readonly fromSource: string;
}

/** Each line says what was done, or what was left. */
export interface UninstallWords {
  ended(pid: number): string;
  doesNotEnd(pid: number): string;
  autostartRemoved(place: string): string;
  readonly autostartWasOff: string;
  readonly linksRemoved: string;
  readonly linksWereOff: string;
  deleted(path: string): string;
  notThere(path: string): string;
  /** Data, without `--purge`. */
  leftData(path: string): string;
  /** Settings in a place that the person has named. */
  leftSettings(path: string): string;
  /** The settings in this file cannot be used, and may name files elsewhere. */
  notLookedElsewhere(path: string): string;
  leftProgram(path: string): string;
  /** `what` is a place. */
  failed(what: string, why: string): string;
}
