/** What a person can do about something that does not work, in English. */
import type { Remedy } from "../../remedy.ts";

export function remedyEn(remedy: Remedy): string {
  switch (remedy.kind) {
    case "start-in-desktop-session":
      return "Start the program inside a desktop session";
    case "wait-for-bus":
      return "The icon appears as soon as the session bus answers";
    case "wait-for-panel":
      return "The icon appears as soon as the panel answers";
    case "switch-on-gnome-extension":
      return 'GNOME shows tray icons with the extension "AppIndicator and KStatusNotifierItem Support" ' +
        "from extensions.gnome.org; the icon appears as soon as it is switched on";
    case "add-status-tray":
      return "Add the status tray to the panel, or start a panel that has one; the icon appears by itself";
    case "start-panel-with-tray":
      return "Start a panel with a tray, or add the tray to yours";
    case "use-tray-auto":
      return "Use --tray auto";
    case "use-sni-panel":
      return "Use a panel that shows StatusNotifierItems";
    case "move-away":
      return "Move away what stands in its place";
    case "make-room":
      return "Make room on that disk";
    case "download-anew":
      return "Download the program anew";
    case "check-disk":
      return "Have the disk checked";
    case "get-right-to-write":
      return "Give yourself the right to write there";
    case "start-as-owner":
      return "Start the program as the user it belongs to";
    case "mount-with-exec":
      return "Let programs be run from that disk: the mount option is exec";
    case "close-folder":
      return `Run: chmod 700 "${remedy.folder}"`;
    case "close-to-writers":
      return `Run: chmod go-w "${remedy.folder}"`;
    case "or-elsewhere":
      return `${remedyEn(remedy.first)}. Or set XDG_STATE_HOME to a folder of your own elsewhere`;
    case "start-notification-service":
      return "Start the desktop's notification service, or install one: dunst, mako, xfce4-notifyd";
    case "install-notify-send":
      return "Run this in a desktop session, or install notify-send: Debian's package is libnotify-bin";
    case "ask-for-powershell":
      return "Windows PowerShell is a part of Windows 10 and 11: ask whoever looks after this machine";
    case "ask-for-osascript":
      return "/usr/bin/osascript is a part of macOS: ask whoever looks after this machine";
  }
}
