/** How much of agents is shown, so that one that sends without end does not hide the others. */
import { minute } from "../time/units.ts";

/** Entries of one program in the menu: `all` is shared by all programs, but each may have `least`, and none more than `one`. */
export const MENU_MAX = {
  waiting: { one: 20, all: 60, least: 3 },
  sessions: { one: 30, all: 150, least: 5 },
} as const;
/** Running tools of one session that the menu shows. */
export const MENU_TOOLS_MAX = 6;
/** At most so many notices about what waits in one program are shown in `noticesMs`. */
export const NOTICES_MAX = 10;
export const noticesMs = minute;
/** Of so many alerts about agents it is remembered that they were told. */
export const TOLD_MAX = 300;
