/** The words for sidecars, as views need them. */
import type { SidecarMessages } from "../language/sidecar_messages.ts";
import type { Reason } from "../reason.ts";

export interface SidecarWords {
  readonly sidecars: SidecarMessages;
  reason(reason: Reason): string;
}
