/** What a person can do about something that does not work, as data. Each language in `language/` says it. */

export type Remedy =
  /** For the icon. */
  | {
    readonly kind:
      | "start-in-desktop-session"
      | "wait-for-bus"
      | "wait-for-panel"
      | "switch-on-gnome-extension"
      | "add-status-tray"
      | "start-panel-with-tray"
      | "use-tray-auto"
      | "use-sni-panel";
  }
  /** For a file, a folder or a disk. */
  | {
    readonly kind:
      | "move-away"
      | "make-room"
      | "download-anew"
      | "check-disk"
      | "get-right-to-write"
      | "start-as-owner"
      | "mount-with-exec";
  }
  | { readonly kind: "close-folder" | "close-to-writers"; readonly folder: string }
  /** `first`, or else another place for the program's files. */
  | { readonly kind: "or-elsewhere"; readonly first: Remedy }
  /** For notifications. */
  | {
    readonly kind:
      | "start-notification-service"
      | "install-notify-send"
      | "ask-for-powershell"
      | "ask-for-osascript";
  };
