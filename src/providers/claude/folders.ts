/**
 * The folders of Claude Code, from its variables. A tray program is not started by a shell, so a `~` that a shell would have replaced is
 * replaced here.
 */
import { isAbsolute, resolve } from "node:path";
import { below } from "../../core/text/path.ts";
import type { Host } from "../../host/host.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Reason } from "../../core/reason.ts";

/** Names the folder of settings, sessions and, unless the other variable is set, the login. */
export const configVariable = "CLAUDE_CONFIG_DIR";
/** Names the folder of the login alone. */
export const storageVariable = "CLAUDE_SECURESTORAGE_CONFIG_DIR";

export interface NamedFolder {
  /** A full path, without a slash at its end. */
  readonly path: string;
  /** What is odd in how the path was written; null = nothing. */
  readonly remark: Reason | null;
}

/** The folder that the variable names; null = the variable is not set. */
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

/** The folder of Claude Code's settings. */
export function configFolder(host: Pick<Host, "env">, platform: Pick<Platform, "home">): string {
  return namedFolder(host, platform, configVariable)?.path ?? below(platform.home, ".claude");
}

/** The folder of Claude Code's login, if that is not in a keychain. */
export function storageFolder(host: Pick<Host, "env">, platform: Pick<Platform, "home">): string {
  return namedFolder(host, platform, storageVariable)?.path ?? configFolder(host, platform);
}

/** The folder of the file `.claude.json`. */
export function settingsFolder(host: Pick<Host, "env">, { home }: Pick<Platform, "home">): string {
  return namedFolder(host, { home }, configVariable)?.path ?? home;
}

/** The host as Claude Code sees it that was started with this folder; null = without one. */
export function inFolder<H extends Pick<Host, "env">>(host: H, folder: string | null): H {
  return {
    ...host,
    env: (name: string) =>
      name === configVariable ? folder ?? undefined : name === storageVariable ? undefined : host.env(name),
  };
}

function plain(path: string): string {
  return path.replace(/(?<=[^\\/:])[\\/]+$/, "");
}
