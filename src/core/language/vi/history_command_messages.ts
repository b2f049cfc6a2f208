/** What the command `history` says, in Vietnamese. */
import type { HistoryCommandMessages } from "../history_command_messages.ts";

const weekdays = ["CN", "T2", "T3", "T4", "T5", "T6", "T7"];

export const historyCommandVi: HistoryCommandMessages = {
  options: {
    since: "từ bao lâu trước: 7d, 36h, 2w, hoặc một ngày",
    account: "chỉ của tài khoản này",
    csv: "dạng bảng cho bảng tính",
  },
  badSince: (got) =>
    `history: --since phải là một khoảng như 7d, 36h hoặc 2w, hoặc một ngày đã qua, nhận được ${got}`,
  unknownAccount: (account, known) => `history: không có tài khoản ${account}; đang có: ${known}`,
  none: (file) => `chưa có lịch sử: ${file}`,
  nothing: (begin) => `không biết gì từ ${begin}`,
  since: (begin) => `Từ ${begin}`,
  account: (name) => `Tài khoản ${name}`,
  peak: (percent, clock) => `cao nhất ${percent}, ${clock}`,
  resets: (count) => count === 0 ? "không thấy lần đặt lại nào" : `thấy ${count} lần đặt lại`,
  timesSpent: (count) => `${count} lần chạm 100%`,
  alerts: (count) => count === 0 ? "Chưa báo cảnh báo nào." : `Đã báo ${count} cảnh báo.`,
  waits: (count, median) =>
    count === 0
      ? "Không có agent nào chờ bạn."
      : median === null
      ? `Agent đã chờ bạn ${count} lần.`
      : `Agent đã chờ bạn ${count} lần, một nửa trong đó nhiều nhất ${median}.`,
  seconds: (count) => `${count} giây`,
  weekday: (weekday) => weekdays[weekday] ?? "",
  date: (day, month) => `${day}/${month + 1}`,
};
