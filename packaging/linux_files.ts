/** The files that go with the program on Linux: an entry for the desktop's menu, icons in every size, a manual page, and examples. */
import { gzipSync } from "node:zlib";
import { type Entry, textEntry } from "./reproducible_archive.ts";
import { monitoringFiles } from "./monitoring_files.ts";
import { png, PNG_SIZES, svg } from "./app_icon.ts";
import { manPage } from "./man_page.ts";

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

/** The files below `share/` of `/usr` or `~/.local`, with paths from there; `timeMs` is the day of the manual page. */
export async function shareFiles(version: string, timeMs: number): Promise<readonly Entry[]> {
  const icons = "icons/hicolor";
  const pngs = await Promise.all(PNG_SIZES.map(async (size) => ({
    path: `${icons}/${size}x${size}/apps/claudeminder.png`,
    bytes: new Uint8Array(await png(size)),
  })));
  return [
    ...(await monitoringFiles()).map((entry) => ({ ...entry, path: `doc/claudeminder/${entry.path}` })),
    textEntry("applications/claudeminder.desktop", DESKTOP_ENTRY),
    ...pngs,
    { path: `${icons}/scalable/apps/claudeminder.svg`, bytes: await svg() },
    {
      path: "man/man1/claudeminder.1.gz",
      bytes: new Uint8Array(gzipSync(manPage(version, timeMs, SUMMARY), { level: 9 })),
    },
  ];
}
