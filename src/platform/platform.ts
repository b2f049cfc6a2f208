/** The interface of what differs between operating systems, as data: paths, commands, formats. Nothing here acts. */
import type { Command } from "../host.ts";

export interface Platform {
  readonly os: "linux" | "macos" | "windows";
  /** Where this program keeps its files. */
  readonly paths: Paths;
  /** The person's home folder. */
  readonly home: string;
  /** Opens a URL or a file in the person's own program for it. */
  open(target: string): Command;
  /** Reads a secret from the system's keychain, where there is one that other programs put secrets into. */
  readSecret(secret: SecretName): Command | null;
  readonly iconFormat: "png" | "ico";
  /** How many UTF-16 units of a tooltip the tray helper shows; null = none at all. */
  readonly tooltipLimit: number | null;
  /** The file name of the systray2 helper program for this system and processor; null = there is none. */
  readonly systrayHelper: string | null;
}

export interface SecretName {
  readonly service: string;
  readonly account: string;
}

export interface Paths {
  readonly configFile: string;
  readonly stateFolder: string;
  /** For files that live as long as the login session. */
  readonly runtimeFolder: string;
}
