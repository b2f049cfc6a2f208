/** Notifications on macOS: with `osascript`, which shows them in the name of Script Editor. */
import type { Notice } from "../core/alerts/notice.ts";
import type { NoticeCommand, PlatformNotifications } from "./platform.ts";

export const macosNotifications: PlatformNotifications = {
  notify: (notice) => displayNotification(notice),
  // Only the program that showed a notification can take it away, and that is Script Editor.
  withdrawNotice: () => null,
  notifyProgram: {
    probe: { program: "/usr/bin/osascript", args: ["-e", "return"] },
    detail: { about: "notifications", kind: "by-osascript" },
    remedy: { kind: "ask-for-osascript" },
  },
};

/**
 * This script never changes. The items are counted from the end, so that it does not matter whether "--" is one of
 * them.
 */
const SCRIPT: readonly string[] = [
  "on run argv",
  "display notification (item -1 of argv) with title (item -2 of argv)",
  "end run",
];

/** The texts are separate arguments: nothing in them is read as AppleScript or as an option. */
function displayNotification({ title, body }: Notice): NoticeCommand {
  return {
    program: "/usr/bin/osascript",
    args: [...SCRIPT.flatMap((line) => ["-e", line]), "--", title, body],
  };
}
