/** Why there is no icon, in Vietnamese: the session bus, panels, the helper program. */
import type { BusReason, Reason, TrayHelperReason, TrayReason } from "../../reason.ts";

export function busReasonVi(reason: BusReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "none":
      return "Không có bus phiên D-Bus";
    case "no-way":
      return `Không tới được bus phiên: ${say(reason.why)}`;
    case "lets-nobody-in":
      return "Bus phiên không cho ai vào";
    case "closed":
      return "Bus phiên đã đóng kết nối";
    case "gone":
      return "Bus phiên không còn nữa";
    case "silent":
      return "Bus phiên không trả lời";
    case "no-answer":
      return `${reason.destination} không trả lời ${reason.member} kịp lúc`;
    case "closed-here":
      return "Kết nối đã được đóng";
    case "program-ending":
      return "Chương trình đang kết thúc";
  }
}

export function trayReasonVi(reason: TrayReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "silent-panel":
      return "Thanh tác vụ không trả lời";
    case "icon-refused":
      return `Thanh tác vụ không nhận biểu tượng: ${say(reason.why)}`;
    case "no-sni-panel":
      return "Không có thanh tác vụ nào hiện biểu tượng khay kiểu StatusNotifierItem";
    case "no-panel":
      return "Không có thanh tác vụ nào hiện biểu tượng khay";
    case "no-display":
      return "Không có màn hình đồ họa";
    case "names-taken":
      return "Không hiện được biểu tượng khay: mọi tên dành cho nó trên bus phiên đã bị dùng";
    case "not-wanted":
      return "Không ai yêu cầu biểu tượng khay";
    case "sni-on-linux-only":
      return "StatusNotifierItem chỉ có trên Linux";
  }
}

export function trayHelperReasonVi(reason: TrayHelperReason, say: (reason: Reason) => string): string {
  switch (reason.kind) {
    case "not-for-processor":
      return "Không có chương trình phụ cho khay trên bộ xử lý này";
    case "ended-at-start":
      return `Chương trình phụ cho khay kết thúc ngay khi chạy: ${reason.how}`;
    case "ended":
      return `Chương trình phụ cho khay đã kết thúc: ${reason.how}`;
    case "shows-no-icon":
      return "Chương trình phụ cho khay không hiện biểu tượng";
    case "not-started":
      return `Không chạy được chương trình phụ cho khay: ${say(reason.why)}`;
    case "unusable":
      return `Không dùng được "${reason.place}" cho chương trình phụ cho khay: ${say(reason.why)}`;
    case "not-for-windows":
      return "đó không phải chương trình cho Windows";
    case "unknown-headers":
      return "phần đầu của nó thuộc loại không biết được";
    case "odd-subsystem":
      return `phân hệ (subsystem) của nó là ${reason.number}, không phải 2 hoặc 3`;
  }
}
