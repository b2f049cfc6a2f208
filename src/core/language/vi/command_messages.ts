/** Every sentence of the command line, in Vietnamese. */
import type { CommandMessages } from "../command_messages.ts";
import { historyCommandVi } from "./history_command_messages.ts";
import { sidecarCommandVi } from "./sidecar_command_messages.ts";
import { usageErrorVi } from "./command_line_errors.ts";

export const commandsVi: CommandMessages = {
  help: {
    about:
      "Bạn đã dùng bao nhiêu hạn mức Claude, ngay trong khay hệ thống: luôn đúng, hoặc cho biết số liệu đã cũ bao lâu.",
    usage: "Cách dùng:",
    options: "Tùy chọn:",
    commands: "Lệnh:",
    anyOptions: "[tùy chọn]",
    anyCommand: "[lệnh]",
    choices: (list) => `các giá trị: ${list}`,
    fallback: (value) => `mặc định: ${value}`,
  },
  commands: {
    run: "hiện biểu tượng khay và tiếp tục chạy (mặc định)",
    demo: "xem mọi thứ với một tài khoản giả lập",
    get_usage: "in mức dùng dưới dạng JSON",
    refresh_usage: "hỏi lại, rồi in mức dùng dưới dạng JSON",
    check_token: "cho biết có token còn hạn hay không",
    get_config: "in cài đặt dưới dạng JSON",
    set_config: "gộp JSON vào cài đặt, kiểm tra rồi lưu",
    snooze: "tạm im thông báo trong chừng ấy phút, hoặc đến `reset`",
    clear_snooze: "kết thúc tạm im",
    check_reminders: "in những lời nhắc ứng với các số liệu này",
    status: "in những gì khay đang hiện",
    call: "gọi một phương thức của chương trình đang chạy; params là JSON",
    events: "in mỗi sự kiện của chương trình đang chạy thành một dòng JSON",
    metrics: "in số liệu mà chương trình đang chạy đưa cho Prometheus",
    history: "mức dùng đã diễn ra thế nào: biểu đồ, hoặc từng thay đổi",
    sidecar: "các chương trình phụ trên máy này: xem, khởi động, dừng, khởi động lại, nhật ký",
    doctor: "những gì hoạt động được và không được ở đây, kèm cách khắc phục",
    autostart: "chạy khi đăng nhập máy: bật bằng `enable`, tắt bằng `disable`, xem bằng `status`",
    quit: "kết thúc chương trình đang chạy",
    uninstall: "kết thúc chương trình và gỡ những gì nó đã đăng ký",
    completions: "in mã tự hoàn thành lệnh để shell nạp vào",
    help: "in trợ giúp cho một lệnh",
  },
  options: {
    version: "in số phiên bản",
    help: "in trợ giúp",
    config: "tệp cài đặt",
    logLevel: "mức chi tiết của nhật ký",
    headless: "không hiện biểu tượng khay, trừ khi có --tray",
    background: "chạy tiếp khi rời khỏi cửa sổ dòng lệnh",
    eventd: "dưới tên opencode-eventd",
    tray: "dùng khay nào",
    autostart: "chạy khi đăng nhập máy",
    json: "dưới dạng JSON",
    waybar: "theo dạng mà một mô-đun waybar cần",
    watch: "in lại mỗi khi thay đổi, cho đến khi bị dừng",
    after: "chỉ những gì đến sau sự kiện có mã này, nếu còn biết",
    purge: "xóa cả cài đặt, dữ liệu và nhật ký",
  },
  usageError: usageErrorVi,
  notRunning: "claudeminder không chạy",
  otherLoginToWatch:
    "claudeminder đang chạy dùng tài khoản khác với terminal này: xem CLAUDE_CONFIG_DIR và CLAUDE_CODE_OAUTH_TOKEN",
  nothingToWatch: "claudeminder không chạy: hãy chạy nó, rồi `status --watch` sẽ theo dõi",
  hasEnded: "claudeminder đã kết thúc",
  alreadyRunning: (pid) => `claudeminder đang chạy rồi, tiến trình ${pid}`,
  badMinutes: (most, got) =>
    `snooze: MINUTES phải lớn hơn 0 và không quá ${most}, hoặc là reset, nhận được ${got}`,
  badPercent: (got) => `check_reminders: PERCENT phải là một số từ 0 trở lên, nhận được ${got}`,
  badResetTime: (got) =>
    `check_reminders: giờ đặt lại phải theo ISO 8601, như 2026-01-17T12:00:00+00:00, nhận được ${got}`,
  badParams: (got) => `call: PARAMS_JSON không phải JSON hợp lệ: ${got}`,
  autostart: {
    disabled: "đang tắt",
    enabled: (path) => `đã bật cho ${path}`,
    enabledElsewhere: (path) => `đã bật cho một đường dẫn khác: ${path}`,
    enabledForNothing: (path) => `đã bật cho ${path}, nhưng tệp này không còn`,
    enableAnew: "hãy chạy `claudeminder autostart enable`, hoặc mở chương trình một lần",
    fromSource:
      "autostart: chương trình đang chạy từ mã nguồn; chỉ bản đã biên dịch mới chạy được khi đăng nhập máy",
  },
  uninstall: {
    ended: (pid) => `đã kết thúc chương trình đang chạy, tiến trình ${pid}`,
    doesNotEnd: (pid) =>
      `chương trình đang chạy, tiến trình ${pid}, không chịu kết thúc: hãy kết thúc nó rồi thử lại`,
    autostartRemoved: (place) => `chạy khi đăng nhập máy: đã gỡ, ${place}`,
    autostartWasOff: "chạy khi đăng nhập máy: không có gì để gỡ",
    linksRemoved: "liên kết của thông báo: đã gỡ",
    linksWereOff: "liên kết của thông báo: không có gì để gỡ",
    deleted: (path) => `đã xóa ${path}`,
    notThere: (path) => `không có gì để xóa ở ${path}`,
    leftData: (path) => `còn giữ ${path}; \`uninstall --purge\` sẽ xóa`,
    notLookedElsewhere: (path) => `không dùng được ${path}: không tìm tệp trạng thái mà nó đặt ở chỗ khác`,
    leftSettings: (path) => `còn giữ cài đặt ở chỗ bạn đã chọn, ${path}`,
    leftProgram: (path) => `còn giữ chính chương trình, ${path}`,
    failed: (what, why) => `LỖI: ${what}: ${why}`,
  },
  sidecar: sidecarCommandVi,
  history: historyCommandVi,
};
