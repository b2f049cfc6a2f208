/**
 * The interface for what differs between operating systems, as data: paths, commands, formats. A platform describes; it
 * does nothing itself.
 */
import type { System } from "../core/system.ts";
import type { Notice } from "../core/alerts/notice.ts";
import type { Command, TcpListener } from "../host/host.ts";
import type { NotificationsReason, Reason } from "../core/reason.ts";
import type { Remedy } from "../core/remedy.ts";

export interface Platform extends PlatformNotifications {
  readonly os: System;
  /** Where this program keeps its files. */
  readonly paths: Paths;
  /** The person's home folder. */
  readonly home: string;
  /** The variables of the person's environment that a sidecar gets: what programs need to work at all. */
  readonly childVariables: readonly string[];
  /** Those that a program needs besides to be on the desktop. */
  readonly desktopVariables: readonly string[];
  /** Opens a URL or a file in the person's own program for it. */
  open(target: string): Command;
  /** Reads a secret from the system's keychain; null = other programs put no secrets there. */
  readSecret(secret: SecretName): Command | null;
  /** Registers `claudeminder:` links for this person only; null = they are not used on this system. */
  readonly linkProtocol: LinkProtocol | null;
  /** How the program is started at login, for this person only. */
  readonly autostart: AutostartPlace;
  /** Whether the person wants things on the screen to keep still; null = this is found out in another way. */
  readonly reducedMotion:
    | { readonly kind: "command"; readonly command: Command; isReduced(output: string): boolean }
    | { readonly kind: "registry"; readonly value: RegistryPlace; isReduced(found: RegistryValue): boolean }
    | null;
  readonly iconFormat: "png" | "ico";
  /** How many px wide and high the tray shows an icon; null = the tray scales larger icons well. */
  readonly traySize: { readonly value: RegistryPlace; sizePx(found: RegistryValue): number | null } | null;
  /** How many UTF-16 units of a tooltip the tray helper shows; null = it shows no tooltip. */
  readonly tooltipLimit: number | null;
  /** The file name of the systray2 helper program for this system and processor; null = there is none. */
  readonly systrayHelper: string | null;
  /** How to find the listening sockets of OpenCode's processes. */
  readonly listeners: ListenerSource;
  /**
   * The command that prints the controlling terminal of a process; null = there is none, or no program is needed to
   * know it.
   */
  terminal(pid: number): Command | null;
  /**
   * The command that brings the window and tab of a terminal to the front, in the programs that can be told to; null =
   * the system has no such program, or this is not the name of a terminal there.
   */
  focusTerminal(tty: string): Command | null;
  /** The command that tells a menu bar plugin that the state file has changed; null = there is no such plugin. */
  readonly stateFileChanged: Command | null;
}

/** How notices are shown, and by which program. */
export interface PlatformNotifications {
  /** Shows a notice. Its texts hold no control characters. Systems without links show it without buttons. */
  notify(notice: Notice, links: NoticeLinks | null): NoticeCommand;
  /** Takes away the notice of a subject that `notify()` has shown; null = the system cannot do that. */
  withdrawNotice(subject: string): NoticeCommand | null;
  readonly notifyProgram: NotifyProgram;
}

/** The links that open when a person presses a notice's buttons, or the notice itself. */
export interface NoticeLinks {
  readonly opens: string | null;
  readonly buttons: readonly { readonly label: string; readonly link: string }[];
}

export interface NoticeCommand extends Command {
  readonly stdin?: string;
  /** The program has done its work only if this stands in its output. */
  readonly prints?: string;
  /** What an exit status means. */
  readonly failures?: Readonly<Record<number, NotificationsReason>>;
}

/** The program that shows notices. */
export interface NotifyProgram {
  /**
   * A command that changes nothing. If the program is there, it ends with exit status 0 and prints the text in
   * `prints`.
   */
  readonly probe: Command & { readonly prints?: string };
  /** What it can do. */
  readonly detail: Reason;
  /** What a person can do if it is missing. */
  readonly remedy: Remedy;
}

/** A value in the person's part of Windows' registry; the name "" = the key's default value. */
export interface RegistryPlace {
  readonly key: string;
  readonly name: string;
}

/** Null = there is no such value. */
export type RegistryValue = string | number | null;

export interface LinkProtocol {
  /**
   * The registry key that only this protocol uses. If it exists, links are registered; removing it removes all of them.
   */
  readonly key: string;
  /** The values that make a click on a link run `exe link -- LINK`. `exe` is a full path. */
  register(exe: string): Registration;
}

export type Registration =
  | { readonly kind: "values"; readonly values: readonly (RegistryPlace & { readonly text: string })[] }
  /** The system would read the path as something else. */
  | { readonly kind: "refused"; readonly why: Reason };

/** Where the system looks for programs to start at login. `exe` is always a full path. */
export type AutostartPlace =
  & {
    /** The text that makes the system run `exe run --autostart` at login. */
    entry(exe: string): AutostartEntry;
    /**
     * The path of the program that such a text starts; null = it starts none, because it is turned off or makes no
     * sense.
     */
    startedBy(text: string): string | null;
  }
  & (
    /** A file of our own in a folder that the system reads. */
    | { readonly kind: "file"; readonly path: string }
    /** A value of our own in Windows' registry. */
    | { readonly kind: "registry"; readonly value: RegistryPlace }
  );

export type AutostartEntry =
  | { readonly kind: "text"; readonly text: string }
  /** The system would read the path as something else. */
  | { readonly kind: "refused"; readonly why: Reason };

/** A TCP socket that a process listens on. */
export type Listener = TcpListener;

/** Where the system tells which processes listen. */
export type ListenerSource =
  /** In /proc, which needs no other process. `startFolders`: where OpenCode writes when it starts, and seldom later. */
  | { readonly kind: "proc"; readonly startFolders?: readonly string[] }
  /** A program that prints all of them and ends. */
  | {
    readonly kind: "command";
    readonly command: Command;
    readonly everyMs: number;
    parse(printed: string): readonly Listener[];
  }
  /** In a table of the system, which needs no other process. */
  | { readonly kind: "sockets"; readonly everyMs: number };

export interface SecretName {
  readonly service: string;
  readonly account: string;
}

export interface Paths {
  readonly settingsFile: string;
  readonly stateFolder: string;
  /** For files that live as long as the login session. */
  readonly runtimeFolder: string;
  /** For files that can be made again at any time. */
  readonly cacheFolder: string;
}
