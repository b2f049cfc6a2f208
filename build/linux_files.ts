/** What a Linux desktop wants to have beside the program: an entry for its menu, and icons in every size. */
import { type Entry, textEntry } from "./archive.ts";
import { png, PNG_SIZES, svg } from "./icons.ts";

/** One sentence of what it is for, as menus and package lists show it. */
export const SUMMARY = "Shows in the tray how much of your Claude quota is used";

/**
 * The desktop entry (specifications.freedesktop.org/desktop-entry-spec): its file name is the program's identity in notifications.
 * The program is found on the PATH.
 */
export const DESKTOP_ENTRY = `[Desktop Entry]
Type=Application
Name=claudeminder
Comment=${SUMMARY}
Comment[vi]=Cho biết trên khay hệ thống đã dùng bao nhiêu hạn mức Claude
Exec=claudeminder
Icon=claudeminder
Terminal=false
StartupNotify=false
Categories=System;Monitor;
Keywords=Claude;quota;limit;usage;tray;
`;

/** The files below `share/` of `/usr` or `~/.local`, with paths from there. */
export async function shareFiles(): Promise<readonly Entry[]> {
  const icons = "icons/hicolor";
  const pngs = await Promise.all(PNG_SIZES.map(async (size) => ({
    path: `${icons}/${size}x${size}/apps/claudeminder.png`,
    bytes: new Uint8Array(await png(size)),
  })));
  return [
    textEntry("applications/claudeminder.desktop", DESKTOP_ENTRY),
    ...pngs,
    { path: `${icons}/scalable/apps/claudeminder.svg`, bytes: await svg() },
  ];
}
