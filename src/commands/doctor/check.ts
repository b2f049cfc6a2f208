/** The result of one check of `doctor`, and what all checks have to work with. */
import type { CheckName, CheckResult, DoctorMessages } from "../../core/language/doctor_messages.ts";
import type { Language } from "../../core/language/languages.ts";
import type { InstalledParts } from "../command.ts";
import type { NoticeSender } from "../../notify/sender.ts";
import type { Net } from "../../net/net_client.ts";
import type { Settings } from "../../core/settings.ts";
import type { Provider } from "../../providers/provider.ts";
import type { Platform } from "../../platform/platform.ts";
import type { TrayChoice } from "../../tray/driver_choice.ts";

export interface DoctorParts extends InstalledParts {
  readonly platform: Platform;
  readonly language: Language;
  readonly chooseTray: () => Promise<TrayChoice>;
  readonly sender: NoticeSender;
  readonly runtime: Runtime;
  /** The URL of the usage endpoint. */
  readonly usageUrl: string;
}

/** What runs, and on which system, as the runtime knows it. */
export interface Runtime {
  readonly version: string;
  /** Where the program comes from: a commit, or "from source". */
  readonly origin: string;
  readonly deno: string;
  readonly v8: string;
  readonly os: string;
  readonly osRelease: string;
  readonly arch: string;
}

/** The parts, with the words of the person's language. */
export interface Examination extends DoctorParts {
  readonly says: DoctorMessages;
}

/** What only the checks of the network need. */
export interface NetworkParts {
  readonly net: Net;
  readonly provider: Provider;
  readonly usage: Settings["usage"];
}

export interface Check {
  /** Several checks can have the same name: one for each thing that is wrong. */
  readonly name: CheckName;
  readonly result: CheckResult;
  /** For a person, in their language; so is the remedy. */
  readonly detail: string;
  /** What to do; null = nothing. */
  readonly remedy: string | null;
}

export function ok(name: CheckName, detail: string): Check {
  return { name, result: "ok", detail, remedy: null };
}

export function warning(name: CheckName, detail: string, remedy: string | null): Check {
  return { name, result: "warning", detail, remedy };
}

export function problem(name: CheckName, detail: string, remedy: string | null): Check {
  return { name, result: "problem", detail, remedy };
}
