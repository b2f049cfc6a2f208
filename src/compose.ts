/**
 * The composition root: chooses the provider, the kinds of agents and the tray drivers, and says what each command gets. It is loaded
 * only once there is a command to do; `--help` and `--version` work without it.
 */
import { firstOf } from "./host/abort_signals.ts";
import { opencodeEdge } from "./agents/opencode/opencode_edge.ts";
import type { OwnFiles } from "./storage/own_files.ts";
import type { Commands, GlobalOptions } from "./commands/command_line.ts";
import * as actions from "./commands/one_shot_commands.ts";
import { autostart } from "./commands/autostart.ts";
import { withOneObject } from "./commands/one_shot_output.ts";
import type { CommandParts, ExitStatus, InstalledParts } from "./commands/command.ts";
import { call, events, metrics, pressLink, quit } from "./commands/running_program_commands.ts";
import { type AppChoices, run } from "./commands/run.ts";
import { coloursOf, columnsOf, type Terminal } from "./commands/terminal_text.ts";
import type { StatusLineParts } from "./commands/print_status_line.ts";
import { commandMessagesIn, messagesIn } from "./core/language/catalogues.ts";
import type { Language } from "./core/language/languages.ts";
import { escapedText } from "./core/text/shown_text.ts";
import type { Runtime } from "./commands/doctor/check.ts";
import type { Host } from "./host/host.ts";
import { raiseOpenFiles } from "./host/process/open_files_limit.ts";
import { printer, readerGone } from "./host/process/standard_output.ts";
import { collector } from "./host/process/process_memory.ts";
import { endSignal, ownPath, startInBackground } from "./host/process/this_process.ts";
import { startLogging } from "./storage/logging.ts";
import { createNet } from "./net/net_client.ts";
import { createButtonLinks } from "./notify/button_links.ts";
import { chooseSender } from "./notify/sender_choice.ts";
import { prefersReducedMotion } from "./tray/reduced_motion.ts";
import type { Platform } from "./platform/platform.ts";
import { claude } from "./providers/claude/claude.ts";
import type { Vendor } from "./providers/provider.ts";
import { chooseTray } from "./tray/driver_choice.ts";
import { createIconPixels } from "./tray/icon_pixels.ts";
import { sniDriver } from "./tray/sni_driver.ts";
import { systrayDriver } from "./tray/systray_driver.ts";
import { helperReader } from "./tray/systray_helper_file.ts";
import { ORIGIN, VERSION } from "./app/version.ts";

const { print: out, printInTurn, gone: outGone } = printer(Deno.stdout, escapedText);
const { print: err } = printer(Deno.stderr, escapedText);

/** The terminal that standard output is; null = it is none. */
function terminalOf(host: Pick<Host, "env">): Terminal | null {
  if (!Deno.stdout.isTerminal()) return null;
  return {
    columns: () => columnsOf(Deno.consoleSize()),
    colours: coloursOf((name) => host.env(name)),
    printRaw: printer(Deno.stdout, (text) => text).printInTurn,
  };
}

/** Aborts when a command that watches has to end. */
function endOfWatching(): AbortSignal {
  return firstOf(endSignal(), outGone, readerGone()).signal;
}

const runtime: Runtime = {
  version: VERSION,
  origin: ORIGIN,
  deno: Deno.version.deno,
  v8: Deno.version.v8,
  os: Deno.build.os,
  osRelease: Deno.osRelease(),
  arch: Deno.build.arch,
};

/** Whose usage is shown. */
const vendor: Vendor = claude;

const random: AppChoices["random"] = (bytes) => crypto.getRandomValues(bytes);

const choices: AppChoices = {
  random,
  agentSources: [opencodeEdge],
  network: (host, platform, url) => ({
    createNet: (usage) =>
      createNet(host, {
        proxy: usage.proxy,
        caFile: usage.ca_file,
        pins: usage.pins,
        others: () => vendor.networkVariables(host, platform),
      }),
    createProvider: (net) =>
      vendor.createProvider({ host, platform, net, userAgent: `claudeminder/${VERSION}`, url }),
  }),
  notices: (host, platform) => ({
    createSender: (links) => chooseSender({ host, platform, links }),
    links: createButtonLinks({ random }),
    reducedMotion: () => prefersReducedMotion({ host, platform }),
    exe: ownPath(),
  }),
  tray(host, platform, wanted) {
    const sni = platform.os === "linux" ? sniDriver({ host, icons: createIconPixels() }) : null;
    const systray2 = systrayDriver({ host, platform, readHelper: helperReader(host, platform) });
    return () => chooseTray(wanted, { host, platform, drivers: { sni, systray2 } });
  },
};

/** What is known before there is a command. */
export interface CommandsParts {
  readonly host: Host;
  readonly platform: Platform;
  /** The arguments, made into those of `claudeminder` where the program has another name. */
  readonly args: readonly string[];
  readonly filesOf: (options: GlobalOptions) => OwnFiles;
  /** What the status line needs, which is made without all this. */
  readonly statusLine: StatusLineParts;
  /** The language for what is told before the settings are known, or without them. */
  readonly language: Language;
}

/** What each command does. */
export function commandsOf(around: CommandsParts): Commands {
  const { host, platform, language } = around;
  const endpoint = host.env("CLAUDEMINDER_USAGE_URL") || vendor.usageUrl;
  const stays = { host, platform, language, choices, err, endSignal };
  const parts = async (options: GlobalOptions): Promise<CommandParts> => {
    await startLogging({ level: options.logLevel ?? "warning", file: null, err });
    return {
      host,
      files: around.filesOf(options),
      messages: messagesIn(language),
      words: commandMessagesIn(language),
      ...choices.network(host, platform, endpoint),
      out: (line) => out(`${line}\n`),
      outInTurn: (line) => printInTurn(`${line}\n`),
      err: (line) => err(`${line}\n`),
    };
  };
  const action = <Given extends readonly unknown[]>(
    work: (parts: CommandParts, ...given: Given) => Promise<ExitStatus>,
  ) =>
  async (options: GlobalOptions, ...given: Given) =>
    await withOneObject(await parts(options), (told) => work(told, ...given));
  const installed = async (options: GlobalOptions): Promise<InstalledParts> => ({
    ...await parts(options),
    platform,
    exe: ownPath(),
  });
  return {
    run: (options) =>
      run({
        ...stays,
        files: around.filesOf(options),
        usageUrl: endpoint,
        startInBackground: () => startInBackground(around.args),
        raiseOpenFiles,
        collect: collector(),
      }, options),
    demo: async (options) => {
      const { demo } = await import("./commands/demo.ts");
      return await demo(stays, options);
    },
    getUsage: action(actions.getUsage),
    checkToken: action(actions.checkToken),
    getConfig: action(actions.getConfig),
    setConfig: action(actions.setConfig),
    snooze: action(actions.snooze),
    clearSnooze: action(actions.clearSnooze),
    checkReminders: action(actions.checkReminders),
    status: async (options) => {
      const { status } = await import("./commands/status.ts");
      const given = { ...await parts(options), terminal: terminalOf(host) };
      return await status(given, options, options.watch === true ? endOfWatching() : endSignal());
    },
    call: async (options, method, params) => await call(await parts(options), method, params),
    events: async (options) => await events(await parts(options), options, endOfWatching()),
    metrics: async (options) => await metrics(await parts(options), endSignal()),
    statusLine: async (wrapped) => {
      const { printStatusLine } = await import("./commands/print_status_line.ts");
      return await printStatusLine(around.statusLine, wrapped);
    },
    listSidecars: async (options, how) => {
      const { listSidecars } = await import("./commands/sidecar.ts");
      return await listSidecars(await parts(options), how);
    },
    changeSidecar: async (options, wish, name) => {
      const { changeSidecar } = await import("./commands/sidecar.ts");
      return await changeSidecar(await parts(options), wish, name);
    },
    sidecarLogs: async (options, name, how) => {
      const { sidecarLogs } = await import("./commands/sidecar_logs.ts");
      const given = { ...await parts(options), isTerminal: Deno.stdout.isTerminal() };
      return await sidecarLogs(given, name, how, endOfWatching());
    },
    history: async (options, how) => {
      const { history } = await import("./commands/history.ts");
      return await history({ ...await parts(options), terminal: terminalOf(host) }, how);
    },
    quit: async (options) => await quit(await parts(options)),
    autostart: async (options, wish) => await autostart(await installed(options), wish),
    uninstall: async (options, how) => {
      const { uninstall } = await import("./commands/uninstall.ts");
      return await uninstall(await installed(options), how);
    },
    link: async (options, link) => await pressLink(await parts(options), link),
    doctor: async (options) => {
      const { doctor } = await import("./commands/doctor/doctor.ts");
      return await doctor({
        ...await installed(options),
        platform,
        language,
        chooseTray: choices.tray(host, platform, "auto"),
        sender: chooseSender({ host, platform, links: () => null }),
        runtime,
        usageUrl: endpoint,
      }, { json: options.json === true });
    },
  };
}
