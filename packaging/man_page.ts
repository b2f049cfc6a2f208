/** The manual page, as `man claudeminder` shows it on Linux: written for man(7), the commands in the words of `--help`. */
import { commandsEn } from "../src/core/language/en/command_messages.ts";
import type { CommandName } from "../src/core/language/command_messages.ts";

/** How each command is called; without one the program does `run`. */
const USAGE: Readonly<Record<CommandName, string>> = {
  run: "run [--headless] [--background] [--tray auto|sni|systray2|none]",
  demo: "demo",
  status: "status [--json | --waybar | --line | --format TEMPLATE] [--watch]",
  doctor: "doctor [--json]",
  autostart: "autostart enable|disable|status",
  quit: "quit",
  uninstall: "uninstall [--purge]",
  call: "call METHOD [PARAMS_JSON]",
  events: "events [--after ID]",
  metrics: "metrics",
  history: "history [--since 7d] [--account NAME] [--json | --csv]",
  statusline: "statusline [--wrap COMMAND...]",
  sidecar: "sidecar list [--json] | start NAME | stop NAME | restart NAME | logs NAME [--follow] [--lines N]",
  get_usage: "get_usage",
  refresh_usage: "refresh_usage",
  check_token: "check_token",
  get_config: "get_config",
  set_config: "set_config JSON",
  snooze: "snooze MINUTES|reset",
  clear_snooze: "clear_snooze",
  check_reminders: "check_reminders PERCENT [ISO]",
  completions: "completions bash|zsh|fish",
  help: "help [COMMAND]",
};

const OPTIONS: readonly (readonly [string, string])[] = [
  ["--headless", commandsEn.options.headless],
  ["--background", commandsEn.options.background],
  ["--tray auto|sni|systray2|none", commandsEn.options.tray],
  ["--config FILE", commandsEn.options.config],
  ["--log-level debug|info|warning|error", commandsEn.options.logLevel],
  ["--version", commandsEn.options.version],
  ["-h, --help", commandsEn.options.help],
];

const FILES: readonly (readonly [string, string])[] = [
  ["~/.config/claudeminder/config.toml", "the settings; a change is used at once"],
  ["~/.local/state/claudeminder/", "what is remembered over restarts, and the logs"],
  ["$XDG_RUNTIME_DIR/claudeminder/", "where the running program listens"],
  ["~/.cache/claudeminder/", "the tray helper, where it cannot be elsewhere"],
  ["~/.config/autostart/claudeminder.desktop", "there while it starts at login"],
  ["~/.claude/.credentials.json", "the login of Claude Code, which is read and never written"],
];

const STATUSES: readonly (readonly [string, string])[] = [
  ["0", "done"],
  ["1", "failed"],
  ["2", "wrong usage"],
  ["3", "already running"],
];

/** The page; `timeMs`, epoch ms, is the day it carries. `summary` is a sentence without a full stop. */
export function manPage(version: string, timeMs: number, summary: string): string {
  const day = new Date(timeMs).toISOString().slice(0, 10);
  const commands = Object.entries(commandsEn.commands).map(([name, about]) => {
    const usage = Object.entries(USAGE).find(([each]) => each === name)?.[1] ?? name;
    return [usage, about] as const;
  });
  return [
    `.TH CLAUDEMINDER 1 "${day}" "claudeminder ${escaped(version)}" "User Commands"`,
    ".SH NAME",
    `claudeminder \\- ${escaped(summary.charAt(0).toLowerCase() + summary.slice(1))}`,
    ".SH SYNOPSIS",
    ".B claudeminder",
    escaped("[--config FILE] [--log-level LEVEL] [COMMAND]"),
    ".SH DESCRIPTION",
    escaped(commandsEn.help.about),
    "The icon is the percentage of the limit that stops you first, its tooltip the session and its reset, its menu every limit.",
    "Without a command the program shows its icon and stays.",
    ".SH COMMANDS",
    ...list(commands),
    ".SH OPTIONS",
    ...list(OPTIONS),
    ".SH FILES",
    "The folders are those of XDG_CONFIG_HOME, XDG_STATE_HOME and XDG_CACHE_HOME where these are set.",
    ...list(FILES),
    ".SH EXIT STATUS",
    ...list(STATUSES),
    "",
  ].join("\n");
}

function list(items: readonly (readonly [string, string])[]): readonly string[] {
  return items.flatMap(([term, about]) => [".TP", `.B ${escaped(term)}`, `${escaped(about)}.`]);
}

/** So that roff(7) prints what is written: a hyphen that can be copied, and no quotation marks bent. */
function escaped(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll("`", "\\(ga").replaceAll("'", "\\(aq")
    .replaceAll("~", "\\(ti").replace(/^\./, "\\&.");
}
