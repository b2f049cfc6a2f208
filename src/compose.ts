/**
 * The composition root: picks the provider, the tray drivers, and what each command gets. Loaded once it is known that there is
 * something to do: `--help` and `--version` do without.
 */
import { dirname } from "node:path";
import { type AppFiles, type AppParts, runApp } from "./app/app.ts";
import type { Commands, GlobalOptions, RunOptions } from "./commands/command_line.ts";
import * as actions from "./commands/one_shot_actions.ts";
import { autostart } from "./commands/autostart.ts";
import { withOneObject } from "./commands/one_shot_output.ts";
import type { CommandParts, ExitStatus, InstalledParts } from "./commands/command.ts";
import { call, events, pressLink, quit, showRunning } from "./commands/running_program_commands.ts";
import { status } from "./commands/status.ts";
import type { Settings } from "./core/settings.ts";
import { commandMessagesIn, type Language, languageOf, messagesIn } from "./core/language/languages.ts";
import { below } from "./core/text/path.ts";
import { escapedText } from "./core/text/shown_text.ts";
import type { Runtime } from "./commands/doctor/check.ts";
import { refusalToDetach, startEventdLogging } from "./commands/opencode_eventd.ts";
import { isSessionOver, takesOver } from "./app/graphical_session.ts";
import type { Host } from "./host/host.ts";
import { raiseOpenFiles } from "./host/process/open_files_limit.ts";
import { printer, readerGone } from "./host/process/standard_output.ts";
import { collector } from "./host/process/process_memory.ts";
import { endSignal, ownPath, startInBackground } from "./host/process/this_process.ts";
import { startKeptLog, startLogging } from "./storage/logging.ts";
import { createNet, type Net } from "./net/net_client.ts";
import { createButtonLinks } from "./notify/button_links.ts";
import { chooseSender } from "./notify/sender_choice.ts";
import { prefersReducedMotion } from "./notify/reduced_motion.ts";
import type { Platform } from "./platform/platform.ts";
import { closedFolder, unusableFolder } from "./host/files/private_folder.ts";
import { claude, usageUrl } from "./providers/claude/claude.ts";
import { claudeVariables } from "./providers/claude/environment.ts";
import { loadSettings } from "./storage/settings_file.ts";
import { chooseTray, type TrayChoice, type TrayOption } from "./tray/driver_choice.ts";
import { createIconPixels } from "./tray/icon_pixels.ts";
import { sniDriver } from "./tray/sni_driver.ts";
import { systrayDriver } from "./tray/systray_driver.ts";
import { helperReader } from "./tray/systray_helper_file.ts";
import { ORIGIN, VERSION } from "./app/version.ts";

const { print: out, printInTurn, gone: outGone } = printer(Deno.stdout, escapedText);
const { print: err } = printer(Deno.stderr, escapedText);

/** The end of a command that goes on. */
function endOfWatching(): AbortSignal {
  return AbortSignal.any([endSignal(), outGone, readerGone()]);
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

function networkParts(
  host: Host,
  platform: Platform,
  url: string,
): Pick<AppParts, "createNet" | "createProvider"> {
  return {
    createNet: (usage: Settings["usage"]) =>
      createNet(host, {
        proxy: usage.proxy,
        caFile: usage.ca_file,
        pins: usage.pins,
        others: () => claudeVariables(host, platform),
      }),
    createProvider: (net: () => Net) =>
      claude({ host, platform, net, userAgent: `claudeminder/${VERSION}`, url }),
  };
}

function noticeParts(
  host: Host,
  platform: Platform,
): Pick<AppParts, "createSender" | "links" | "reducedMotion" | "exe"> {
  return {
    createSender: (links) => chooseSender({ host, platform, links }),
    links: createButtonLinks({ random: (bytes) => crypto.getRandomValues(bytes) }),
    reducedMotion: () => prefersReducedMotion({ host, platform }),
    exe: ownPath(),
  };
}

function trayChooser(host: Host, platform: Platform, wanted: TrayOption): () => Promise<TrayChoice> {
  const sni = platform.os === "linux" ? sniDriver({ host, icons: createIconPixels() }) : null;
  const systray2 = systrayDriver({ host, platform, readHelper: helperReader(host, platform) });
  return () => chooseTray(wanted, { host, platform, drivers: { sni, systray2 } });
}

function trayWish({ headless, tray }: RunOptions): TrayOption {
  return headless === true && tray === "auto" ? "none" : tray;
}

/** What is known before there is a command. */
export interface Surroundings {
  readonly host: Host;
  readonly platform: Platform;
  /** What was asked for, whatever name the program was started under. */
  readonly args: readonly string[];
  readonly filesOf: (options: GlobalOptions) => AppFiles;
  /** Of what is told before, or without, settings of its own. */
  readonly language: Language;
}

async function run(around: Surroundings, options: RunOptions): Promise<ExitStatus> {
  const { host, platform, language } = around;
  const files = around.filesOf(options);
  const settings = await loadSettings(host, files.config);
  // Whoever can put another file there has other processes of this person talk to them.
  const room = await closedFolder(host, dirname(files.server));
  if (room.kind === "trouble") {
    const { reason } = messagesIn(language);
    err(`claudeminder: ${reason(unusableFolder(dirname(files.server), room))}. ${reason(room.help)}\n`);
    return 1;
  }
  const wish = trayWish(options);
  // One of a session that is over must not keep the icon from this one.
  const takeOver = async () =>
    wish !== "none" && platform.os === "linux" && await takesOver(host, files.server);
  if (options.background === true) {
    const refusal = await refusalToDetach(host, files.server, settings);
    if (refusal !== null && !(refusal.status === 3 && await takeOver())) {
      for (const line of refusal.lines(messagesIn(language), commandMessagesIn(language))) err(`${line}\n`);
      return refusal.status;
    }
    await startInBackground(around.args);
    return 0;
  }
  const file = below(platform.paths.stateFolder, "claudeminder.log");
  const level = options.logLevel ?? (settings.kind === "settings" ? settings.settings.log_level : "info");
  if (options.eventd === true) await startEventdLogging(host, { level, otherwise: file });
  else await startKeptLog(host, { level, file, err });
  // While it stays, others connect to it; nothing has to wait for this.
  void raiseOpenFiles();
  const start = (signal: AbortSignal) =>
    runApp({
      host,
      platform,
      files,
      messages: (wanted) => messagesIn(languageOf(wanted, host)),
      version: VERSION,
      demo: false,
      ...networkParts(host, platform, host.env("CLAUDEMINDER_USAGE_URL") || usageUrl),
      ...noticeParts(host, platform),
      atLogin: options.autostart === true,
      collect: collector(),
      isSessionOver: async () => platform.os === "linux" && await isSessionOver(host),
      chooseTray: wish === "none" ? null : trayChooser(host, platform, wish),
    }, signal);
  const signal = endSignal();
  let outcome = await start(signal);
  if (outcome.kind === "already-running" && await takeOver()) outcome = await start(signal);
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
      // Whoever opens the program a second time wants to see it.
      if (options.autostart !== true && wish !== "none") await showRunning(host, files.server);
      return 3;
  }
}

async function demo(around: Surroundings, options: RunOptions): Promise<ExitStatus> {
  const { host: real, platform: realPlatform } = around;
  await startLogging({ level: options.logLevel ?? "warning", file: null, err });
  const { createDemo } = await import("./demo/demo_host.ts");
  const { host, usageUrl: url, play } = await createDemo(real);
  // The person's own agents are none of the demo's, nor are the programs that are told of agents.
  const platform: Platform = {
    ...realPlatform,
    home: "/demo",
    listeners: { kind: "proc" },
    stateFileChanged: null,
  };
  const ended = new AbortController();
  const signal = AbortSignal.any([endSignal(), ended.signal]);
  const wish = trayWish(options);
  const playing = play(signal);
  await runApp({
    host,
    platform,
    files: { config: "/demo/config.toml", state: "/demo/state.json", server: "/demo/server.json" },
    // The demo has settings of its own, a person's language it keeps.
    messages: (wanted) => messagesIn(wanted === "auto" ? around.language : wanted),
    version: VERSION,
    demo: true,
    ...networkParts(host, platform, url),
    // The tray and the notices belong to the real machine and its clock.
    ...noticeParts(real, realPlatform),
    atLogin: false,
    isSessionOver: () => Promise.resolve(false),
    chooseTray: wish === "none" ? null : trayChooser(real, realPlatform, wish),
  }, signal);
  ended.abort();
  await playing;
  return 0;
}

/** What each command does. */
export function commandsOf(around: Surroundings): Commands {
  const { host, platform, language } = around;
  const parts = async (options: GlobalOptions): Promise<CommandParts> => {
    await startLogging({ level: options.logLevel ?? "warning", file: null, err });
    return {
      host,
      files: around.filesOf(options),
      messages: messagesIn(language),
      words: commandMessagesIn(language),
      ...networkParts(host, platform, host.env("CLAUDEMINDER_USAGE_URL") || usageUrl),
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
    run: (options) => run(around, options),
    demo: (options) => demo(around, options),
    getUsage: action(actions.getUsage),
    checkToken: action(actions.checkToken),
    getConfig: action(actions.getConfig),
    setConfig: action(actions.setConfig),
    snooze: action(actions.snooze),
    clearSnooze: action(actions.clearSnooze),
    checkReminders: action(actions.checkReminders),
    status: async (options) =>
      await status(await parts(options), options, options.watch === true ? endOfWatching() : endSignal()),
    call: async (options, method, params) => await call(await parts(options), method, params),
    events: async (options) => await events(await parts(options), endOfWatching()),
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
        chooseTray: trayChooser(host, platform, "auto"),
        sender: chooseSender({ host, platform, links: () => null }),
        runtime,
        usageUrl: host.env("CLAUDEMINDER_USAGE_URL") || usageUrl,
      }, { json: options.json === true });
    },
  };
}
