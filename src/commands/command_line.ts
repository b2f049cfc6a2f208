/** Makes arguments into commands: which commands and options there are, their help, and what is wrong with the arguments. */
import { Argument, Command, CommanderError, Help, type HelpConfiguration, Option } from "commander";
import type { AutostartWish } from "./autostart.ts";
import type { Shell } from "./completions.ts";
import type { ExitStatus } from "./command.ts";
import type { HistoryOptions } from "./history.ts";
import type { SidecarWish } from "./sidecar.ts";
import type { SidecarLogOptions } from "./sidecar_logs.ts";
import type { StatusOptions } from "./status.ts";
import type { CommandMessages, CommandName } from "../core/language/command_messages.ts";
import type { LogLevel } from "../storage/logging.ts";

/** Options that every command takes. */
export interface GlobalOptions {
  readonly config?: string;
  readonly logLevel?: LogLevel;
}

export interface RunOptions extends GlobalOptions {
  readonly headless?: boolean;
  /** Started at login: where the program runs already, nobody is told. */
  readonly autostart?: boolean;
  /** Started as `opencode-eventd`. */
  readonly eventd?: boolean;
  /** Go on without the terminal. */
  readonly background?: boolean;
  readonly tray: "auto" | "sni" | "systray2" | "none";
}

/** What each command does; the composition root gives it. */
export interface Commands {
  run(options: RunOptions): Promise<ExitStatus>;
  demo(options: RunOptions): Promise<ExitStatus>;
  getUsage(options: GlobalOptions, how: { readonly again: boolean }): Promise<ExitStatus>;
  checkToken(options: GlobalOptions): Promise<ExitStatus>;
  getConfig(options: GlobalOptions): Promise<ExitStatus>;
  setConfig(options: GlobalOptions, json: string): Promise<ExitStatus>;
  snooze(options: GlobalOptions, minutes: string): Promise<ExitStatus>;
  clearSnooze(options: GlobalOptions): Promise<ExitStatus>;
  checkReminders(options: GlobalOptions, percent: string, reset?: string): Promise<ExitStatus>;
  status(options: GlobalOptions & StatusOptions): Promise<ExitStatus>;
  call(options: GlobalOptions, method: string, params?: string): Promise<ExitStatus>;
  events(options: GlobalOptions & { readonly after?: string }): Promise<ExitStatus>;
  metrics(options: GlobalOptions): Promise<ExitStatus>;
  history(options: GlobalOptions, how: HistoryOptions): Promise<ExitStatus>;
  quit(options: GlobalOptions): Promise<ExitStatus>;
  /** The exit status may be that of the wrapped command. */
  statusLine(wrapped: readonly string[]): Promise<number>;
  listSidecars(options: GlobalOptions, how: { readonly json: boolean }): Promise<ExitStatus>;
  changeSidecar(options: GlobalOptions, wish: SidecarWish, name: string): Promise<ExitStatus>;
  sidecarLogs(options: GlobalOptions, name: string, how: SidecarLogOptions): Promise<ExitStatus>;
  autostart(options: GlobalOptions, wish: AutostartWish): Promise<ExitStatus>;
  uninstall(options: GlobalOptions, how: { readonly purge: boolean }): Promise<ExitStatus>;
  /** Does what a button of a notification stands for. The system runs this command, not a person. */
  link(options: GlobalOptions, link: string): Promise<ExitStatus>;
  doctor(options: GlobalOptions & { readonly json?: boolean }): Promise<ExitStatus>;
}

export interface CliOptions {
  readonly version: string;
  readonly words: CommandMessages;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const autostartWishes: readonly AutostartWish[] = ["enable", "disable", "status"];
const sidecarWishes: readonly SidecarWish[] = ["start", "stop", "restart"];
const logLevels = ["debug", "info", "warning", "error"];

/**
 * Runs the command that the arguments name. 2 for wrong usage, after a message on stderr. `commands` is called only when there is a
 * command to do; help and the version need none.
 */
export async function runCli(
  args: readonly string[],
  commands: () => Promise<Commands>,
  options: CliOptions,
): Promise<number> {
  let exit = 0;
  const program = createProgram(commands, options, (status) => exit = status);
  try {
    await program.parseAsync([...args], { from: "user" });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
}

/**
 * The settings file that the arguments name. It is read before the arguments are checked, because help and errors are told in its
 * language.
 */
export function settingsFileIn(args: readonly string[]): string | undefined {
  // Nothing after "--" is an option, whatever it looks like.
  const end = args.indexOf("--");
  const options = end < 0 ? args : args.slice(0, end);
  return options.reduce<string | undefined>((found, arg, index) => {
    if (options[index - 1] === "--config") return arg;
    return arg.startsWith("--config=") ? arg.slice("--config=".length) : found;
  }, undefined);
}

function createProgram(
  commands: () => Promise<Commands>,
  options: CliOptions,
  done: (status: number) => void,
): Command {
  const { words } = options;
  const program = new Command("claudeminder")
    .description(words.help.about)
    .version(options.version, "--version", words.options.version)
    .helpOption("-h, --help", words.options.help)
    .helpCommand("help [command]", words.commands.help)
    .option("--config <file>", words.options.config)
    .addOption(new Option("--log-level <level>", words.options.logLevel).choices(logLevels))
    .configureHelp(helpIn(words))
    .configureOutput({
      writeOut: options.out,
      writeErr: options.err,
      outputError: (text, write) => write(text.split("\n").map(words.usageError).join("\n")),
    })
    .exitOverride();
  const add = (name: CommandName, params = "") =>
    program.command(`${name} ${params}`.trim()).description(words.commands[name]);
  const json = ["--json", words.options.json] as const;
  const global = () => program.opts<GlobalOptions>();
  const run = async (work: (commands: Commands) => Promise<number>) => done(await work(await commands()));

  addRunOptions(program.command("run", { isDefault: true }).description(words.commands.run), words)
    .argument("[action]")
    .action(async (action: string | undefined, given: RunOptions) => {
      if (action === undefined) return await run((it) => it.run({ ...global(), ...given }));
      // Scripts written for the older programs expect this answer, and success.
      options.out(JSON.stringify({ error: `Unknown action: ${action}` }) + "\n");
      done(0);
    });
  addRunOptions(add("demo"), words).action((given: RunOptions) =>
    run((it) => it.demo({ ...global(), ...given }))
  );
  add("get_usage").action(() => run((it) => it.getUsage(global(), { again: false })));
  add("refresh_usage").action(() => run((it) => it.getUsage(global(), { again: true })));
  add("check_token").action(() => run((it) => it.checkToken(global())));
  add("get_config").action(() => run((it) => it.getConfig(global())));
  add("set_config", "<json>").action((change: string) => run((it) => it.setConfig(global(), change)));
  add("snooze", "<minutes>").action((minutes: string) => run((it) => it.snooze(global(), minutes)));
  add("clear_snooze").action(() => run((it) => it.clearSnooze(global())));
  add("check_reminders", "<percent> [reset]").action((percent: string, reset?: string) =>
    run((it) => it.checkReminders(global(), percent, reset))
  );
  add("status")
    .option(...json)
    .addOption(new Option("--waybar", words.options.waybar).conflicts("json"))
    .addOption(new Option("--line", words.options.line).conflicts(["json", "waybar"]))
    .addOption(
      new Option("--format <template>", words.options.format).conflicts(["json", "waybar", "line"]),
    )
    .option("--watch", words.options.watch)
    .action((given: StatusOptions) => run((it) => it.status({ ...global(), ...given })));
  add("call", "<method> [params]").action((method: string, params?: string) =>
    run((it) => it.call(global(), method, params))
  );
  add("events")
    .option("--after <id>", words.options.after)
    .action((given: { after?: string }) => run((it) => it.events({ ...global(), ...given })));
  add("metrics").action(() => run((it) => it.metrics(global())));
  add("history")
    .option("--since <when>", words.history.options.since, "7d")
    .option("--account <name>", words.history.options.account)
    .option(...json)
    .addOption(new Option("--csv", words.history.options.csv).conflicts("json"))
    .action((given: HistoryOptions) => run((it) => it.history(global(), given)));
  add("statusline")
    .option("--wrap <command...>", words.options.wrap)
    .action((given: { wrap?: readonly string[] }) => run((it) => it.statusLine(given.wrap ?? [])));
  addSidecarCommands(add("sidecar"), words, (work) => run((it) => work(it, global())));
  add("doctor")
    .option(...json)
    .action((given: { json?: boolean }) => run((it) => it.doctor({ ...global(), ...given })));
  add("autostart")
    .addArgument(new Argument("<wish>").choices(autostartWishes))
    .action((wish: AutostartWish) => run((it) => it.autostart(global(), wish)));
  add("quit").action(() => run((it) => it.quit(global())));
  add("uninstall")
    .option("--purge", words.options.purge)
    .action((given: { purge?: boolean }) =>
      run((it) => it.uninstall(global(), { purge: given.purge === true }))
    );
  program.command("link <link>", { hidden: true }).action((link: string) =>
    run((it) => it.link(global(), link))
  );
  add("completions")
    .addArgument(new Argument("<shell>").choices(["bash", "zsh", "fish"]))
    .action(async (shell: Shell) => {
      const { completions } = await import("./completions.ts");
      options.out(completions(shell, program));
    });
  return program;
}

function addSidecarCommands(
  command: Command,
  { sidecar, options, commands }: CommandMessages,
  run: (work: (commands: Commands, options: GlobalOptions) => Promise<ExitStatus>) => Promise<void>,
): void {
  command.helpCommand("help [command]", commands.help);
  command.command("list").description(sidecar.commands.list)
    .option("--json", options.json)
    .action((given: { json?: boolean }) =>
      run((it, global) => it.listSidecars(global, { json: given.json === true }))
    );
  for (const wish of sidecarWishes) {
    command.command(`${wish} <name>`).description(sidecar.commands[wish])
      .action((name: string) => run((it, global) => it.changeSidecar(global, wish, name)));
  }
  command.command("logs <name>").description(sidecar.commands.logs)
    .option("--follow", sidecar.options.follow)
    .option("--lines <count>", sidecar.options.lines)
    .action((name: string, given: SidecarLogOptions) =>
      run((it, global) => it.sidecarLogs(global, name, given))
    );
}

function addRunOptions(command: Command, { options }: CommandMessages): Command {
  return command
    .option("--headless", options.headless)
    .option("--background", options.background)
    .addOption(new Option("--eventd", options.eventd).hideHelp())
    .addOption(
      new Option("--tray <driver>", options.tray).choices(["auto", "sni", "systray2", "none"]).default(
        "auto",
      ),
    )
    .addOption(new Option("--autostart", options.autostart).hideHelp());
}

/** Replaces the words of the library, where it allows that. */
function helpIn({ help }: CommandMessages): HelpConfiguration {
  const titles: Readonly<Record<string, string>> = {
    "Usage:": help.usage,
    "Options:": help.options,
    "Commands:": help.commands,
  };
  const shown = (value: unknown) => JSON.stringify(value);
  const plain = new Help();
  const placed = (usage: string) =>
    usage.replace("[options]", help.anyOptions).replace("[command]", help.anyCommand);
  return {
    styleTitle: (title) => titles[title] ?? title,
    styleUsage: placed,
    subcommandTerm: (command) => placed(plain.subcommandTerm(command)),
    optionDescription({ description, argChoices, defaultValue }) {
      const extra = [
        ...(argChoices === undefined ? [] : [help.choices(argChoices.map(shown).join(", "))]),
        ...(defaultValue === undefined ? [] : [help.fallback(shown(defaultValue))]),
      ];
      return extra.length === 0 ? description : `${description} (${extra.join(", ")})`;
    },
  };
}
