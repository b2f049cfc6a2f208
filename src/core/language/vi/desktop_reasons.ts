/** Why notifications, start at login and opening things do not work, in Vietnamese. */
import type { AutostartReason, NotificationsReason, OpeningReason, Reason } from "../../reason.ts";

export function notificationsReasonVi(reason: NotificationsReason): string {
  switch (reason.kind) {
    case "no-service":
      return "không có dịch vụ thông báo";
    case "not-sent":
      return "không gửi được thông báo";
    case "silent-service":
      return "dịch vụ thông báo không trả lời";
    case "service-ended":
      return "dịch vụ thông báo kết thúc trước khi trả lời";
    case "service-not-started":
      return "không chạy được dịch vụ thông báo";
    case "refused":
      return `dịch vụ thông báo đã từ chối (${reason.error || "không nêu lý do"})`;
    case "turned-off":
      return "thông báo đang bị tắt trong phần cài đặt của Windows";
    case "late":
      return `${reason.program} không kết thúc trong ${reason.seconds} giây`;
    case "failed":
      return `${reason.program} thất bại (mã kết thúc ${reason.status})`;
    case "shows-nothing":
      return `${reason.program} không hiện gì`;
    case "not-run":
      return `Không chạy được ${reason.program}`;
    case "by-startable-service":
      return "D-Bus, qua dịch vụ mà bus tự chạy khi cần";
    case "by-service":
      return `D-Bus, qua ${reason.name}, ${reason.buttons ? "có nút bấm" : "không có nút bấm"}`;
    case "by-notify-send":
      return "notify-send có thể hiện được, không có nút bấm: không biết bus phiên D-Bus nào";
    case "by-powershell":
      return "PowerShell, dưới tên Windows PowerShell; có nút bấm khi bật reminder.toast_buttons";
    case "by-osascript":
      return "osascript, dưới tên Script Editor, không có nút bấm";
  }
}

export function autostartReasonVi(reason: AutostartReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "not-at-login":
      return `Không thể cho ${JSON.stringify(reason.program)} chạy khi đăng nhập máy: ${say(reason.why)}`;
    case "no-links":
      return `Không đăng ký được liên kết cho ${JSON.stringify(reason.program)}: ${say(reason.why)}`;
    case "not-full-path":
      return "đó không phải đường dẫn đầy đủ";
    case "quotation-mark":
      return "đường dẫn có dấu ngoặc kép";
    case "control-character":
      return "đường dẫn có ký tự điều khiển";
    case "not-utf8":
      return "đường dẫn không phải UTF-8 hợp lệ";
    case "percent":
      return "Windows sẽ thay dấu % trong đường dẫn bằng thứ khác";
    case "too-long":
      return "đường dẫn quá dài để Windows chạy khi đăng nhập máy";
    case "ambiguous-character":
      return `mỗi môi trường đồ họa đọc ký tự ${reason.character} trong đường dẫn một cách khác nhau`;
    case "passing-place":
      return "macOS đang chạy nó từ một chỗ tạm: trước hết hãy chuyển nó vào Applications";
  }
}

export function openingReasonVi(reason: OpeningReason): string {
  switch (reason.kind) {
    case "program-not-run":
      return `Không mở được ${reason.target}: không chạy được ${reason.program}`;
    case "program-failed":
      return `Không mở được ${reason.target}: chương trình mở nó kết thúc với mã ${reason.status}`;
  }
}
