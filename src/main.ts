/**
 * The entry of the program: reads the arguments, and ends with the exit status. Help and the version need nothing else; everything
 * else is loaded by way of compose.ts.
 */
import process from "node:process";
import { ownFiles } from "./storage/own_files.ts";
import { printStatusLine, type StatusLineParts, wrappedIn } from "./commands/print_status_line.ts";
import { configVariable } from "./providers/claude/folders.ts";
import { type QuickLine, quickLine, quickLineIn } from "./commands/quick_line.ts";
import { surroundingsHash } from "./providers/claude/login_fingerprint.ts";
import { usageUrl } from "./providers/claude/usage_url.ts";
import type { Settings } from "./core/settings.ts";
import { type Language, languageOf } from "./core/language/languages.ts";
import { escapedText } from "./core/text/shown_text.ts";
import { eventdArguments, isEventd } from "./commands/opencode_eventd.ts";
import type { Host } from "./host/host.ts";
import { denoHost } from "./host/deno_host.ts";
import { printer } from "./host/process/standard_output.ts";
import { endAfter } from "./host/process/this_process.ts";
import { runInstead, standardInput } from "./host/process/wrapped_program.ts";
import { linuxPlatform } from "./platform/linux.ts";
import { macosPlatform } from "./platform/macos.ts";
import type { Platform } from "./platform/platform.ts";
import { windowsPlatform } from "./platform/windows.ts";
import { VERSION } from "./app/version.ts";
import { reasonOf } from "./core/reason_error.ts";

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

/** The language of one-shot commands and of help. Settings that cannot be read name none. */
async function startLanguage(host: Host, args: readonly string[]): Promise<Language> {
  const setting = await settingIn(host, args).catch(() => "auto" as const);
  return languageOf(setting, host);
}

async function settingIn(host: Host, args: readonly string[]): Promise<Settings["language"]> {
  const { settingsFileIn } = await import("./commands/command_line.ts");
  const config = settingsFileIn(args);
  const { settings: file } = ownFiles(host, platformOf(host).paths, config);
  if (await host.files.stat(file) === null) return "auto";
  const { loadSettings } = await import("./storage/settings_file.ts");
  const settings = await loadSettings(host, file);
  return settings.kind === "settings" ? settings.settings.language : "auto";
}

function statusLineParts(host: Host): StatusLineParts {
  return {
    host,
    files: ownFiles(host, platformOf(host).paths, undefined),
    hasUnixSockets: Deno.build.os !== "windows",
    folderVariable: configVariable,
    input: standardInput,
    runInstead,
    out: (line) => printer(Deno.stdout, escapedText).print(`${line}\n`),
  };
}

/** True = the line is printed, and nothing else is to do. */
async function isPrinted(host: Host, wanted: QuickLine): Promise<boolean> {
  const platform = platformOf(host);
  const line = await quickLine({
    host,
    serverFile: ownFiles(host, platform.paths, undefined).server,
    surroundings: (salt) =>
      surroundingsHash(host, platform, { url: host.env("CLAUDEMINDER_USAGE_URL") || usageUrl, salt }),
  }, wanted);
  if (line !== null) printer(Deno.stdout, escapedText).print(`${line}\n`);
  return line !== null;
}

async function runCommand(host: Host, args: readonly string[], err: (text: string) => void): Promise<number> {
  // Only the owner may read the files that this process writes.
  if (Deno.build.os !== "windows") Deno.umask(0o077);
  const { runCli } = await import("./commands/command_line.ts");
  const { commandMessagesIn } = await import("./core/language/catalogues.ts");
  const language = await startLanguage(host, args);
  const commands = async () => {
    const { commandsOf } = await import("./compose.ts");
    const platform = platformOf(host);
    return commandsOf({
      host,
      platform,
      args,
      language,
      statusLine: statusLineParts(host),
      filesOf: (options) => ownFiles(host, platform.paths, options.config),
    });
  };
  return await runCli(args, commands, {
    version: VERSION,
    words: commandMessagesIn(language),
    out: printer(Deno.stdout, escapedText).print,
    err,
  });
}

if (import.meta.main) {
  const args = isEventd(process.argv0) ? eventdArguments(Deno.args) : Deno.args;
  // Nothing that is printed can control the terminal, whoever wrote it.
  const { print: err } = printer(Deno.stderr, escapedText);
  const host = denoHost();
  // These run all the time, so they wait for nothing else.
  const wrapped = wrappedIn(args);
  const quick = quickLineIn(args);
  try {
    if (wrapped !== null) Deno.exitCode = await printStatusLine(statusLineParts(host), wrapped);
    else if (quick === null || !await isPrinted(host, quick)) {
      Deno.exitCode = await runCommand(host, args, err);
    }
  } catch (error) {
    const { messagesIn } = await import("./core/language/catalogues.ts");
    err(`claudeminder: ${messagesIn(await startLanguage(host, args)).reason(reasonOf(error))}\n`);
    Deno.exitCode = 1;
  }
  // Nobody waits for what still runs.
  endAfter(100, Deno.exitCode);
}
