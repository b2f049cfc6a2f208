/** The composition root: reads the arguments, picks the platform, the provider and the tray drivers, and ends with the exit status. */
import { resolve } from "node:path";
import { type AppFiles, type AppParts, runApp } from "./app.ts";
import { type Commands, type GlobalOptions, runCli, type RunOptions } from "./cli.ts";
import * as actions from "./commands/actions.ts";
import type { CommandParts, ExitStatus } from "./commands/parts.ts";
import { call, events, quit } from "./commands/running.ts";
import { status } from "./commands/status.ts";
import type { Config } from "./core/config.ts";
import { en } from "./core/messages_en.ts";
import { createDemo } from "./demo.ts";
import { doctor } from "./doctor.ts";
import type { Host } from "./host.ts";
import { denoHost } from "./host_deno.ts";
import { startLogging } from "./logging.ts";
import { createNet, type Net } from "./net/client.ts";
import { linuxPlatform } from "./platform/linux.ts";
import { macosPlatform } from "./platform/macos.ts";
import type { Platform } from "./platform/platform.ts";
import { windowsPlatform } from "./platform/windows.ts";
import { claude, usageUrl } from "./providers/claude.ts";
import { loadSettings } from "./settings.ts";
import { chooseTray, type TrayChoice, type TrayWish } from "./tray/choose.ts";
import { createIconRenderer } from "./tray/raster.ts";
import { sniDriver } from "./tray/sni.ts";
import { systrayDriver } from "./tray/systray.ts";
import { helperReader } from "./tray/systray_helper.ts";
import { ORIGIN, VERSION } from "./version.ts";

function platformOf(host: Host): Platform {
  const env = (name: string) => host.env(name);
  switch (Deno.build.os) {
    case "darwin":
      return macosPlatform(env);
    case "windows":
      return windowsPlatform(env);
    case "linux":
    case "android":
    case "freebsd":
    case "netbsd":
    case "aix":
    case "solaris":
    case "illumos":
      return linuxPlatform(env, Deno.build.arch);
  }
}

/** A whole line at once; a reader that has gone away (`| head -1`) is no error of ours. */
function writer(stream: { writeSync(bytes: Uint8Array): number }): (text: string) => void {
  return (text) => {
    let bytes = new TextEncoder().encode(text);
    try {
      while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
    } catch (error) {
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    }
  };
}

const out = writer(Deno.stdout);
const err = writer(Deno.stderr);

function filesOf(host: Host, { paths }: Platform, options: GlobalOptions): AppFiles {
  return {
    config: resolve(options.config ?? (host.env("CLAUDEMINDER_CONFIG") || paths.configFile)),
    state: `${paths.stateFolder}/state.json`,
    server: `${paths.runtimeFolder}/server.json`,
  };
}

function networkParts(
  host: Host,
  platform: Platform,
  url: string,
): Pick<AppParts, "createNet" | "createProvider"> {
  return {
    createNet: (usage: Config["usage"]) =>
      createNet(host, { proxy: usage.proxy, caFile: usage.ca_file, pins: usage.pins }),
    createProvider: (net: () => Net) =>
      claude({ host, platform, net, userAgent: `claudeminder/${VERSION}`, url }),
  };
}

/** Aborts when the person or the system ends the program. */
function endSignal(): AbortSignal {
  const ended = new AbortController();
  const signals: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) Deno.addSignalListener(signal, () => ended.abort());
  return ended.signal;
}

function trayChooser(host: Host, platform: Platform, wanted: TrayWish): () => Promise<TrayChoice> {
  const sni = platform.os === "linux" ? sniDriver({ host, icons: createIconRenderer() }) : null;
  const systray2 = systrayDriver({ host, platform, readHelper: helperReader(host, platform) });
  return () => chooseTray(wanted, { host, platform, drivers: { sni, systray2 } });
}

function trayWish({ headless, tray }: RunOptions): TrayWish {
  return headless === true && tray === "auto" ? "none" : tray;
}

async function run(host: Host, platform: Platform, options: RunOptions): Promise<ExitStatus> {
  const files = filesOf(host, platform, options);
  const settings = await loadSettings(host, files.config);
  await host.files.makeDir(platform.paths.stateFolder, 0o700);
  await startLogging({
    level: options.logLevel ?? (settings.kind === "config" ? settings.config.log_level : "info"),
    file: `${platform.paths.stateFolder}/claudeminder.log`,
    err,
  });
  const wish = trayWish(options);
  const outcome = await runApp({
    host,
    platform,
    files,
    messages: en,
    version: VERSION,
    demo: false,
    ...networkParts(host, platform, host.env("CLAUDEMINDER_USAGE_URL") || usageUrl),
    chooseTray: wish === "none" ? null : trayChooser(host, platform, wish),
  }, endSignal());
  switch (outcome.kind) {
    case "ended":
      return 0;
    case "bad-settings":
      for (const problem of outcome.problems) err(`${problem}\n`);
      return 1;
    case "already-running":
      if (options.autostart !== true) {
        err(`claudeminder is already running, process ${outcome.address.pid}\n`);
      }
      return 3;
  }
}

async function demo(real: Host, realPlatform: Platform, options: RunOptions): Promise<ExitStatus> {
  await startLogging({ level: options.logLevel ?? "warning", file: null, err });
  const { host, usageUrl: url, play } = await createDemo(real);
  const platform = { ...realPlatform, home: "/demo" };
  const ended = new AbortController();
  const signal = AbortSignal.any([endSignal(), ended.signal]);
  const wish = trayWish(options);
  const playing = play(signal);
  await runApp({
    host,
    platform,
    files: { config: "/demo/config.toml", state: "/demo/state.json", server: "/demo/server.json" },
    messages: en,
    version: VERSION,
    demo: true,
    ...networkParts(host, platform, url),
    // The tray belongs to the real machine and its clock.
    chooseTray: wish === "none" ? null : trayChooser(real, realPlatform, wish),
  }, signal);
  ended.abort();
  await playing;
  return 0;
}

function commandsOf(host: Host): Commands {
  // Help and version need no home folder, and no system that is known.
  let known: Platform | null = null;
  const platform = () => known ??= platformOf(host);
  const parts = async (options: GlobalOptions): Promise<CommandParts> => {
    await startLogging({ level: options.logLevel ?? "warning", file: null, err });
    return {
      host,
      files: filesOf(host, platform(), options),
      messages: en,
      ...networkParts(host, platform(), host.env("CLAUDEMINDER_USAGE_URL") || usageUrl),
      out: (line) => out(`${line}\n`),
      err: (line) => err(`${line}\n`),
    };
  };
  return {
    run: (options) => run(host, platform(), options),
    demo: (options) => demo(host, platform(), options),
    getUsage: async (options, how) => await actions.getUsage(await parts(options), how),
    checkToken: async (options) => await actions.checkToken(await parts(options)),
    getConfig: async (options) => await actions.getConfig(await parts(options)),
    setConfig: async (options, json) => await actions.setConfig(await parts(options), json),
    snooze: async (options, minutes) => await actions.snooze(await parts(options), minutes),
    clearSnooze: async (options) => await actions.clearSnooze(await parts(options)),
    checkReminders: async (options, percent, reset) =>
      await actions.checkReminders(await parts(options), percent, reset),
    status: async (options) => await status(await parts(options), options, endSignal()),
    call: async (options, method, params) => await call(await parts(options), method, params),
    events: async (options) => await events(await parts(options), endSignal()),
    quit: async (options) => await quit(await parts(options)),
    doctor: async (options) =>
      await doctor({
        ...await parts(options),
        chooseTray: trayChooser(host, platform(), "auto"),
        about:
          `claudeminder ${VERSION} (${ORIGIN}), Deno ${Deno.version.deno}, ${Deno.build.os} ${Deno.build.arch}`,
        usageUrl: host.env("CLAUDEMINDER_USAGE_URL") || usageUrl,
      }, { json: options.json === true }),
  };
}

if (import.meta.main) {
  // Whatever this process writes is for its owner alone.
  if (Deno.build.os !== "windows") Deno.umask(0o077);
  const host = denoHost();
  try {
    Deno.exitCode = await runCli(Deno.args, commandsOf(host), {
      version: VERSION,
      out,
      err,
    });
  } catch (error) {
    err(`claudeminder: ${error instanceof Error ? error.message : String(error)}\n`);
    Deno.exitCode = 1;
  }
}
