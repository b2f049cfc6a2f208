/** What a person can do about something that does not work, in Vietnamese. */
import type { Remedy } from "../../remedy.ts";

export function remedyVi(remedy: Remedy): string {
  switch (remedy.kind) {
    case "start-in-desktop-session":
      return "Hãy chạy chương trình trong một phiên làm việc đồ họa";
    case "wait-for-bus":
      return "Biểu tượng sẽ hiện ngay khi bus phiên trả lời";
    case "wait-for-panel":
      return "Biểu tượng sẽ hiện ngay khi thanh tác vụ trả lời";
    case "switch-on-gnome-extension":
      return 'GNOME hiện biểu tượng khay nhờ tiện ích "AppIndicator and KStatusNotifierItem Support" ' +
        "từ extensions.gnome.org; biểu tượng sẽ hiện ngay khi tiện ích được bật";
    case "add-status-tray":
      return "Hãy thêm khay trạng thái vào thanh tác vụ, hoặc chạy một thanh tác vụ có khay; biểu tượng sẽ tự hiện";
    case "start-panel-with-tray":
      return "Hãy chạy một thanh tác vụ có khay, hoặc thêm khay vào đó";
    case "use-tray-auto":
      return "Hãy dùng --tray auto";
    case "use-sni-panel":
      return "Hãy dùng thanh tác vụ hiện được StatusNotifierItem";
    case "move-away":
      return "Hãy dời thứ đang chiếm chỗ đó đi";
    case "make-room":
      return "Hãy giải phóng chỗ trên đĩa đó";
    case "download-anew":
      return "Hãy tải lại chương trình";
    case "check-disk":
      return "Hãy cho kiểm tra đĩa";
    case "get-right-to-write":
      return "Hãy tự cấp quyền ghi vào đó";
    case "start-as-owner":
      return "Hãy chạy chương trình bằng người dùng sở hữu nó";
    case "mount-with-exec":
      return "Hãy cho phép chạy chương trình từ đĩa đó: tùy chọn gắn đĩa là exec";
    case "close-folder":
      return `Hãy chạy: chmod 700 "${remedy.folder}"`;
    case "close-to-writers":
      return `Hãy chạy: chmod go-w "${remedy.folder}"`;
    case "or-elsewhere":
      return `${remedyVi(remedy.first)}. Hoặc đặt XDG_STATE_HOME là một thư mục của riêng bạn ở chỗ khác`;
    case "start-notification-service":
      return "Hãy chạy dịch vụ thông báo của máy, hoặc cài một dịch vụ: dunst, mako, xfce4-notifyd";
    case "install-notify-send":
      return "Hãy chạy trong một phiên làm việc đồ họa, hoặc cài notify-send: gói của Debian là libnotify-bin";
    case "ask-for-powershell":
      return "Windows PowerShell là một phần của Windows 10 và 11: hãy hỏi người quản lý máy này";
    case "ask-for-osascript":
      return "/usr/bin/osascript là một phần của macOS: hãy hỏi người quản lý máy này";
  }
}
