/** Notifications on Linux where no D-Bus session bus is known: by the program `notify-send`. */
import type { Notice } from "../core/alerts/notice.ts";
import type { NoticeCommand, PlatformNotifications } from "./platform.ts";

export const linuxNotifications: PlatformNotifications = {
  notify: (notice) => notifySend(notice),
  // The program tells nobody the number under which a notice is shown.
  withdrawNotice: () => null,
  notifyProgram: {
    probe: { program: "notify-send", args: ["--version"] },
    detail: { about: "notifications", kind: "by-notify-send" },
    remedy: { kind: "install-notify-send" },
  },
};

/**
 * Without `--wait` and `--action`, with which it hangs where nobody answers. In the body it reads backslashes as escapes, and
 * the services that it talks to read markup. Source: libnotify, tools/notify-send.c.
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
