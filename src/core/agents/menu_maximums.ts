/** How many entries the menu has for agents, so that one that sends without end does not hide the others. */

/** Entries of one program in the menu: `all` is shared by all programs, but each may have `least`, and none more than `one`. */
export const MENU_MAX = {
  waiting: { one: 20, all: 60, least: 3 },
  sessions: { one: 30, all: 150, least: 5 },
} as const;
/** Running tools of one session that the menu shows. */
export const MENU_TOOLS_MAX = 6;
