/** Arguments to commands: what can be asked for, its help, and what is wrong with what was asked. */
import { Argument, Command, CommanderError, Option } from "commander";
import type { Shell } from "./commands/completions.ts";
import type { ExitStatus } from "./commands/parts.ts";
import type { StatusOptions } from "./commands/status.ts";
import type { LogLevel } from "./logging.ts";

/** Options that every command takes. */
export interface GlobalOptions {
  readonly config?: string;
  readonly logLevel?: LogLevel;
}

export interface RunOptions extends GlobalOptions {
  readonly headless?: boolean;
  /** Started at login: nobody is told when it runs already. */
  readonly autostart?: boolean;
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
  events(options: GlobalOptions): Promise<ExitStatus>;
  quit(options: GlobalOptions): Promise<ExitStatus>;
  doctor(options: GlobalOptions & { readonly json?: boolean }): Promise<ExitStatus>;
}

export interface CliOptions {
  readonly version: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const logLevels = ["debug", "info", "warning", "error"];

/** Runs the command that the arguments name; 2 for wrong usage, after a message on stderr. */
export async function runCli(
  args: readonly string[],
  commands: Commands,
  options: CliOptions,
): Promise<ExitStatus> {
  let exit: ExitStatus = 0;
  const program = createProgram(commands, options, (status) => exit = status);
  try {
    await program.parseAsync([...args], { from: "user" });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
}

function createProgram(commands: Commands, options: CliOptions, done: (status: ExitStatus) => void): Command {
  const program = new Command("claudeminder")
    .description("How much of your Claude quota is used, in the system tray: true, or it says how old it is.")
    .version(options.version, "--version", "print the version")
    .helpOption("-h, --help", "print help")
    .option("--config <file>", "the settings file")
    .addOption(new Option("--log-level <level>", "how much is logged").choices(logLevels))
    .configureOutput({ writeOut: options.out, writeErr: options.err })
    .exitOverride();
  const add = (usage: string, description: string) => program.command(usage).description(description);
  const global = () => program.opts<GlobalOptions>();

  addRunOptions(
    program.command("run", { isDefault: true }).description("show the tray icon and stay (the default)"),
  )
    .argument("[action]")
    .action(async (action: string | undefined, given: RunOptions) => {
      if (action === undefined) return done(await commands.run({ ...global(), ...given }));
      // Scripts written for the older programs expect this answer, and success.
      options.out(JSON.stringify({ error: `Unknown action: ${action}` }) + "\n");
      done(0);
    });
  addRunOptions(add("demo", "everything, against a simulated account")).action(async (given: RunOptions) =>
    done(await commands.demo({ ...global(), ...given }))
  );
  add("get_usage", "print the usage as JSON").action(async () =>
    done(await commands.getUsage(global(), { again: false }))
  );
  add("refresh_usage", "ask again, then print the usage as JSON").action(async () =>
    done(await commands.getUsage(global(), { again: true }))
  );
  add("check_token", "print whether there is an unexpired token").action(async () =>
    done(await commands.checkToken(global()))
  );
  add("get_config", "print the settings as JSON").action(async () =>
    done(await commands.getConfig(global()))
  );
  add("set_config <json>", "merge JSON into the settings, check and save them").action(async (json: string) =>
    done(await commands.setConfig(global(), json))
  );
  add("snooze <minutes>", "silence notifications for that long").action(async (minutes: string) =>
    done(await commands.snooze(global(), minutes))
  );
  add("clear_snooze", "end the snooze").action(async () => done(await commands.clearSnooze(global())));
  add("check_reminders <percent> [reset]", "print what these figures would be reminded of")
    .action(async (percent: string, reset?: string) =>
      done(await commands.checkReminders(global(), percent, reset))
    );
  add("status", "print what the tray shows")
    .option("--json", "as JSON")
    .addOption(new Option("--waybar", "as a waybar module expects it").conflicts("json"))
    .option("--watch", "print again at each change, until stopped")
    .action(async (given: StatusOptions) => done(await commands.status({ ...global(), ...given })));
  add("call <method> [params]", "call a method of the running program; params are JSON")
    .action(async (method: string, params?: string) => done(await commands.call(global(), method, params)));
  add("events", "print each event of the running program as a line of JSON").action(async () =>
    done(await commands.events(global()))
  );
  add("doctor", "what works here and what does not, with the remedy of each")
    .option("--json", "as JSON")
    .action(async (given: { json?: boolean }) => done(await commands.doctor({ ...global(), ...given })));
  add("quit", "end the running program").action(async () => done(await commands.quit(global())));
  add("completions", "print a completion script, to be sourced by the shell")
    .addArgument(new Argument("<shell>").choices(["bash", "zsh", "fish"]))
    .action(async (shell: Shell) => {
      const { completions } = await import("./commands/completions.ts");
      options.out(completions(shell, program));
    });
  return program;
}

function addRunOptions(command: Command): Command {
  return command
    .option("--headless", "without a tray icon, unless --tray names one")
    .addOption(
      new Option("--tray <driver>", "which tray to use").choices(["auto", "sni", "systray2", "none"]).default(
        "auto",
      ),
    )
    .addOption(new Option("--autostart", "started at login").hideHelp());
}
