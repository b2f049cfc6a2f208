/**
 * How wrong forecasts are where no days are known, as it was seen of simulated people of all kinds: most go on as before, some stop soon,
 * and some have hardly begun.
 */
import { type ErrorRatio, type ErrorRatios, type Outlook, reaches } from "./work_profile.ts";

type Errors = Readonly<Record<Outlook, ErrorRatios>>;

/** The same however far a forecast reaches. */
const everywhere = (ratio: ErrorRatio): ErrorRatios => reaches.map(() => ratio);

/** For windows of hours. */
export const hoursInGeneral: Errors = {
  near: everywhere([0.05, 0.3, 0.7, 1, 1.05, 1.15, 1.7]),
  far: everywhere([0.05, 0.15, 0.5, 1, 1.1, 1.5, 4]),
};

/** For windows of days. */
export const daysInGeneral: Errors = {
  near: everywhere([0.1, 0.45, 0.8, 1, 1.05, 1.25, 2.2]),
  far: everywhere([0.2, 0.6, 0.85, 1, 1.3, 2, 4]),
};
