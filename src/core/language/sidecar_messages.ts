/** Every sentence about sidecars that a person reads in the menu, the tooltip and `status`. */
import type { SidecarPhase } from "../sidecars/sidecar_state.ts";

export interface SidecarMessages {
  /** What it does now: "running", a part of a line. */
  readonly phases: Readonly<Record<SidecarPhase["kind"], string>>;
  /** How many failed checks in a row, and how many it may have: "1 of 3 checks failed", a part of a line. */
  failedChecks(failures: number, allowed: number): string;
  /** How long its process has run: "12 min", a part of a line. */
  uptime(ms: number): string;
  port(port: number): string;
  /** How often it was restarted in a row: "2 restarts", a part of a line. */
  restarts(count: number): string;
  /** It has ended and is not started again by itself. `why` is a sentence that begins with a small letter. */
  failed(name: string, why: string): string;
  /** The title of a notice: it is not started again by itself. */
  hasFailed(name: string): string;
  severalFailed(count: number): string;
  /** Buttons. */
  readonly startAgain: string;
  startNamed(name: string): string;
  readonly start: string;
  readonly stop: string;
  readonly restart: string;
  readonly openLog: string;
  /** How many are in a menu of their own: "+3 more sidecars". */
  more(count: number): string;
}
