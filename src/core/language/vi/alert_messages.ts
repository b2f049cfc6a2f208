/** What is said in alerts about limits and troubles, and the titles of all notices, in Vietnamese. */
import type { AlertMessages } from "../alert_messages.ts";

export const alertsVi: AlertMessages = {
  titles: {
    critical: "Báo động mức dùng Claude",
    warning: "Cảnh báo mức dùng Claude",
    resetSoon: "Hạn mức Claude sắp được đặt lại",
    wasReset: "Hạn mức Claude đã được đặt lại",
    expired: "Token Claude đã hết hạn",
    signedOut: "Chưa đăng nhập Claude",
    signInProblem: "Claude: lỗi đăng nhập",
    clock: "Đồng hồ sai giờ",
    network: "Lỗi mạng",
    rateLimited: "Bị giới hạn tần suất",
    signedIn: "Đã đăng nhập Claude",
    status: "Mức dùng Claude",
    noIcon: "claudeminder không có biểu tượng ở đây",
    failed: "Không thực hiện được",
  },
  limitUsed: (name, percent) => `${name} ${percent}`,
  limitUsedAlone: (name, percent, reset) =>
    `${name}: đã dùng ${percent}${reset === null ? "" : `, ${reset}`}`,
  limitResetsSoon: (name, span, clock) => `${name} sẽ được đặt lại sau ${span} (${clock})`,
  limitWasReset: (name, clock) => `${name} đã được đặt lại lúc ${clock}`,
  limitResetEarly: (name, clock) => `${name} đã được đặt lại sớm, lúc ${clock}`,
  limitRunsOut: (name, clock, early) => `${name} sẽ hết lúc ${clock}, ${early} trước khi được đặt lại`,
  rateLimitedSince: (ago, nextTry) => `Số liệu từ ${ago}; ${nextTry}`,
  signedInAgain: (figures) => figures === "" ? "Đã đăng nhập lại" : `Đã đăng nhập lại: ${figures}`,
};
