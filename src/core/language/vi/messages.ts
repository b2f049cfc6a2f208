/** What the menu, the tooltip, notices and `status` say, in Vietnamese. */
import type { Messages } from "../messages.ts";
import { agentsVi } from "./agent_messages.ts";
import { alertsVi } from "./alert_messages.ts";
import { barsVi } from "./bar_messages.ts";
import { sidecarsVi } from "./sidecar_messages.ts";
import { reasonVi } from "./reasons.ts";
import { remedyVi } from "./remedies.ts";
import type { CertificateHow, OfflineHow } from "../../usage/usage_failure.ts";
import {
  ageParts,
  type AgeUnit,
  amountText,
  clockParts,
  durationText,
  spanParts,
} from "../time_and_amount_parts.ts";
import { minute } from "../../time/units.ts";
import type { AppTask } from "../../state.ts";

const weekdays = ["CN", "T2", "T3", "T4", "T5", "T6", "T7"];
const currencySigns: Readonly<Record<string, string>> = {
  USD: "US$",
  EUR: "€",
  GBP: "£",
  JPY: "¥",
  VND: "₫",
};
const units: Record<AgeUnit, string> = { second: "giây", minute: "phút", hour: "giờ", day: "ngày" };
const soon = "ngay bây giờ";

const offlineHow: Record<OfflineHow, string> = {
  dns: "không phân giải được tên máy chủ",
  refused: "kết nối bị từ chối",
  unreachable: "không tới được mạng",
  reset: "kết nối bị ngắt",
  timeout: "quá thời gian chờ",
  proxy: "không kết nối được với proxy",
  unknown: "kết nối thất bại",
};

const certificateHow: Record<CertificateHow, string> = {
  untrusted: "không đáng tin cậy",
  pin: "không có trong usage.pins",
};

const certificateAdvice: Record<CertificateHow, string> = {
  untrusted:
    "nếu có proxy kiểm tra TLS, hãy đặt usage.ca_file là chứng chỉ của nó; nếu không, hãy kiểm tra đồng hồ máy",
  pin:
    "nếu khóa của máy chủ đã đổi, hãy thêm pin mới vào usage.pins; nếu không, kết nối này đang bị nghe lén",
};

const tasks: Readonly<Record<AppTask, string>> = {
  autostart: "chạy khi đăng nhập máy",
  history: "ghi lịch sử",
  links: "đăng ký liên kết",
  memory: "giải phóng bộ nhớ",
  "metrics file": "ghi tệp số liệu",
  "newest version": "hỏi phiên bản mới nhất",
  notifying: "thông báo",
  polling: "hỏi mức dùng",
  port: "giữ cổng",
  rendering: "hiển thị",
  saving: "lưu trạng thái",
  settings: "đọc cài đặt",
  sidecars: "giữ các chương trình phụ chạy",
  "state files": "ghi tệp trạng thái",
  "status line": "dòng trạng thái",
  "time zone": "theo dõi múi giờ",
  tray: "biểu tượng khay",
  "work profiles": "tìm hiểu giờ làm việc",
};
/** A source of agents names its task itself. */
const taskNames: Readonly<Record<string, string>> = tasks;

export const vi: Messages = {
  agents: agentsVi,
  alerts: alertsVi,
  bars: barsVi,
  sidecars: sidecarsVi,
  limitName(title) {
    switch (title.kind) {
      case "session":
        return "Phiên";
      case "week":
        return title.scope === undefined ? "Tuần" : `Tuần · ${title.scope}`;
      case "extra":
        return "Dùng thêm";
      case "named":
        return title.name;
    }
  },
  money(money) {
    const amount = amountText(money, { group: ".", point: "," });
    return `${amount} ${currencySigns[money.currency] ?? money.currency}`;
  },
  duration: (ms) => ms < minute ? soon : durationText(ms, { day: " ngày", hour: " giờ", minute: " phút" }),
  ago(ms) {
    const { count, unit } = ageParts(ms);
    return `${count} ${units[unit]} trước`;
  },
  old: (ms) => ms < minute ? "cũ <1p" : `cũ ${shortened(vi.duration(ms))}`,
  clock(at, now) {
    const { time, date } = clockParts(at, now);
    switch (date.kind) {
      case "today":
        return time;
      case "near":
        return `${time} ${weekdays[date.weekday]}`;
      case "far":
        return `${time}, ${date.day} thg ${date.month + 1}`;
    }
  },
  source(source) {
    switch (source) {
      case "endpoint":
        return "máy chủ";
      case "cache":
        return "câu trả lời gần nhất của Claude Code";
      case "status line":
        return "dòng trạng thái của Claude Code";
    }
  },
  context: (percent) => `ngữ cảnh ${percent}`,
  asOf: (clock) => `lúc ${clock}`,
  failure(failure) {
    switch (failure.kind) {
      case "offline":
        return `mất kết nối: ${offlineHow[failure.how]}`;
      case "certificate":
        return `chứng chỉ của ${failure.host} ${certificateHow[failure.how]}`;
      case "setting":
        return vi.reason(failure.why);
      case "signed-out":
        return "chưa đăng nhập";
      case "token-expired":
        return "token đã hết hạn";
      case "token-refused":
        return "máy chủ từ chối token";
      case "scope":
        return "token này không được phép xem mức dùng";
      case "refused":
        return "bị từ chối trên đường tới máy chủ (403)";
      case "no-endpoint":
        return "tài khoản này không có mức dùng để hiển thị";
      case "rate-limited":
        return "bị giới hạn tần suất";
      case "server-error":
        return `máy chủ báo lỗi ${failure.status}`;
      case "odd-body":
        return `không hiểu câu trả lời: ${vi.reason(failure.why)}`;
      case "credentials-unreadable":
        return `không đọc được ${failure.file}: ${vi.reason(failure.why)}`;
    }
  },
  advice(failure) {
    switch (failure.kind) {
      case "signed-out":
      case "token-refused":
      case "scope":
        return "hãy đăng nhập bằng `claude`";
      case "token-expired":
        return "hãy chạy `claude` hoặc đăng nhập lại";
      case "certificate":
        return certificateAdvice[failure.how];
      case "refused":
        return "hãy xem lại mạng: VPN, proxy, hoặc quốc gia chưa có Claude; chương trình sẽ tự hỏi lại";
      case "credentials-unreadable":
        return "hãy sửa tệp này, hoặc đăng nhập bằng `claude`";
      case "offline":
      case "setting":
      case "no-endpoint":
      case "rate-limited":
      case "server-error":
      case "odd-body":
        return null;
    }
  },
  loading: "Đang tải...",
  demo: "mô phỏng",
  demoLine: "mô phỏng: tài khoản giả lập",
  startsOnFirstUse: "bắt đầu từ lần dùng đầu tiên",
  resetUnknown: "không rõ lúc đặt lại",
  wasReset: "đã đặt lại, đang chờ số liệu mới",
  unreadFields: (fields) => `không đọc được trong câu trả lời: ${fields}`,
  moreLimits: (count) => `còn ${count} hạn mức không hiện ở đây`,
  noLimits: "không có hạn mức nào đang chạy",
  stopsFirst: "sẽ chặn bạn trước",
  refreshNow: "Làm mới ngay",
  snooze: "Tạm im",
  resume: "Bật lại thông báo",
  signIn: "Đăng nhập ...",
  openSettings: "Mở cài đặt",
  startAtLogin: "Chạy khi đăng nhập máy",
  startsOtherAtLogin: (path) => `Chạy khi đăng nhập máy · hiện là ${path}`,
  newerVersion: (version) => `Đã có claudeminder ${version}`,
  quit: "Thoát",
  resetsIn: (duration, clock) => duration === soon ? `đặt lại ${soon}` : `đặt lại sau ${duration} (${clock})`,
  // Some panels cut the line that this is a part of after 64 characters.
  resetAgoTitle: (ago) => `Đặt lại ${ago}`,
  resetTitle: (duration) => duration === soon ? "Đặt lại ngay!" : `Đặt lại: ${shortened(duration)}`,
  updated: (ago, source) => `cập nhật ${ago} từ ${source}`,
  unprovenRefusal: "bị từ chối: cũng có thể máy chủ không nhận phần đăng nhập",
  lastReading: (ago) => `số liệu gần nhất: ${ago}`,
  nextTry: (clock) => `thử lại lúc ${clock}`,
  budgetSpent: (clock) => `đã dùng hết số lần hỏi trong giờ này, thử lại lúc ${clock}`,
  snoozedUntil: (clock) => `Tạm im đến ${clock}`,
  snoozeFor,
  offlineSince: (clock, how) => `mất kết nối từ ${clock}: ${offlineHow[how]}`,
  clockWrong: (by, fast) => `đồng hồ của máy này ${fast ? "nhanh" : "chậm"} ${by}: hãy chỉnh lại`,
  settingsProblem: (problem) => `Cài đặt: ${vi.reason(problem)}`,
  reason: reasonVi,
  remedy: remedyVi,
  breakdown: (task, clock) => `phần ${taskNames[task] ?? task} gặp lỗi, chạy lại lúc ${clock}`,
  goalOnTrack: (current, expected) => `Đúng tiến độ: ${current}% / dự kiến ${expected}%`,
  goalExceeded: (by) => `Vượt tiến độ ${by}%`,
  usageReached: (percent) => `Mức dùng đã đạt ${percent}%`,
  resetSoon: (minutes) => `Hạn mức sẽ được đặt lại sau ${minutes} phút!`,
  hasReset: "Hạn mức của bạn đã được đặt lại!",

  span(ms) {
    const { days, hours, minutes } = spanParts(ms);
    if (days > 0) return `${days} ngày`;
    if (hours > 0) return minutes === 0 ? `${hours} giờ` : `${hours} giờ ${minutes} phút`;
    return `${minutes} phút`;
  },
  runsOutAt: (clock) => `sẽ hết lúc ${clock}`,
  atReset: (percent) => `theo đà này, khi đặt lại sẽ là ${percent}`,
  onPace: "đúng tiến độ",
  stopsYouAt(name, { at, from, to, share }) {
    const band = to === null ? `không trước ${from}, cũng có thể không hết` : `từ ${from} đến ${to}`;
    const lasts = share === null ? "" : `; nếu chỉ dùng ở mức ${share} của đà này thì đủ đến khi đặt lại`;
    return `${name}: theo đà này bạn sẽ phải dừng lúc ${at} (${band})${lasts}`;
  },
  lastsUntilReset: (name, { percent, from, to }) =>
    `${name}: theo đà này, khi đặt lại sẽ là ${percent} (${from === to ? from : `từ ${from} đến ${to}`})`,
  snoozeUntilReset: "Đến khi phiên được đặt lại",
  snoozeButton: (minutes) => `Tạm im ${snoozeFor(minutes)}`,
  signInButton: "Đăng nhập",
  showButton: "Xem",
  undelivered: (why, clock) => `Không hiện được thông báo: ${vi.reason(why)}. Thử lại lúc ${clock}`,
  worksWithoutIcon: (command) => `Chương trình vẫn chạy và sẽ nhắc bạn; "${command}" cho xem số liệu`,
};

function snoozeFor(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60} giờ` : `${minutes} phút`;
}

/** "2 giờ 5 phút" as "2h 5p". */
function shortened(duration: string): string {
  return duration.replace(" giờ", "h").replace(" phút", "p");
}
