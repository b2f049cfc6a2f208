/** How much is shown of agents, so that one of them that tells without end hides nothing of the others. */
import { minute } from "../time/units.ts";

/** Of one program's share of the menu; with many programs a share is smaller, but never less than `least`. */
export const MENU_MAX = {
  waiting: { one: 20, all: 60, least: 3 },
  sessions: { one: 30, all: 150, least: 5 },
} as const;
/** Running tools of one session in the menu. */
export const MENU_TOOLS_MAX = 6;
/** Notices of one program about what waits, in so long. */
export const NOTICES_MAX = 10;
export const noticesMs = minute;
/** What was told of agents is remembered for this many of the last notices. */
export const TOLD_MAX = 300;
