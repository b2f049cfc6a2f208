/** Where this program's own files are: the settings, the saved state, the history, and where it listens. */
import { resolve } from "node:path";
import { below } from "../core/text/path.ts";
import type { Host } from "../host/host.ts";

/** Full paths. */
export interface OwnFiles {
  /** The settings, a person's to edit. */
  readonly settings: string;
  /** The saved state. */
  readonly state: string;
  /** What happened, for two years. */
  readonly history: string;
  /** Where the running program listens. */
  readonly server: string;
  /** The Unix socket on which it answers status lines. */
  readonly statusLine: string;
}

/**
 * Where the files are. The settings stand where `config` says (`--config`), else where `CLAUDEMINDER_CONFIG` says, else in the
 * platform's own folder.
 */
export function ownFiles(
  host: Pick<Host, "env">,
  paths: { readonly settingsFile: string; readonly stateFolder: string; readonly runtimeFolder: string },
  config: string | undefined,
): OwnFiles {
  return {
    settings: resolve(config ?? (host.env("CLAUDEMINDER_CONFIG") || paths.settingsFile)),
    state: below(paths.stateFolder, "state.json"),
    history: below(paths.stateFolder, "history.sqlite"),
    server: below(paths.runtimeFolder, "server.json"),
    statusLine: below(paths.runtimeFolder, "statusline.sock"),
  };
}
