/** Whether the saved state knows of a newer version. `doctor` itself does not ask for it. */
import type { Settings } from "../../core/settings.ts";
import type { SavedState } from "../../core/saved_state.ts";
import { newerThan } from "../../tasks/ask_newest_version.ts";
import { type Check, type Examination, ok, warning } from "./check.ts";

export function newestVersionCheck(
  { host, messages, says, runtime }: Examination,
  { newest }: SavedState,
  { url }: Settings["updates"],
): Check {
  if (url === "") return ok("newest", says.newestNotAsked);
  if (newest === null || newest.url !== url) return ok("newest", says.newestNotYet);
  const ago = messages.ago(Math.max(0, host.now() - newest.askedAt));
  switch (newest.outcome) {
    case "unreachable":
      return warning("newest", says.newestUnreachable(ago), says.checkUpdatesUrl);
    case "odd":
      return warning("newest", says.newestNotUnderstood(ago), says.checkUpdatesUrl);
    case "version": {
      const newer = newest.version === null ? null : newerThan(runtime.version, newest.version);
      return newer === null
        ? ok("newest", says.newestIsThis(ago))
        : warning("newest", says.newestIsOut(newer, ago), says.getNewest);
    }
  }
}
