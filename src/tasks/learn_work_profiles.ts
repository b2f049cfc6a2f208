/**
 * Learns the person's days from the history, for the limits of the account that is signed in: once a day, since a day more changes
 * little. Where there is no history, forecasts do without.
 */
import { learnedMs, learnProfile } from "../core/forecast/learn_profile.ts";
import type { WorkProfile } from "../core/forecast/work_profile.ts";
import { day } from "../core/time/units.ts";
import { windowLengthMs } from "../core/usage/limit.ts";
import type { Reading } from "../core/usage/reading.ts";
import type { History } from "./history_port.ts";

export async function learnedProfiles(
  { account, limits }: Reading,
  samples: History["samples"],
  now: number,
): Promise<readonly WorkProfile[]> {
  const profiles: WorkProfile[] = [];
  for (const { id, title } of limits) {
    const windowMs = windowLengthMs(title);
    if (windowMs === null || windowMs > longestMs) continue;
    const rows = await samples(account, id, { from: now - learnedMs, to: now });
    const profile = learnProfile({
      account,
      limit: id,
      windowMs,
      rows: rows.filter(({ at }) => at >= now - learnedMs),
    });
    if (profile !== null) profiles.push(profile);
  }
  return profiles;
}

/** Of a longer window too few are over within the time that is looked at. */
const longestMs = 7 * day;
