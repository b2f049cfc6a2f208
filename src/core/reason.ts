/**
 * Why something does not work, as data. The code that notices the trouble makes the value, and each language in `language/` says it.
 * `about` names a part of the program or of the machine, `kind` what is wrong there. A reason that has another one as its cause holds
 * it in `why`.
 */
import type { Remedy } from "./remedy.ts";
import type { SettingRule } from "./setting_rule.ts";

export type Reason =
  /** Text of the system or of another program: a person reads it as it is. */
  | { readonly about: "system"; readonly text: string }
  | { readonly about: "several" } & SeveralReason
  | { readonly about: "settings" } & SettingsReason
  | { readonly about: "file" } & FileReason
  | { readonly about: "own-file" } & OwnFileReason
  | { readonly about: "folder" } & FolderReason
  | { readonly about: "windows" } & WindowsReason
  | { readonly about: "variable" } & VariableReason
  | { readonly about: "network" } & NetworkReason
  | { readonly about: "credentials" } & CredentialsReason
  | { readonly about: "answer" } & AnswerReason
  | { readonly about: "bus" } & BusReason
  | { readonly about: "tray" } & TrayReason
  | { readonly about: "tray-helper" } & TrayHelperReason
  | { readonly about: "notifications" } & NotificationsReason
  | { readonly about: "autostart" } & AutostartReason
  | { readonly about: "opening" } & OpeningReason
  | { readonly about: "snooze" } & SnoozeReason
  | { readonly about: "server" } & ServerReason
  | { readonly about: "agent" } & AgentReason
  | { readonly about: "sidecar" } & SidecarReason
  | { readonly about: "history"; readonly kind: "off" };

/** Several reasons, or a reason with something added. */
export type SeveralReason =
  /** One sentence after the other. */
  | { readonly kind: "sentences"; readonly reasons: readonly Reason[] }
  | { readonly kind: "both"; readonly first: Reason; readonly second: Reason }
  /** The reason stands behind a colon: it begins with a small letter. */
  | { readonly kind: "after-colon"; readonly why: Reason }
  | { readonly kind: "with-remedy"; readonly why: Reason; readonly remedy: Remedy };

export type SettingsReason =
  | { readonly kind: "unreadable" | "unwritable"; readonly file: string; readonly why: Reason }
  | { readonly kind: "not-json" | "not-an-object" }
  | { readonly kind: "unknown-key"; readonly key: string }
  /** `key`: "" = the settings as a whole. `got`: the value as JSON; null = there is none. */
  | { readonly kind: "value"; readonly key: string; readonly rule: SettingRule; readonly got: string | null };

export type FileReason =
  | {
    readonly kind: "unreadable" | "unwritable" | "unlockable";
    readonly path: string;
    readonly why: Reason;
  }
  | {
    readonly kind:
      | "is-folder"
      | "too-many-links"
      | "not-ordinary"
      | "silent-disk"
      | "damaged"
      /** Another process writes to it. */
      | "in-use"
      | "forbidden"
      /** No more is known, or no more may be told. */
      | "not-read";
  }
  | { readonly kind: "too-large"; readonly bytes: number }
  /** Another process has the lock. */
  | { readonly kind: "held"; readonly seconds: number };

/** A file that only this program writes. `parts`: the parts of it that make no sense; [] = the whole file. */
export type OwnFileReason =
  | { readonly kind: "unreadable" | "unwritable"; readonly file: string; readonly why: Reason }
  | { readonly kind: "of-newer-version"; readonly file: string }
  | {
    readonly kind: "set-aside";
    readonly file: string;
    readonly parts: readonly string[];
    readonly aside: string;
  }
  | {
    readonly kind: "not-set-aside";
    readonly file: string;
    readonly parts: readonly string[];
    readonly why: Reason;
  };

export type FolderReason =
  | { readonly kind: "unusable"; readonly folder: string; readonly why: Reason }
  | { readonly kind: "missing" | "not-folder" }
  | { readonly kind: "disk-full" | "quota-used-up" | "read-only" | "runs-no-programs" }
  | { readonly kind: "open"; readonly mode: string }
  | { readonly kind: "is-folder" | "of-another-user" | "altered"; readonly path: string }
  | { readonly kind: "changed-by-others"; readonly folder: string }
  /** A program in the folder was tried. */
  | { readonly kind: "program-failed"; readonly status: number };

/** System calls of Windows that fail. */
export type WindowsReason =
  | {
    readonly kind: "registry-unreadable" | "registry-unwritable";
    readonly key: string;
    readonly why: Reason;
  }
  | { readonly kind: "sockets-unreadable" | "no-start-without-window"; readonly why: Reason }
  | { readonly kind: "no-console" };

/** A variable that names a folder. */
export type VariableReason =
  | { readonly kind: "home-unset" | "home-no-folder"; readonly variable: string }
  /** `path`: the folder that is used. */
  | { readonly kind: "tilde" | "relative"; readonly variable: string; readonly path: string };

/** A setting for the way to a server that cannot be used. `from`: the setting, or the variable, that holds it. */
export type NetworkReason =
  | { readonly kind: "no-https-url" }
  | { readonly kind: "http-elsewhere"; readonly hostname: string }
  | { readonly kind: "unsendable-header"; readonly name: string }
  | { readonly kind: "pins-behind-https-proxy" | "long-login"; readonly from: string }
  | {
    readonly kind:
      | "authorities-unreadable"
      | "authorities-missing"
      | "authorities-damaged"
      | "no-authorities";
    readonly from: string;
    readonly path: string;
  }
  | { readonly kind: "no-authority"; readonly from: string; readonly path: string; readonly number: number }
  /** `got` as JSON. */
  | { readonly kind: "unknown-store"; readonly got: string }
  | { readonly kind: "bad-pin"; readonly number: number }
  | {
    readonly kind:
      | "proxy-no-address"
      | "proxy-more-than-port"
      | "proxy-no-port"
      | "proxy-unencoded-login"
      | "proxy-wants-login"
      | "proxy-refuses-login";
    readonly from: string;
  }
  | { readonly kind: "proxy-scheme"; readonly from: string; readonly scheme: string };

/** What is wrong with a stored login. `security`: the program that reads the keychain of macOS. */
export type CredentialsReason =
  | {
    readonly kind: "not-json" | "odd-types" | "keychain-silent" | "keychain-locked" | "security-not-run";
  }
  | { readonly kind: "security-failed"; readonly status: number };

/** What is wrong with an answer about usage. */
export type AnswerReason =
  | {
    readonly kind: "too-large" | "empty" | "web-page" | "not-json" | "reports-error" | "nothing-known";
  }
  | { readonly kind: "not-an-object"; readonly shape: AnswerShape }
  | { readonly kind: "unread"; readonly fields: readonly string[] };

export type AnswerShape = "null" | "list" | "string" | "number" | "boolean";

/** The desktop's session bus. */
export type BusReason =
  | {
    readonly kind:
      | "none"
      | "lets-nobody-in"
      | "closed"
      | "gone"
      | "silent"
      | "closed-here"
      | "program-ending";
  }
  | { readonly kind: "no-way"; readonly why: Reason }
  | { readonly kind: "no-answer"; readonly destination: string; readonly member: string };

export type TrayReason =
  | {
    readonly kind:
      | "silent-panel"
      | "no-sni-panel"
      | "no-panel"
      | "no-display"
      | "names-taken"
      | "not-wanted"
      | "sni-on-linux-only";
  }
  | { readonly kind: "icon-refused"; readonly why: Reason };

/** The helper program that shows the icon where this program cannot do it itself. */
export type TrayHelperReason =
  | {
    readonly kind:
      | "not-for-processor"
      | "shows-no-icon"
      | "not-for-windows"
      | "unknown-headers";
  }
  | { readonly kind: "ended" | "ended-at-start"; readonly how: string }
  | { readonly kind: "not-started"; readonly why: Reason }
  | { readonly kind: "unusable"; readonly place: string; readonly why: Reason }
  | { readonly kind: "odd-subsystem"; readonly number: number };

/** How notifications are shown, or why they are not. */
export type NotificationsReason =
  | {
    readonly kind:
      | "no-service"
      | "not-sent"
      | "silent-service"
      | "service-ended"
      | "service-not-started"
      | "turned-off"
      | "by-startable-service"
      | "by-notify-send"
      | "by-powershell"
      | "by-osascript";
  }
  /** `error`: the name of the error on the bus; "" = it has none. */
  | { readonly kind: "refused"; readonly error: string }
  | { readonly kind: "by-service"; readonly name: string; readonly buttons: boolean }
  | { readonly kind: "shows-nothing" | "not-run"; readonly program: string }
  | { readonly kind: "late"; readonly program: string; readonly seconds: number }
  | { readonly kind: "failed"; readonly program: string; readonly status: number };

/** Why the system cannot be told to start the program at login, or for a link. */
export type AutostartReason =
  | { readonly kind: "not-at-login" | "no-links"; readonly program: string; readonly why: Reason }
  /** The system would read the program's path as another path. */
  | {
    readonly kind:
      | "not-full-path"
      | "quotation-mark"
      | "control-character"
      | "not-utf8"
      | "percent"
      | "too-long"
      | "passing-place";
  }
  | { readonly kind: "ambiguous-character"; readonly character: string };

export type OpeningReason =
  | { readonly kind: "program-not-run"; readonly target: string; readonly program: string }
  | { readonly kind: "program-failed"; readonly target: string; readonly status: number };

/** The port that the settings want cannot be had. `instead`: the one that is used. */
export type ServerReason =
  & { readonly port: number; readonly instead: number }
  & ({ readonly kind: "port-taken" } | { readonly kind: "port-refused"; readonly why: Reason });

export type SnoozeReason = { readonly kind: "no-session" };

/** Why an answer has not reached an agent. */
export type AgentReason =
  | { readonly kind: "already-answered" | "not-seen-whole" }
  /** `product`: what people call the agent, "OpenCode". */
  | { readonly kind: "gone" | "locked" | "not-answering" | "refused"; readonly product: string };

/** Why a sidecar does not run, is not well, or cannot do what it was asked for. */
export type SidecarReason =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "killed"; readonly signal: string }
  | { readonly kind: "program-missing"; readonly program: string }
  | { readonly kind: "folder-missing"; readonly folder: string }
  | { readonly kind: "not-started"; readonly program: string; readonly why: Reason }
  | { readonly kind: "ports-taken"; readonly ports: readonly number[] }
  | { readonly kind: "socket-taken"; readonly path: string }
  /** `why`: what was wrong last, where that is known. */
  | { readonly kind: "not-ready"; readonly seconds: number; readonly why?: Reason }
  | { readonly kind: "no-answer"; readonly seconds: number }
  | { readonly kind: "odd-status"; readonly status: number }
  | { readonly kind: "no-connection"; readonly why: Reason }
  | { readonly kind: "login-refused" | "odd-answer" | "connection-lost" | "no-unix-sockets" }
  /** An error of the sidecar's own. */
  | { readonly kind: "answers-error"; readonly code: number; readonly text: string }
  | { readonly kind: "too-many-restarts"; readonly count: number; readonly why: Reason }
  | { readonly kind: "does-not-end"; readonly pids: readonly number[] }
  /** `names`: those that there are. */
  | { readonly kind: "unknown"; readonly name: string; readonly names: readonly string[] }
  | { readonly kind: "breaker-open"; readonly name: string; readonly why: Reason }
  | {
    readonly kind: "not-running" | "no-http" | "no-jsonrpc" | "no-log" | "slow-reader";
    readonly name: string;
  }
  | { readonly kind: "too-large"; readonly name: string; readonly bytes: number }
  | { readonly kind: "too-many-streams" | "too-many-calls"; readonly count: number }
  /** `stream`: its id. */
  | { readonly kind: "stream-taken"; readonly stream: string };

/** The reason, with what a person can do about it; null = nothing is known. */
export function withRemedy(why: Reason, remedy: Remedy | null): Reason {
  return remedy === null ? why : { about: "several", kind: "with-remedy", why, remedy };
}

export function sameReason(one: Reason | null, other: Reason | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
