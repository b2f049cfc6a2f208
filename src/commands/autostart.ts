/** `autostart`: says in one line what starts at login, and changes it. */
import { disableAutostart, enableAutostart, isGone, readAutostart } from "../tasks/autostart_keeper.ts";
import type { ExitStatus, InstalledParts } from "./command.ts";
import { reasonOf } from "../core/reason_error.ts";

export type AutostartWish = "enable" | "disable" | "status";

/** Does what was asked, then prints how it is now. */
export async function autostart(parts: InstalledParts, wish: AutostartWish): Promise<ExitStatus> {
  try {
    switch (wish) {
      case "enable":
        if (parts.exe === null) {
          parts.err(parts.words.autostart.fromSource);
          return 1;
        }
        await enableAutostart(parts.host, parts.platform.autostart, parts.exe);
        break;
      case "disable":
        await disableAutostart(parts.host, parts.platform.autostart);
        break;
      case "status":
        break;
    }
    parts.out((await describeAutostart(parts)).text);
    return 0;
  } catch (error) {
    parts.err(parts.messages.reason(reasonOf(error)));
    return 1;
  }
}

/** What starts at login, in words, and whether it can be started. */
export async function describeAutostart(
  { host, platform: { autostart }, exe, words: { autostart: words } }: InstalledParts,
): Promise<{ readonly text: string; readonly works: boolean }> {
  const found = await readAutostart(host, autostart, exe);
  switch (found.kind) {
    case "off":
      return { text: words.disabled, works: true };
    case "on":
      return { text: words.enabled(exe ?? ""), works: true };
    case "other":
      return await isGone(host, found.path)
        ? { text: words.enabledForNothing(found.path), works: false }
        : { text: words.enabledElsewhere(found.path), works: true };
  }
}
