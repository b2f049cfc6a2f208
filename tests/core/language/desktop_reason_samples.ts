/** Reasons about notifications, start at login and opening things, in both languages. */
import type { Said } from "./reason_samples.ts";

export const desktopReasons: {
  readonly [A in "notifications" | "autostart" | "opening"]: Said<A>;
} = {
  notifications: {
    "no-service": [[{}, "there is no notification service", "không có dịch vụ thông báo"]],
    "not-sent": [[{}, "the notification could not be sent", "không gửi được thông báo"]],
    "silent-service": [[{}, "the notification service does not answer", "dịch vụ thông báo không trả lời"]],
    "service-ended": [[
      {},
      "the notification service ended before it answered",
      "dịch vụ thông báo kết thúc trước khi trả lời",
    ]],
    "service-not-started": [[
      {},
      "the notification service cannot be started",
      "không chạy được dịch vụ thông báo",
    ]],
    "turned-off": [[
      {},
      "notifications are turned off in Windows' settings",
      "thông báo đang bị tắt trong phần cài đặt của Windows",
    ]],
    "by-startable-service": [[
      {},
      "D-Bus, by a service that the bus starts when it is needed",
      "D-Bus, qua dịch vụ mà bus tự chạy khi cần",
    ]],
    "by-notify-send": [[
      {},
      "notify-send may show them, without buttons: no D-Bus session bus is known",
      "notify-send có thể hiện được, không có nút bấm: không biết bus phiên D-Bus nào",
    ]],
    "by-powershell": [[
      {},
      "PowerShell, in Windows PowerShell's name; buttons where reminder.toast_buttons is on",
      "PowerShell, dưới tên Windows PowerShell; có nút bấm khi bật reminder.toast_buttons",
    ]],
    "by-osascript": [[
      {},
      "osascript, in Script Editor's name and without buttons",
      "osascript, dưới tên Script Editor, không có nút bấm",
    ]],
    refused: [[
      { error: "Failed" },
      "the notification service refused it (Failed)",
      "dịch vụ thông báo đã từ chối (Failed)",
    ], [
      { error: "" },
      "the notification service refused it (no reason given)",
      "dịch vụ thông báo đã từ chối (không nêu lý do)",
    ]],
    "by-service": [[
      { name: "dunst 1.9", buttons: true },
      "D-Bus, by dunst 1.9, with buttons",
      "D-Bus, qua dunst 1.9, có nút bấm",
    ], [
      { name: "dunst 1.9", buttons: false },
      "D-Bus, by dunst 1.9, which has no buttons",
      "D-Bus, qua dunst 1.9, không có nút bấm",
    ]],
    "shows-nothing": [[{ program: "osascript" }, "osascript shows nothing", "osascript không hiện gì"]],
    "not-run": [[{ program: "osascript" }, "osascript cannot be run", "Không chạy được osascript"]],
    late: [[
      { program: "osascript", seconds: 10 },
      "osascript did not end within 10 s",
      "osascript không kết thúc trong 10 giây",
    ]],
    failed: [[
      { program: "osascript", status: 1 },
      "osascript failed (exit status 1)",
      "osascript thất bại (mã kết thúc 1)",
    ]],
  },
  autostart: {
    "not-at-login": [[
      { program: "/a b", why: { about: "autostart", kind: "not-full-path" } },
      'Cannot start "/a b" at login: it is not a full path',
      'Không thể cho "/a b" chạy khi đăng nhập máy: đó không phải đường dẫn đầy đủ',
    ]],
    "no-links": [[
      { program: "C:\\x\\", why: { about: "file", kind: "is-folder" } },
      'Links cannot be registered for "C:\\\\x\\\\": it is a folder',
      'Không đăng ký được liên kết cho "C:\\\\x\\\\": đó là một thư mục',
    ]],
    "not-full-path": [[{}, "it is not a full path", "đó không phải đường dẫn đầy đủ"]],
    "quotation-mark": [[{}, "the path has a quotation mark in it", "đường dẫn có dấu ngoặc kép"]],
    "control-character": [[{}, "the path has a control character in it", "đường dẫn có ký tự điều khiển"]],
    "not-utf8": [[{}, "the path is not valid UTF-8", "đường dẫn không phải UTF-8 hợp lệ"]],
    percent: [[
      {},
      "Windows would put something else in the place of the % in the path",
      "Windows sẽ thay dấu % trong đường dẫn bằng thứ khác",
    ]],
    "too-long": [[
      {},
      "the path is too long for what Windows starts at login",
      "đường dẫn quá dài để Windows chạy khi đăng nhập máy",
    ]],
    "passing-place": [[
      {},
      "macOS runs it from a passing place: move it to Applications first",
      "macOS đang chạy nó từ một chỗ tạm: trước hết hãy chuyển nó vào Applications",
    ]],
    "ambiguous-character": [[
      { character: "$" },
      "desktops differ in how they read the $ in the path",
      "mỗi môi trường đồ họa đọc ký tự $ trong đường dẫn một cách khác nhau",
    ]],
  },
  opening: {
    "program-not-run": [[
      { target: "/t", program: "xdg-open" },
      "Cannot open /t: xdg-open cannot be run",
      "Không mở được /t: không chạy được xdg-open",
    ]],
    "program-failed": [[
      { target: "/t", status: 3 },
      "Cannot open /t: the program for it ended with 3",
      "Không mở được /t: chương trình mở nó kết thúc với mã 3",
    ]],
  },
};
