/** Sidecars as JSON for other programs: in the snapshot, and with their log files in the answers of `sidecar.list` and `sidecar.status`. */
import type { Messages } from "../language/messages.ts";
import { withShownTexts } from "../text/shown_text.ts";
import { isoTime } from "../time/iso_time.ts";
import { second } from "../time/units.ts";
import { type OlderWord, olderWord } from "./older_words.ts";
import type { SidecarSettings } from "./sidecar_settings.ts";
import { processIn, reasonIn, sinceIn } from "./phase_parts.ts";
import type { Sidecar, SidecarPhase } from "./sidecar_state.ts";

/** What is known of one. */
export interface SidecarStatus {
  readonly name: string;
  readonly state: SidecarPhase["kind"];
  readonly status: OlderWord;
  /** Whether it can be used. */
  readonly running: boolean;
  readonly url: string | null;
  readonly port: number | null;
  readonly pid: number | null;
  /** Restarts in a row. */
  readonly restartCount: number;
  /** Failed checks in a row. */
  readonly failureCount: number;
  /** After so many of them it is restarted. */
  readonly unhealthy_after: number;
  readonly circuitBreakerOpen: boolean;
  /** Since when it is in this state, ISO 8601; null = it was never started, or waits for its next start. */
  readonly since: string | null;
  /** How long its process has been there; null = there is none. */
  readonly uptime_seconds: number | null;
  /** When it is started again, ISO 8601. Only while it waits for that. */
  readonly retry_at?: string;
  /** Why it is not well. */
  readonly reason: string | null;
  /** What it printed last. Only after it has failed. */
  readonly last_lines?: readonly string[];
  readonly start: SidecarSettings["start"];
}

export interface ListedSidecar extends SidecarStatus {
  readonly log_files: LogFiles;
}

export interface LogFiles {
  readonly stdout: string;
  readonly stderr: string;
}

export interface StatusOptions {
  /** Epoch ms. */
  readonly now: number;
  readonly messages: Pick<Messages, "reason">;
}

export interface ListingOptions extends StatusOptions {
  /** The files that hold what a sidecar prints. */
  readonly logFiles: (name: string) => LogFiles;
}

export function listedSidecar(sidecar: Sidecar, options: ListingOptions): ListedSidecar {
  return { ...sidecarStatus(sidecar, options), log_files: options.logFiles(sidecar.name) };
}

/** Every text in it can be seen. */
export function sidecarStatus(sidecar: Sidecar, { now, messages }: StatusOptions): SidecarStatus {
  const { name, phase, restarts, settings } = sidecar;
  const held = processIn(phase);
  const [status, since, why] = [olderWord(phase), sinceIn(phase), reasonIn(phase)];
  return withShownTexts<SidecarStatus>({
    name,
    state: phase.kind,
    status,
    running: status === "running",
    url: held?.url ?? null,
    port: held?.port ?? null,
    pid: held?.pid ?? null,
    restartCount: restarts,
    failureCount: phase.kind === "unhealthy" ? phase.failures : 0,
    unhealthy_after: settings.unhealthy_after,
    circuitBreakerOpen: phase.kind === "failed" && phase.isBreakerOpen,
    since: since === null ? null : isoTime(since),
    uptime_seconds: held === null ? null : Math.max(0, Math.floor((now - held.startedAt) / second)),
    ...(phase.kind === "restarting" ? { retry_at: isoTime(phase.retryAt) } : {}),
    reason: why === null ? null : messages.reason(why),
    ...(phase.kind === "failed" ? { last_lines: phase.lastLines } : {}),
    start: settings.start,
  });
}
