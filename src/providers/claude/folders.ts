/** The folders of Claude Code, as its variables name them: a tray is started by no shell, so what a shell makes of `~` is made here. */
import { isAbsolute, resolve } from "node:path";
import { below } from "../../core/text/path.ts";
import type { Host } from "../../host/host.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Reason } from "../../core/reason.ts";

/** Settings, sessions, and, where nothing else is said, the login. */
export const configVariable = "CLAUDE_CONFIG_DIR";
/** The login alone. */
export const storageVariable = "CLAUDE_SECURESTORAGE_CONFIG_DIR";

export interface NamedFolder {
  /** A full path, without a stroke at its end. */
  readonly path: string;
  /** What is odd about how it was written; null = nothing. */
  readonly remark: Reason | null;
}

/** The folder that the variable names; null = it says nothing. */
export function namedFolder(
  host: Pick<Host, "env">,
  { home }: Pick<Platform, "home">,
  variable: string,
): NamedFolder | null {
  const value = host.env(variable) ?? "";
  if (value === "") return null;
  const inHome = /^~(?=$|[\\/])/.test(value);
  const path = plain(inHome ? `${home}${value.slice(1)}` : isAbsolute(value) ? value : resolve(value));
  if (inHome) {
    return { path, remark: { about: "variable", kind: "tilde", variable, path } };
  }
  return isAbsolute(value) ? { path, remark: null } : {
    path,
    remark: { about: "variable", kind: "relative", variable, path },
  };
}

/** Where Claude Code keeps its settings. */
export function configFolder(host: Pick<Host, "env">, platform: Pick<Platform, "home">): string {
  return namedFolder(host, platform, configVariable)?.path ?? below(platform.home, ".claude");
}

/** Where Claude Code keeps its login, outside a keychain. */
export function storageFolder(host: Pick<Host, "env">, platform: Pick<Platform, "home">): string {
  return namedFolder(host, platform, storageVariable)?.path ?? configFolder(host, platform);
}

function plain(path: string): string {
  return path.replace(/(?<=[^\\/:])[\\/]+$/, "");
}
