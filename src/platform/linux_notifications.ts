/** Notifications on Linux without a D-Bus session bus: with the program `notify-send`. */
import type { Notice } from "../core/alerts/notice.ts";
import type { NoticeCommand, PlatformNotifications } from "./platform.ts";

export const linuxNotifications: PlatformNotifications = {
  notify: (notice) => notifySend(notice),
  // `notify-send` does not tell the id of a notice, so it cannot be taken away.
  withdrawNotice: () => null,
  notifyProgram: {
    probe: { program: "notify-send", args: ["--version"] },
    detail: { about: "notifications", kind: "by-notify-send" },
    remedy: { kind: "install-notify-send" },
  },
};

/**
 * Without `--wait` and `--action`: with them it hangs if nobody answers. In the body, `notify-send` reads backslashes
 * as escapes, and the notification services read markup. Source: libnotify, tools/notify-send.c.
 */
function notifySend({ title, body, urgency }: Notice): NoticeCommand {
  const text = body.replaceAll("\\", "\\\\").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(
    ">",
    "&gt;",
  );
  return {
    program: "notify-send",
    args: ["--app-name=claudeminder", `--urgency=${urgency}`, "--", title, text],
  };
}
