/** `uninstall`: ends the program and removes what it has put on the machine. Each line says what was done. */
import { defaultSettings, type Settings } from "../core/settings.ts";
import { logFile } from "./opencode_eventd.ts";
import { logFiles } from "../storage/logging.ts";
import { connectRunning, RpcError } from "../server/rpc_client.ts";
import { loadSettings } from "../storage/settings_file.ts";
import { disableAutostart } from "../tasks/autostart_keeper.ts";
import type { ExitStatus, InstalledParts } from "./command.ts";
import { reasonOf } from "../core/reason_error.ts";

/** How long the program may take to end. Its sidecars alone may take ten seconds. */
const patienceMs = 15_000;
const againMs = 50;

/** Goes on where something fails, and then ends with 1. It stops only where the program does not end, because that would write its files again. */
export async function uninstall(parts: InstalledParts, { purge }: { purge: boolean }): Promise<ExitStatus> {
  const { words: { uninstall: words }, platform, host, out } = parts;
  if (!await endRunning(parts)) return 1;
  // The settings say where these files are, so read them before they are deleted.
  const shared = sharedFiles(await settingsNow(parts));
  let exit: ExitStatus = 0;
  const attempt = async (what: string, work: () => Promise<void> | void): Promise<void> => {
    try {
      await work();
    } catch (error) {
      parts.err(words.failed(what, parts.messages.reason(reasonOf(error))));
      exit = 1;
    }
  };

  await attempt("autostart", async () => {
    const place = await disableAutostart(host, platform.autostart);
    out(place === null ? words.autostartWasOff : words.autostartRemoved(place));
  });
  const protocol = platform.linkProtocol;
  if (protocol !== null) {
    await attempt("claudeminder:", () => {
      out(host.registry.removeKey(protocol.key) ? words.linksRemoved : words.linksWereOff);
    });
  }
  const folders = ownFolders(Object.values(platform.paths));
  for (const folder of folders) {
    await attempt(folder, async () => {
      if (!purge) {
        if (await host.files.stat(folder) !== null) out(words.leftData(folder));
      } else if (await removeFolder(parts, folder)) out(words.deleted(folder));
      else out(words.notThere(folder));
    });
  }
  for (const path of shared) {
    await attempt(path, async () => {
      if (!await isOwnFile(parts, path)) return;
      if (!purge) return out(words.leftData(path));
      await host.files.remove(path);
      out(words.deleted(path));
    });
  }
  const settingsFile = parts.files.settings;
  await attempt(settingsFile, async () => {
    const isElsewhere = !folders.some((folder) => isBelow(settingsFile, folder));
    if (isElsewhere && await host.files.stat(settingsFile) !== null) out(words.leftSettings(settingsFile));
  });
  const { exe } = parts;
  // It may have been in one of the deleted folders.
  if (exe !== null && await host.files.stat(exe) !== null) out(words.leftProgram(exe));
  return exit;
}

async function settingsNow({ host, files, words, err }: InstalledParts): Promise<Settings> {
  const settings = await loadSettings(host, files.settings);
  switch (settings.kind) {
    case "settings":
      return settings.settings;
    case "problems":
      err(words.uninstall.notLookedElsewhere(files.settings));
      return defaultSettings;
  }
}

/** The files outside of our own folders: the plugin files, that for node_exporter, and the log of the older daemon. */
export function sharedFiles(
  { opencode: { state_file, usage_file }, metrics: { textfile } }: Settings,
): readonly string[] {
  return [...[state_file, usage_file, textfile].filter((path) => path !== ""), ...logFiles(logFile)];
}

/** Another user of this machine may have a file of the same name. A link counts as itself, not as what it leads to. */
async function isOwnFile({ host }: InstalledParts, path: string): Promise<boolean> {
  const info = await host.files.lstat(path);
  return info !== null && !info.isDirectory && info.owner === host.uid;
}

/** True once no program is running; false after a message on stderr. */
async function endRunning(parts: InstalledParts): Promise<boolean> {
  const { host, files, words } = parts;
  const running = await connectRunning(host, files.server);
  if (running === null) {
    parts.out(words.notRunning);
    return true;
  }
  const { pid } = running.address;
  try {
    await running.call("system.shutdown");
  } catch (error) {
    // It may have ended before it has answered.
    if (error instanceof RpcError) parts.err(error.message);
  } finally {
    running.close();
  }
  // The last thing that it does is to delete this file.
  const until = host.now() + patienceMs;
  while (await host.files.stat(files.server) !== null) {
    if (host.now() > until) {
      parts.err(words.uninstall.doesNotEnd(pid));
      return false;
    }
    await host.sleep(againMs);
  }
  parts.out(words.uninstall.ended(pid));
  return true;
}

/** Tries again for a while, because the program that has just ended may still have a file open there. */
async function removeFolder({ host }: InstalledParts, folder: string): Promise<boolean> {
  for (const until = host.now() + patienceMs / 5;;) {
    try {
      return await host.files.removeFolder(folder);
    } catch (error) {
      if (host.now() > until) throw error;
      await host.sleep(againMs);
    }
  }
}

/**
 * The folders that belong to the program alone: those in the paths that have its name, each once. What a person keeps beside them stays.
 */
export function ownFolders(paths: readonly string[]): readonly string[] {
  const folders = paths.flatMap((path) => /^.*[\\/]claudeminder(?=[\\/]|$)/.exec(path)?.[0] ?? []);
  return [...new Set(folders)];
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
}
