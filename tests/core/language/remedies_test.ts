/** Remedies in both languages: src/core/language/en/remedies.ts and src/core/language/vi/remedies.ts. */
import { assertEquals, assertNotEquals } from "@std/assert";
import { messagesIn } from "../../../src/core/language/catalogues.ts";
import { remedyEn } from "../../../src/core/language/en/remedies.ts";
import { languages } from "../../../src/core/language/languages.ts";
import { remedyVi } from "../../../src/core/language/vi/remedies.ts";
import type { Remedy } from "../../../src/core/remedy.ts";

type Fields<R, K> = R extends { readonly kind: infer Kinds } ? K extends Kinds ? Omit<R, "kind"> : never
  : never;

const said: { readonly [K in Remedy["kind"]]: readonly [fields: Fields<Remedy, K>, en: string, vi: string] } =
  {
    "start-in-desktop-session": [
      {},
      "Start the program inside a desktop session",
      "Hãy chạy chương trình trong một phiên làm việc đồ họa",
    ],
    "wait-for-bus": [
      {},
      "The icon appears as soon as the session bus answers",
      "Biểu tượng sẽ hiện ngay khi bus phiên trả lời",
    ],
    "wait-for-panel": [
      {},
      "The icon appears as soon as the panel answers",
      "Biểu tượng sẽ hiện ngay khi thanh tác vụ trả lời",
    ],
    "switch-on-gnome-extension": [
      {},
      'GNOME shows tray icons with the extension "AppIndicator and KStatusNotifierItem Support" from extensions.gnome.org; the icon appears as soon as it is switched on',
      'GNOME hiện biểu tượng khay nhờ tiện ích "AppIndicator and KStatusNotifierItem Support" từ extensions.gnome.org; biểu tượng sẽ hiện ngay khi tiện ích được bật',
    ],
    "add-status-tray": [
      {},
      "Add the status tray to the panel, or start a panel that has one; the icon appears by itself",
      "Hãy thêm khay trạng thái vào thanh tác vụ, hoặc chạy một thanh tác vụ có khay; biểu tượng sẽ tự hiện",
    ],
    "start-panel-with-tray": [
      {},
      "Start a panel with a tray, or add the tray to yours",
      "Hãy chạy một thanh tác vụ có khay, hoặc thêm khay vào đó",
    ],
    "use-tray-auto": [{}, "Use --tray auto", "Hãy dùng --tray auto"],
    "use-sni-panel": [
      {},
      "Use a panel that shows StatusNotifierItems",
      "Hãy dùng thanh tác vụ hiện được StatusNotifierItem",
    ],
    "move-away": [{}, "Move away what stands in its place", "Hãy dời thứ đang chiếm chỗ đó đi"],
    "make-room": [{}, "Make room on that disk", "Hãy giải phóng chỗ trên đĩa đó"],
    "download-anew": [{}, "Download the program anew", "Hãy tải lại chương trình"],
    "check-disk": [{}, "Have the disk checked", "Hãy cho kiểm tra đĩa"],
    "get-right-to-write": [{}, "Give yourself the right to write there", "Hãy tự cấp quyền ghi vào đó"],
    "start-as-owner": [
      {},
      "Start the program as the user it belongs to",
      "Hãy chạy chương trình bằng người dùng sở hữu nó",
    ],
    "mount-with-exec": [
      {},
      "Let programs be run from that disk: the mount option is exec",
      "Hãy cho phép chạy chương trình từ đĩa đó: tùy chọn gắn đĩa là exec",
    ],
    "start-notification-service": [
      {},
      "Start the desktop's notification service, or install one: dunst, mako, xfce4-notifyd",
      "Hãy chạy dịch vụ thông báo của máy, hoặc cài một dịch vụ: dunst, mako, xfce4-notifyd",
    ],
    "install-notify-send": [
      {},
      "Run this in a desktop session, or install notify-send: Debian's package is libnotify-bin",
      "Hãy chạy trong một phiên làm việc đồ họa, hoặc cài notify-send: gói của Debian là libnotify-bin",
    ],
    "ask-for-powershell": [
      {},
      "Windows PowerShell is a part of Windows 10 and 11: ask whoever looks after this machine",
      "Windows PowerShell là một phần của Windows 10 và 11: hãy hỏi người quản lý máy này",
    ],
    "ask-for-osascript": [
      {},
      "/usr/bin/osascript is a part of macOS: ask whoever looks after this machine",
      "/usr/bin/osascript là một phần của macOS: hãy hỏi người quản lý máy này",
    ],
    "close-folder": [{ folder: "/f" }, 'Run: chmod 700 "/f"', 'Hãy chạy: chmod 700 "/f"'],
    "close-to-writers": [{ folder: "/f" }, 'Run: chmod go-w "/f"', 'Hãy chạy: chmod go-w "/f"'],
    "or-elsewhere": [
      { first: { kind: "make-room" } },
      "Make room on that disk. Or set XDG_STATE_HOME to a folder of your own elsewhere",
      "Hãy giải phóng chỗ trên đĩa đó. Hoặc đặt XDG_STATE_HOME là một thư mục của riêng bạn ở chỗ khác",
    ],
  };

Deno.test("remedyEn() and remedyVi() say each remedy, and other languages have words of their own for it", () => {
  for (const [kind, [fields, english, vietnamese]] of Object.entries(said)) {
    const remedy = { kind, ...fields } as Remedy;
    assertEquals([remedyEn(remedy), remedyVi(remedy)], [english, vietnamese], kind);
    for (const language of languages.filter((each) => each !== "en")) {
      assertNotEquals(messagesIn(language).remedy(remedy), english, `not translated into ${language}`);
    }
  }
});
