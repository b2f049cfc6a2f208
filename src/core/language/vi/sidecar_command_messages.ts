/** What the command `sidecar` says, in Vietnamese. */
import type { SidecarCommandMessages } from "../sidecar_command_messages.ts";

export const sidecarCommandVi: SidecarCommandMessages = {
  commands: {
    list: "in các chương trình phụ và chúng đang làm gì",
    start: "khởi động một chương trình phụ, và chờ đến khi nó hoạt động tốt",
    stop: "dừng một chương trình phụ, và chờ đến khi nó kết thúc hẳn",
    restart: "khởi động lại một chương trình phụ, và chờ đến khi nó hoạt động tốt",
    logs: "in những dòng cuối mà một chương trình phụ đã in; trên terminal, `!` đánh dấu dòng lỗi",
  },
  options: {
    follow: "in cả những dòng mới, cho đến khi bị dừng",
    lines: "bao nhiêu dòng cuối",
  },
  columns: {
    name: "TÊN",
    state: "TRẠNG THÁI",
    uptime: "ĐÃ CHẠY",
    place: "ĐỊA CHỈ",
    restarts: "KHỞI ĐỘNG LẠI",
    reason: "LÝ DO",
  },
  none: (file) => `không có chương trình phụ: hãy thêm một [[sidecar]] vào cài đặt, ${file}`,
  runs: (name, where) => `${name} đang chạy: ${where}`,
  inProcess: (pid) => `tiến trình ${pid}`,
  stopped: (name) => `${name} đã dừng`,
  badLines: (most, got) => `sidecar logs: --lines phải là số nguyên từ 1 đến ${most}, nhận được ${got}`,
  missed: (count) => `... còn ${count} dòng, xem trong tệp ...`,
};
