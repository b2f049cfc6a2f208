/** The interface of what differs between operating systems, as data: paths, commands, formats. Nothing here acts. */
import type { Notice } from "../core/alerts/notice.ts";
import type { Command, TcpListener } from "../host/host.ts";
import type { NotificationsReason, Reason } from "../core/reason.ts";
import type { Remedy } from "../core/remedy.ts";

export interface Platform extends PlatformNotifications {
  readonly os: "linux" | "macos" | "windows";
  /** Where this program keeps its files. */
  readonly paths: Paths;
  /** The person's home folder. */
  readonly home: string;
  /** Opens a URL or a file in the person's own program for it. */
  open(target: string): Command;
  /** Reads a secret from the system's keychain, where there is one that other programs put secrets into. */
  readSecret(secret: SecretName): Command | null;
  /** Registers links of our own kind, for this person only; null = the system has no use for them here. */
  readonly linkProtocol: LinkProtocol | null;
  /** Starts the program at login, for this person only. */
  readonly autostart: AutostartPlace;
  /** Tells whether the person wants things to keep still; null = another way is needed. */
  readonly reducedMotion:
    | { readonly kind: "command"; readonly command: Command; isReduced(output: string): boolean }
    | { readonly kind: "registry"; readonly value: RegistryPlace; isReduced(found: RegistryValue): boolean }
    | null;
  readonly iconFormat: "png" | "ico";
  /** Tells how many px wide and high the tray shows an icon; null = it takes a bigger one well. */
  readonly traySize: { readonly value: RegistryPlace; sizePx(found: RegistryValue): number | null } | null;
  /** How many UTF-16 units of a tooltip the tray helper shows; null = none at all. */
  readonly tooltipLimit: number | null;
  /** The file name of the systray2 helper program for this system and processor; null = there is none. */
  readonly systrayHelper: string | null;
  /** How the listening sockets of OpenCode's processes are found. */
  readonly listeners: ListenerSource;
  /** Prints the controlling terminal of a process; null = the system has none, or says it without a program. */
  terminal(pid: number): Command | null;
  /**
   * Brings the window and the tab of a terminal to the front, if one of the programs that can be told so shows it; null = the
   * system has none, or this is not a name that it gives to terminals.
   */
  focusTerminal(tty: string): Command | null;
  /** Tells a menu bar plugin that the state file has changed; null = there is none to be told. */
  readonly stateFileChanged: Command | null;
}

/** How notices are shown, and by which program. */
export interface PlatformNotifications {
  /** Shows a notice whose texts hold no control characters. Systems that know no links show it without buttons. */
  notify(notice: Notice, links: NoticeLinks | null): NoticeCommand;
  /** Takes away the notice of a subject that `notify()` has shown; null = the system has no way to. */
  withdrawNotice(subject: string): NoticeCommand | null;
  readonly notifyProgram: NotifyProgram;
}

/** The links behind a notice's buttons, and behind the notice itself. */
export interface NoticeLinks {
  readonly opens: string | null;
  readonly buttons: readonly { readonly label: string; readonly link: string }[];
}

export interface NoticeCommand extends Command {
  readonly stdin?: string;
  /** What stands in its output once it has done it; a program that prints something else has not. */
  readonly prints?: string;
  /** What an exit status means. */
  readonly failures?: Readonly<Record<number, NotificationsReason>>;
}

/** The program that shows notices. */
export interface NotifyProgram {
  /** Does nothing, with exit status 0 and the output that `prints` names where the program is there. */
  readonly probe: Command & { readonly prints?: string };
  /** What it can do. */
  readonly detail: Reason;
  /** What a person can do where it is missing. */
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
  /** The registry key that is the protocol's alone: while it is there, something is registered; with it, all of it goes. */
  readonly key: string;
  /** So that a click on a link runs `exe link -- LINK`. `exe` is a full path. */
  register(exe: string): Registration;
}

export type Registration =
  | { readonly kind: "values"; readonly values: readonly (RegistryPlace & { readonly text: string })[] }
  /** The path would be read as something else. */
  | { readonly kind: "refused"; readonly why: Reason };

/** Where a system looks, at login, for what to start; `exe` is a full path everywhere. */
export type AutostartPlace =
  & {
    /** The text that has `exe run --autostart` run at login. */
    entry(exe: string): AutostartEntry;
    /** The path of the program that such a text starts; null = none: it is turned off, or makes no sense. */
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
  /** The path would be read as something else. */
  | { readonly kind: "refused"; readonly why: Reason };

/** A TCP socket that a process listens on. */
export type Listener = TcpListener;

/** Where a system tells who listens. */
export type ListenerSource =
  /** In /proc, which costs no process. `startFolders`: where an OpenCode writes when it starts, and seldom later. */
  | { readonly kind: "proc"; readonly startFolders?: readonly string[] }
  /** A program that prints them all and ends. */
  | {
    readonly kind: "command";
    readonly command: Command;
    readonly everyMs: number;
    parse(printed: string): readonly Listener[];
  }
  /** In a table of the system's, for which no process is needed. */
  | { readonly kind: "sockets"; readonly everyMs: number };

export interface SecretName {
  readonly service: string;
  readonly account: string;
}

export interface Paths {
  readonly configFile: string;
  readonly stateFolder: string;
  /** For files that live as long as the login session. */
  readonly runtimeFolder: string;
  /** For what can be made anew at any time. */
  readonly cacheFolder: string;
}
