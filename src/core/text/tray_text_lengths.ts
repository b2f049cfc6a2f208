/** How long the texts of the tray may be: the tooltip's title and lines, on which system, and the labels of the menu. */

/** The tooltip's title, in characters: some panels show nothing else of it. */
export const tooltipTitleMax = 64;
/** A line of the tooltip, in characters: the reason for a failure may be as long as its writer likes, panels are not. */
export const tooltipLineMax = 400;
/** The name of a limit in the tooltip's title: it must not cost the reset that stands behind it. */
export const limitNameMax = 16;
/** The line of an agent that waits, in the tooltip. */
export const waitingLineMax = 80;

/**
 * How many UTF-16 units of the tooltip the tray helper shows, title and lines together; null = it shows no tooltip.
 * - Windows: `NOTIFYICONDATAW.szTip` holds 128 units, but the helper gives the structure a size that Windows does not know. Windows
 *   then reads 64, as in the structure's first version, the terminating zero included.
 *   Source: https://github.com/getlantern/systray/issues/253
 * - macOS: the menu bar shows tooltips of any length, but nobody reads more than this.
 */
export const helperTooltipMax = { linux: null, macos: 1_000, windows: 63 } as const;

/** The label of a menu entry, in characters. */
export const menuLabelMax = 400;
/** A path or a version within the label of a menu entry, in characters. */
export const menuNameMax = 64;
