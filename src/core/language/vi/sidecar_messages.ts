/** What is said of sidecars, in Vietnamese. */
import { day, hour, minute } from "../../time/units.ts";
import type { SidecarMessages } from "../sidecar_messages.ts";

export const sidecarsVi: SidecarMessages = {
  phases: {
    idle: "chưa chạy",
    starting: "đang khởi động",
    healthy: "đang chạy",
    unhealthy: "không ổn",
    restarting: "sắp khởi động lại",
    stopping: "đang dừng",
    stopped: "đã dừng",
    failed: "bị lỗi",
  },
  failedChecks: (failures, allowed) => `${failures} trên ${allowed} lần kiểm tra không đạt`,
  uptime(ms) {
    if (ms < minute) return "chưa đầy 1 phút";
    if (ms < hour) return `${Math.floor(ms / minute)} phút`;
    if (ms < 2 * day) return `${Math.floor(ms / hour)} giờ`;
    return `${Math.floor(ms / day)} ngày`;
  },
  port: (port) => `cổng ${port}`,
  restarts: (count) => `${count} lần khởi động lại`,
  failed: (name, why) => `Chương trình phụ ${name} bị lỗi: ${why}`,
  hasFailed: (name) => `Chương trình phụ ${name} bị lỗi`,
  severalFailed: (count) => `${count} chương trình phụ bị lỗi`,
  startAgain: "Khởi động lại",
  startNamed: (name) => `Khởi động ${name}`,
  start: "Khởi động",
  stop: "Dừng",
  restart: "Khởi động lại",
  openLog: "Mở nhật ký",
  more: (count) => `+${count} chương trình phụ nữa`,
};
