/** How long the texts of the tray may be: the tooltip's title and lines, on each system, and the labels of the menu. */
import type { System } from "../system.ts";

/** The tooltip's title, in characters. Some panels show only the title. */
export const tooltipTitleMax = 64;
/** A line of the tooltip, in characters. The reason for a failure can be of any length; a panel has little room. */
export const tooltipLineMax = 400;
/** The name of a limit in the tooltip's title, in characters, so that the reset behind it still fits. */
export const limitNameMax = 16;
/** The line of a waiting agent in the tooltip, in characters. */
export const tooltipWaitingLineMax = 80;

/**
 * How many UTF-16 units of the tooltip the tray helper shows, title and lines together; null = it shows no tooltip.
 * - Windows: `NOTIFYICONDATAW.szTip` holds 128 units, but the helper gives the structure a size that Windows does not know. Windows
 *   then reads 64, as in the structure's first version, the terminating zero included.
 *   Source: https://github.com/getlantern/systray/issues/253
 * - macOS: the menu bar shows tooltips of any length, but nobody reads more than this.
 */
export const helperTooltipMax: Readonly<Record<System, number | null>> = {
  linux: null,
  macos: 1_000,
  windows: 63,
};

/** The label of a menu entry, in characters. */
export const menuLabelMax = 400;
/** A path or a version within the label of a menu entry, in characters. */
export const menuNameMax = 64;
/** A line of the menu with text from agents, in characters. */
export const menuAgentLineMax = 80;
/** The title of an agent's session in the menu, in characters. */
export const menuSessionTitleMax = 40;
