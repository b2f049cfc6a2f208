/** When two icons are the same picture. */
import type { IconSpec } from "../core/icon/icon_layout.ts";

/** Whether two specs give the same picture. */
export function sameIcon(one: IconSpec, other: IconSpec): boolean {
  return one.style === other.style && one.condition === other.condition && one.percent === other.percent &&
    one.level === other.level && one.snoozed === other.snoozed && one.attention === other.attention &&
    one.pulse === other.pulse;
}
