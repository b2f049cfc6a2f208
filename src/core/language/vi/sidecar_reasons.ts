/** Why a sidecar does not run or is not well, in Vietnamese. */
import type { Reason, SidecarReason } from "../../reason.ts";

export function sidecarReasonVi(reason: SidecarReason, reasonVi: (reason: Reason) => string): string {
  const after = (why: Reason) => reasonVi({ about: "several", kind: "after-colon", why });
  switch (reason.kind) {
    case "exited":
      return `Nó đã kết thúc với mã ${reason.code}`;
    case "killed":
      return `Nó đã bị kết thúc bởi ${reason.signal}`;
    case "program-missing":
      return `Không có chương trình "${reason.program}"`;
    case "folder-missing":
      return `Không có thư mục "${reason.folder}"`;
    case "not-started":
      return `Không khởi động được "${reason.program}": ${after(reason.why)}`;
    case "ports-taken":
      return `Chương trình khác đang dùng cổng ${reason.ports.join(", ")}`;
    case "socket-taken":
      return `Chương trình khác đang dùng socket "${reason.path}"`;
    case "not-ready":
      return `Nó chưa sẵn sàng sau ${reason.seconds} giây${
        reason.why === undefined ? "" : `: ${after(reason.why)}`
      }`;
    case "no-answer":
      return `Không có trả lời trong ${reason.seconds} giây`;
    case "odd-status":
      return `Nó trả lời với mã HTTP ${reason.status}`;
    case "no-connection":
      return `Không kết nối được với nó: ${after(reason.why)}`;
    case "login-refused":
      return "Nó từ chối token";
    case "odd-answer":
      return "Không hiểu được câu trả lời của nó";
    case "connection-lost":
      return "Kết nối đã bị ngắt";
    case "no-unix-sockets":
      return "Hệ thống này không có socket Unix cho các chương trình";
    case "answers-error":
      return `Nó trả lời bằng một lỗi: ${reason.text} (${reason.code})`;
    case "too-many-restarts":
      if (reason.count === 0) return `Đã thôi ngay lần lỗi đầu tiên: ${after(reason.why)}`;
      return `Đã thôi sau ${reason.count} lần khởi động lại: ${after(reason.why)}`;
    case "does-not-end":
      return `Không kết thúc được nó (tiến trình ${reason.pids.join(", ")})`;
    case "unknown":
      return reason.names.length === 0
        ? `Không có chương trình phụ "${reason.name}": phần cài đặt không có chương trình nào`
        : `Không có chương trình phụ "${reason.name}"; hiện có ${reason.names.join(", ")}`;
    case "breaker-open":
      return `"${reason.name}" không được khởi động nữa cho đến khi bạn khởi động nó: ${after(reason.why)}`;
    case "not-running":
      return `"${reason.name}" không chạy`;
    case "no-http":
      return `"${reason.name}" không dùng HTTP: mục health của nó không thuộc loại "http"`;
    case "no-jsonrpc":
      return `"${reason.name}" không dùng JSON-RPC: mục health của nó không thuộc loại "jsonrpc"`;
    case "no-log":
      return `"${reason.name}" chưa in ra gì`;
    case "slow-reader":
      return `Không ai nhận những gì "${reason.name}" đã gửi`;
    case "too-large":
      return `"${reason.name}" đã gửi hơn ${reason.bytes} byte`;
    case "too-many-streams":
      return `Đã có ${reason.count} luồng đang mở`;
    case "too-many-calls":
      return `Đã có ${reason.count} lời gọi đang chạy`;
    case "stream-taken":
      return `Đã có luồng "${reason.stream}"`;
  }
}
