/** What is said of agents, in Vietnamese. */
import { type RunKind, runNotesIn } from "../../text/whole_text.ts";
import type { AgentMessages } from "../agent_messages.ts";

const runsVi: Readonly<Record<RunKind, string>> = {
  spaces: "dấu cách",
  tabs: "dấu tab",
  newlines: "dấu xuống dòng",
  blanks: "khoảng trắng",
  "blanks and newlines": "khoảng trắng và dấu xuống dòng",
  "invisible characters": "ký tự không nhìn thấy",
  "combining marks": "dấu kết hợp",
};

export const agentsVi: AgentMessages = {
  busy: (count) => `${count} đang chạy`,
  waiting: (count) => `${count} đang chờ bạn`,
  more: (count) => `+${count.toLocaleString("vi")} mục nữa`,
  moreWaiting: (count) => `+${count.toLocaleString("vi")} mục nữa đang chờ bạn`,
  idle: "đang rảnh",
  busyNow: "đang chạy",
  waits: "đang chờ bạn",
  starting: "đang khởi động",
  locked: "bị khóa",
  lockedHint: "Cần mật khẩu: đặt tên biến chứa mật khẩu vào opencode.password_env",
  notAnswering: (clock) => `không phản hồi từ ${clock}`,
  retries(clock, attempt, why) {
    const when = clock === null ? `đang thử lại (lần ${attempt})` : `thử lại lúc ${clock} (lần ${attempt})`;
    return why === "" ? when : `${when}: ${why}`;
  },
  stopped: (why) => why === "" ? "đã dừng vì lỗi" : `đã dừng: ${why}`,
  untitled: "chưa có tên",
  todos: (left, current) => current === null ? `còn ${left} việc` : `còn ${left} việc: ${current}`,
  wants(wish) {
    switch (wish.kind) {
      case "run":
        return `muốn chạy \`${wish.command}\``;
      case "edit":
        return `muốn sửa ${wish.file}`;
      case "read":
        return `muốn đọc ${wish.file}`;
      case "fetch":
        return `muốn tải ${wish.url}`;
      case "outside":
        return `muốn truy cập ngoài thư mục của nó: ${wish.path}`;
      case "search":
        return `muốn tìm ${wish.query}`;
      case "other":
        return wish.detail === ""
          ? `xin quyền: ${wish.permission}`
          : `xin quyền: ${wish.permission} ${wish.detail}`;
    }
  },
  signs: (text) => runNotesIn(text, { group: ".", names: runsVi }),
  asks: (question) => `hỏi: ${question}`,
  asksSeveral: (count) => `có ${count} câu hỏi`,
  seemsToWait: (tool) => `${tool}: có vẻ đang chờ cấp quyền`,
  allowOnce: "Cho phép một lần",
  always: (patterns) => patterns === "" ? "Luôn cho phép" : `Luôn cho phép: ${patterns}`,
  reject: "Từ chối",
  rejectQuestion: "Từ chối trả lời",
  only: (option) => `Chỉ ${option}`,
  answerThere: "Trả lời trong cửa sổ dòng lệnh",
  showTerminal: "Xem cửa sổ dòng lệnh",
  finished: "đã xong",
  severalFinished: (count) => `${count} agent đã kết thúc`,
};
